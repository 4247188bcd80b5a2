"""A mixed-integer programme as plain vectors: what HiGHS takes in one call."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import highspy
import numpy as np
from numpy.typing import NDArray

INFINITY = highspy.kHighsInf
_ROWWISE, _MAXIMISE = 2, -1


@dataclass
class Programme:
    """Maximise cost times value, within the rows. Columns and rows are added one by one, entries row by row."""

    offset: float = 0.0
    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, cost: float, upper: float, *, whole: bool) -> int:
        """A value from 0 to `upper`."""
        self.costs.append(cost)
        self.uppers.append(upper)
        self.whole.append(int(whole))
        return len(self.costs) - 1

    def row(self, low: float, high: float, entries: Iterable[tuple[int, float]]) -> int:
        """A sum that stays between two numbers."""
        self.lows.append(low)
        self.highs.append(high)
        self.starts.append(len(self.places))
        for place, value in entries:
            self.places.append(place)
            self.values.append(value)
        return len(self.lows) - 1

    def with_costs(self, costs: list[float]) -> "Programme":
        """The same rows with another objective."""
        return replace(self, costs=costs)

    def given_to(self, solver: highspy.Highs, *, relaxed: bool = False) -> None:
        """Hand it to the solver; `relaxed` lets whole numbers be broken ones."""
        solver.passModel(
            len(self.costs),
            len(self.lows),
            len(self.values),
            _ROWWISE,
            _MAXIMISE,
            self.offset,
            _floats(self.costs),
            np.zeros(len(self.costs)),
            _floats(self.uppers),
            _floats(self.lows),
            _floats(self.highs),
            _wholes([*self.starts, len(self.values)]),
            _wholes(self.places),
            _floats(self.values),
            _wholes([0] * len(self.whole) if relaxed else self.whole),
        )


def _floats(values: list[float]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def _wholes(values: list[int]) -> NDArray[np.int32]:
    return np.array(values, dtype=np.int32)
