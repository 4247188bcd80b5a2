"""What must hold of a line's sessions, and how a line goes. Pure: the facts come in, an answer comes out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Text, case, literal_column

from shared.contracts.commissioning.delivery import DeliveryState
from shared.contracts.problem import FieldError

from . import errors

BEHIND = 0.25
"""A line is at risk when the share of its days that are gone exceeds that of its hours by more than this."""


def day_must_be_in_line(held_on: date, starts_on: date, ends_on: date) -> None:
    """A session lies on one of its line's days, the first and the last counted."""
    if not starts_on <= held_on <= ends_on:
        raise errors.OutsideTheLine(f"The line runs from {starts_on.isoformat()} to {ends_on.isoformat()}.")


def profession_must_give(profession: str, professions: Collection[str]) -> None:
    """A session is given by one of the professions the item is for, where it names any (R29)."""
    if professions and profession not in professions:
        raise errors.NotThisProfession(f"The item is given by: {', '.join(sorted(professions))}.")


def hours_must_be_left(wanted: float, arranged: float, bought: float) -> None:
    """Hours held and planned, `wanted` among them, never come to more than were bought."""
    if arranged + wanted > bought:
        left = max(bought - arranged, 0)
        raise errors.MoreThanBought(f"Of {bought:g} hours bought, {arranged:g} are held or planned: {left:g} are left.")


def day_must_have_come(held_on: date, today: date) -> None:
    """What was held lies in the past, or on this day."""
    if held_on > today:
        raise errors.NotHeldYet


def roles_named_twice(roles: Sequence[str]) -> list[FieldError]:
    """The places at which a role comes a second time, however it is capitalised."""
    folded = [role.casefold() for role in roles]
    return [
        FieldError(pointer=f"/staff_reached/{place}/role", code="repeated", detail="This role is counted twice.")
        for place, role in enumerate(folded)
        if role in folded[:place]
    ]


@dataclass(frozen=True)
class Line:
    """What decides how a line goes, each as SQL. `arranged` are planned hours whose day has not passed."""

    completed: ColumnElement[bool]
    starts_on: ColumnElement[Any]
    ends_on: ColumnElement[Any]
    bought: ColumnElement[Any]
    held: ColumnElement[Any]
    arranged: ColumnElement[Any]


def state_of(line: Line, on: ColumnElement[Any]) -> ColumnElement[Any]:
    """How a line goes on a day, as SQL: the list of lines is filtered by it."""
    # A day minus a day is a number of days in PostgreSQL. Shares are compared multiplied out: hours come in quarters,
    # so that nothing is rounded and a line that is behind by just so much is not at risk yet.
    days = line.ends_on - line.starts_on + literal_column("1")
    gone_too_far = (on - line.starts_on) - literal_column(f"{BEHIND}::float8") * days
    behind = gone_too_far * line.bought > (line.held + line.arranged) * days
    return case(
        (line.completed | (line.held >= line.bought), _word(DeliveryState.COMPLETED)),
        (on < line.starts_on, _word(DeliveryState.NOT_DUE)),
        (on > line.ends_on, _word(DeliveryState.OVERDUE)),
        (behind, _word(DeliveryState.AT_RISK)),
        else_=_word(DeliveryState.ON_TRACK),
    )


def _word(state: DeliveryState) -> ColumnElement[Any]:
    return literal_column(f"'{state}'", Text())
