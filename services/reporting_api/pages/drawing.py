"""What charts are made of: steps of colour, shares of bars, tiles in rows. The numbers are those of the JSON."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Protocol

from shared.contracts.reporting.areas import DashboardIcb
from shared.contracts.reporting.dashboards import Counted, Ledger, Progress, StrandMoney
from shared.contracts.reporting.readiness import ReadinessCheck, ReadinessCounts

from .boards import REGIONS, Board
from .schemas import Measure
from .words import NONE, number, pounds

STEPS = 5


@dataclass(frozen=True)
class Measured:
    """How a measure is called, explained and worked out: a part of a whole, or a count when there is no whole."""

    title: str
    told: str
    part: str
    whole: str = ""


MEASURES: dict[Measure, Measured] = {
    Measure.SCHOOLS: Measured("Schools taking part", "Confirmed schools, new and existing.", "confirmed"),
    Measure.ASSESSED: Measured(
        "Schools assessed",
        "Confirmed schools that have submitted their baseline or, existing ones, their embedding review.",
        "assessed",
        "confirmed",
    ),
    Measure.SUPPORTED: Measured(
        "Schools with support agreed",
        "Confirmed schools with agreed support in both strands.",
        "supported",
        "confirmed",
    ),
    Measure.DELIVERED: Measured("Hours delivered", "Hours of sessions held, of the hours bought.", "held", "hours"),
    Measure.PRIORITIES: Measured(
        "Priorities met", "Agreed priorities that agreed support is for.", "priorities_met", "priorities_agreed"
    ),
    Measure.FOLLOWED_UP: Measured(
        "Schools followed up", "Confirmed new schools whose follow-up is submitted.", "followed_up", "new_confirmed"
    ),
    Measure.SPENT: Measured("Money spent", "What is paid, of what is allocated.", "spent_pence", "allocated_pence"),
}


class _Assessed(Protocol):
    @property
    def baselines_submitted(self) -> int: ...
    @property
    def embedding_reviews_submitted(self) -> int: ...


def confirmed(row: Counted) -> int:
    """The schools that take part."""
    return row.new_confirmed + row.existing_confirmed


def assessed(row: _Assessed) -> int:
    """Those that have submitted what they begin with: new ones a baseline, existing ones an embedding review."""
    return row.baselines_submitted + row.embedding_reviews_submitted


def _value(row: DashboardIcb, name: str) -> float:
    worked_out = {
        "confirmed": confirmed(row),
        "assessed": assessed(row),
        "supported": confirmed(row) - row.schools_missing_a_strand,
        "followed_up": row.follow_ups_submitted,
        "held": row.hours_held,
    }
    found: float = worked_out[name] if name in worked_out else getattr(row, name)
    return found


def share(part: float, whole: float) -> int | None:
    """A part in per cent, rounded down so that 100 means all; none of nothing."""
    return None if not whole else min(999, int(part * 100 / whole + 1e-9))


def step_of_share(percent: float | None) -> int:
    """Which of five steps of colour 0 to 100 falls in; 0 for none."""
    return 0 if percent is None else max(1, min(STEPS, int(percent // 20) + 1))


@dataclass(frozen=True)
class Tile:
    """One board on the map; step 0 has no colour, because there is nothing to tell."""

    board: Board
    step: int
    text: str
    told: str
    has_project: bool = True
    column: int = 0
    row: int = 0


@dataclass(frozen=True)
class Region:
    """The boards of one region, in rows of three."""

    name: str
    tiles: Sequence[Tile]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return -(-len(self.tiles) // 3)


def tiles(boards: Iterable[Board], rows: Iterable[DashboardIcb], measure: Measure) -> list[Tile]:
    """Each board with its number and its step of colour."""
    by_code = {row.icb_code: row for row in rows}
    measured = MEASURES[measure]
    greatest = max((_value(row, measured.part) for row in by_code.values()), default=0)
    return [_tile(board, by_code.get(board.code), measured, greatest) for board in boards]


def _tile(board: Board, row: DashboardIcb | None, measured: Measured, greatest: float) -> Tile:
    if row is None:
        return Tile(board, 0, NONE, "no project", has_project=False)
    part = _value(row, measured.part)
    if not measured.whole:
        return Tile(board, step_of_count(part, greatest), number(part), number(part))
    whole = _value(row, measured.whole)
    percent = share(part, whole)
    told = f"{_told(measured, part)} of {_told(measured, whole)}"
    if percent is None:
        return Tile(board, 0, NONE, told)
    return Tile(board, step_of_share(percent), f"{percent}%", told)


def _told(measured: Measured, value: float) -> str:
    return pounds(int(value)) if measured.part.endswith("_pence") else number(value)


def step_of_count(value: float, greatest: float) -> int:
    """Which of five equal steps up to the greatest a count falls in."""
    return 1 if greatest <= 0 else max(1, min(STEPS, ceil(value * STEPS / greatest)))


def legend(measure: Measure, rows: Iterable[DashboardIcb]) -> list[str]:
    """What each of the five steps stands for."""
    measured = MEASURES[measure]
    if measured.whole:
        return ["under 20%", "20 to 39%", "40 to 59%", "60 to 79%", "80% and more"]
    greatest = int(max((_value(row, measured.part) for row in rows), default=0))
    ends = [greatest * step // STEPS for step in range(1, STEPS + 1)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [_from_to(start, end) for start, end in zip(starts, ends, strict=True)]


def _from_to(start: int, end: int) -> str:
    """A dash where no whole number falls in."""
    if start > end:
        return NONE
    return f"{start} to {end}" if start != end else f"{end}"


def regions(found: Sequence[Tile]) -> list[Region]:
    """The tiles by region, each at its place."""
    made = []
    for name in REGIONS:
        mine = [each for each in found if each.board.region == name]
        placed = [replace(each, column=place % 3, row=place // 3) for place, each in enumerate(mine)]
        made.append(Region(name, placed))
    return made


@dataclass(frozen=True)
class Segment:
    """One piece of a bar, from left to right in per cent of its width."""

    code: str
    title: str
    text: str
    start: float
    width: float
    value: float


def bar(parts: Sequence[tuple[str, str, float, str]], whole: float | None = None) -> list[Segment]:
    """Pieces (code, title, value, text) beside one another; the bar is as long as `whole` or, without it, their sum."""
    total = max(sum(value for _, _, value, _ in parts), whole or 0)
    made, at = [], 0.0
    for code, title, value, text in parts:
        width = round(100 * value / total, 2) if total else 0.0
        made.append(Segment(code, title, text, round(at, 2), width, value))
        at += width
    return made


_STAGES = (
    ("stage_confirmed", "Confirmed"),
    ("stage_assessing", "Assessing"),
    ("stage_assessed", "Assessed"),
    ("stage_prioritised", "Priorities agreed"),
    ("stage_support_agreed", "Support agreed"),
    ("stage_receiving_support", "Receiving support"),
    ("stage_followed_up", "Followed up"),
)


def stages(row: Progress) -> list[Segment]:
    """The confirmed schools by how far they are."""
    counted = [(code, title, getattr(row, code)) for code, title in _STAGES]
    return bar([(f"stage-{place}", title, n, number(n)) for place, (_, title, n) in enumerate(counted, 1)])


CHECKS = (
    ("overdue", "Overdue"),
    ("not_yet", "Not yet"),
    ("met", "Met"),
    ("not_applicable", "Not applicable"),
)
"""How checks against the guidance stand, what needs somebody first."""


def standing(counts: Mapping[str, int]) -> list[Segment]:
    """Checks against the guidance by how they stand."""
    return bar([(code, title, counts[code], number(counts[code])) for code, title in CHECKS])


def standing_of(row: ReadinessCounts) -> list[Segment]:
    """Those of several projects, as they were counted."""
    return standing({code: getattr(row, f"checks_{code}") for code, _ in CHECKS})


def standing_among(checks: Iterable[ReadinessCheck]) -> list[Segment]:
    """Those of one project."""
    return standing(Counter(each.state.value for each in checks))


def urgent_first(checks: Iterable[ReadinessCheck]) -> list[ReadinessCheck]:
    """What is overdue, then what is missing, then the rest, each in the order of the guidance."""
    order = [code for code, _ in CHECKS]
    return sorted(checks, key=lambda each: order.index(each.state.value))


def money(row: Ledger, allocated: int) -> list[Segment]:
    """Where money stands: what is spent first, what is only committed last, what is left of the allocation after."""
    gone = (
        ("spent", "Spent", row.spent_pence),
        ("invoiced", "Invoiced", row.invoiced_pence),
        ("accrued", "Accrued", row.accrued_pence),
        ("committed", "Committed", row.committed_pence),
    )
    free = max(0, row.free_pence if isinstance(row, StrandMoney) else allocated - sum(each for *_, each in gone))
    return bar([(code, title, each, pounds(each)) for code, title, each in (*gone, ("free", "Free", free))], allocated)
