"""What must hold of what is recorded of engagement. Pure. Every fault is found at once."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from shared.contracts.commissioning.engagement import EngagementKind, EngagementTerm, GroupState
from shared.contracts.problem import FieldError

FIRST_SUMMER_MONTH, FIRST_AUTUMN_MONTH = 4, 8


class Entry(Protocol):
    """What is said of one thing that was done together with parent carers."""

    kind: EngagementKind
    held_on: date
    led_to: str | None
    parent_carers: int | None
    senior_leaders: int | None


def term_of(day: date) -> EngagementTerm:
    """The school term a day lies in: summer from April, autumn from August, spring from January."""
    if day.month < FIRST_SUMMER_MONTH:
        return EngagementTerm.SPRING
    return EngagementTerm.SUMMER if day.month < FIRST_AUTUMN_MONTH else EngagementTerm.AUTUMN


def entry_faults(entry: Entry, today: date, window: tuple[date, date] | None = None) -> list[FieldError]:
    """What is wrong with an entry. `window` is None where its day is not new."""
    return [
        *_of_kind(entry),
        *day_faults("/held_on", entry.held_on, today, window),
    ]


def day_faults(pointer: str, day: date, today: date, window: tuple[date, date] | None = None) -> Iterator[FieldError]:
    """Whether a day has come, and lies between two others, both counted."""
    if day > today:
        yield FieldError(pointer=pointer, code="in_the_future", detail="This day has not come yet.")
    if window is not None and not window[0] <= day <= window[1]:
        detail = f"The day lies outside {window[0].isoformat()} to {window[1].isoformat()}."
        yield FieldError(pointer=pointer, code="outside_the_year", detail=detail)


def group_faults(state: GroupState, since: date | None, members: int | None, today: date) -> list[FieldError]:
    """What is wrong with what is said of a school's group."""
    if state is GroupState.NONE:
        detail = "Where there is no group, leave this out."
        given = {"/since": since, "/members": members}
        return [
            FieldError(pointer=pointer, code="no_group", detail=detail)
            for pointer, value in given.items()
            if value is not None
        ]
    if since is None:
        detail = "Say when the group was formed, or when its development began."
        return [FieldError(pointer="/since", code="missing", detail=detail)]
    return list(day_faults("/since", since, today))


def _of_kind(entry: Entry) -> Iterator[FieldError]:
    if entry.kind is EngagementKind.MEETING:
        detail = "Parent carers and senior leaders meet: say how many of each took part, at least one (R33)."
        for pointer, number in (("/parent_carers", entry.parent_carers), ("/senior_leaders", entry.senior_leaders)):
            if not number:
                yield FieldError(pointer=pointer, code="nobody", detail=detail)
    if entry.kind is EngagementKind.CHANGE and entry.led_to is None:
        detail = "Say what parental views were, and what changed because of them (R34)."
        yield FieldError(pointer="/led_to", code="missing", detail=detail)
