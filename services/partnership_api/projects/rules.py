"""Which boards may run a year's project, and whether it continues what was there before (R1, R2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from shared.contracts.partnership.projects import ProjectKind


@dataclass(frozen=True, slots=True)
class Succession:
    """One board passed its area, or a part of it, to another on a day."""

    predecessor: str
    successor: str
    effective_on: date


def year_before(code: str) -> str:
    """`2024-25` for `2025-26`."""
    first = int(code[:4]) - 1
    return f"{first}-{(first + 1) % 100:02}"


def why_not_in_year(valid_from: date, valid_to: date | None, starts_on: date, ends_on: date) -> str | None:
    """The reason a board cannot run a project of a year, if it exists on no day of it."""
    if valid_from > ends_on:
        return f"The board exists from {_day(valid_from)}, after this year has ended on {_day(ends_on)}."
    if valid_to is not None and valid_to < starts_on:
        return f"The board was dissolved on {_day(valid_to)}, before this year starts on {_day(starts_on)}."
    return None


def boards_behind(icb_code: str, successions: Collection[Succession], by: date) -> set[str]:
    """The board and every board whose area it had taken over, wholly or in part, by a day."""
    known = {icb_code}
    while True:
        found = {
            each.predecessor
            for each in successions
            if each.successor in known and each.predecessor not in known and each.effective_on <= by
        }
        if not found:
            return known
        known |= found


def succeeded_by(year_starts_on: date, board_valid_from: date) -> date:
    """The day up to which a succession counts: the first on which the board could run the year's project.

    That is the start of the year, or for a board created within it, the day that it was created.
    """
    return max(year_starts_on, board_valid_from)


def why_not_succeeded(effective_on: date, today: date) -> str | None:
    """The reason a board is not a successor yet."""
    return f"The succession takes effect on {_day(effective_on)}." if effective_on > today else None


def kind_of(*, had_project_before: bool) -> ProjectKind:
    """Continuing when the board, or one behind it, had a project in the year before."""
    return ProjectKind.CONTINUING if had_project_before else ProjectKind.NEW


def target_of(kind: ProjectKind, new: int, continuing: int | None) -> int | None:
    """How many additional schools are expected of a project of this kind (R3)."""
    return continuing if kind is ProjectKind.CONTINUING else new


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
