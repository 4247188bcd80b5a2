"""How a line goes on a day: one rule, stated as SQL because lists are filtered by it. Its inputs are all it knows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, case, literal_column

from shared.contracts.commissioning.delivery import DeliveryState

BEHIND = 0.25
"""A line is at risk when the share of its days that are gone exceeds that of its hours by more than this."""


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
