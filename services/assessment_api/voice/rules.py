"""When an activity may have been held, and how. Pure: no database, no clock."""

from collections.abc import Collection, Iterator
from datetime import date

from shared.contracts.problem import FieldError


def window(programme_year: str) -> tuple[date, date]:
    """The first and the last day of a programme year's activities: its evaluation goes on to the September after it.

    The years are those of the code, so that what a school did is not decided on by how a year is described elsewhere.
    """
    first = int(programme_year[:4])
    return date(first, 4, 1), date(first + 1, 9, 30)


def faults(
    held_on: date, method: str, programme_year: str, methods: Collection[str], today: date
) -> Iterator[FieldError]:
    """All that is wrong with an activity, by place."""
    first, last = window(programme_year)
    if held_on > today:
        detail = "This day is still to come. Record the activity once it was held."
        yield FieldError(pointer="/held_on", code="to_come", detail=detail)
    elif not first <= held_on <= last:
        detail = f"Activities of {programme_year} are held from {_said(first)} to {_said(last)}."
        yield FieldError(pointer="/held_on", code="outside_the_year", detail=detail)
    if method not in methods:
        detail = f"The guide has the methods {', '.join(sorted(methods))}."
        yield FieldError(pointer="/method", code="unknown", detail=detail[:500])


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
