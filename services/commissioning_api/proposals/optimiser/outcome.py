"""What is asked of a search for the best plan, what it tells on the way, and what comes out of it.

Without the solver: who waits for a plan need not hold it in memory.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from shared.contracts.commissioning.proposals import Binding, ProposedLine, SchoolPlan

_GREATEST_GAP = 10.0**6


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    objective: float | None
    bound: float | None
    seconds: float


Watch = Callable[[Progress], bool]
"""Told of the progress several times a second, on the solver's thread. Says whether to go on."""


def goes_on(_progress: Progress) -> bool:
    """Watch nothing and stop for nobody."""
    return True


@dataclass(frozen=True)
class Effort:
    """How long to try, and how close to the best is close enough."""

    seconds: float
    gap: float = 0.001


@dataclass(frozen=True)
class Outcome:
    """The best plan found, with how good it is proven to be; or what contradicts what; or nothing found in time."""

    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    lines: list[ProposedLine] = field(default_factory=list)
    plans: list[SchoolPlan] = field(default_factory=list)
    binding: list[Binding] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)

    @property
    def impossible(self) -> bool:
        """Whether it is proven that there is no plan."""
        return bool(self.conflicts)


def gap_between(objective: float, bound: float) -> float:
    """How far a plan may be from the best there is, as a share of the plan."""
    if bound <= objective:
        return 0.0
    return min(_GREATEST_GAP, (bound - objective) / objective) if objective > 0 else _GREATEST_GAP
