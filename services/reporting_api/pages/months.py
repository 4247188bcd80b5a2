"""How one measure went from month to month, as bars. The numbers are those of `/v1/measure-series`."""

from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.reporting.measures import Measure, MeasureUnit, SeriesMeasure, SeriesValue

from .words import number, pounds

MOST_MONTHS = 24
HEIGHT = 120
"""Of the tallest bar, in pixels."""

_LEAST_HEIGHT = 2
_FEWEST_PLACES = 12


@dataclass(frozen=True)
class Month:
    """One bar: its place in per cent of the width, and in pixels from the top."""

    title: str
    label: str
    value: str
    so_far: str
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True)
class Months:
    """A measure by month, and what it may be exchanged for."""

    measure: Measure
    choices: Sequence[Measure]
    bars: Sequence[Month]
    zero: float
    """How far below the top nothing lies: above the bottom when a month took something away."""


def _index(row: SeriesValue) -> int:
    return row.starts_on.year * 12 + row.starts_on.month - 1


def drawn(found: Sequence[SeriesValue], catalogue: Sequence[Measure], chosen: SeriesMeasure) -> Months:
    """The last two years of months at most; one in which nothing happened has its place all the same."""
    by_code = {each.code: each for each in catalogue}
    choices = [by_code[code] for code in SeriesMeasure]
    if not found:
        return Months(by_code[chosen], choices, (), HEIGHT)
    rows = sorted(found, key=_index)
    last = _index(rows[-1])
    first = max(_index(rows[0]), last - MOST_MONTHS + 1)
    before = [row for row in rows if _index(row) < first]
    months = {_index(row): row for row in rows[len(before) :]}
    greatest = max(0.0, *(row.value for row in months.values()))
    least = min(0.0, *(row.value for row in months.values()))
    scale = HEIGHT / ((greatest - least) or 1)
    is_money = by_code[chosen].unit is MeasureUnit.PENCE

    def told(value: float) -> str:
        return pounds(round(value)) if is_money else number(value)

    bars, step = [], 100 / max(_FEWEST_PLACES, last - first + 1)
    so_far = before[-1].cumulative_value if before else 0.0
    for place, index in enumerate(range(first, last + 1)):
        row = months.get(index)
        value = row.value if row else 0.0
        so_far = row.cumulative_value if row else so_far
        name = month_name[index % 12 + 1]
        height = max(_LEAST_HEIGHT, round(abs(value) * scale, 1)) if value else 0.0
        top = round((greatest - max(value, 0)) * scale, 1)
        x, width = round(place * step + step * 0.14, 2), round(step * 0.72, 2)
        bars.append(Month(f"{name} {index // 12}", name[:3], told(value), told(so_far), x, width, top, height))
    return Months(by_code[chosen], choices, bars, round(greatest * scale, 1))
