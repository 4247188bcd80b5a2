"""Deadlines as of a day, in SQL: the day is a value of the statement (`on`), so one view tells of any day."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, bindparam, cast, func, type_coerce

from shared.kit.clock import today

DAY: ColumnElement[Any] = bindparam("f_on", type_=Date(), callable_=today)
"""The day it is told as of. A list gives it as the filter `on`, which every row passes."""


def day_of(moment: Any) -> ColumnElement[Any]:
    """The date of a moment in England, where deadlines are."""
    return cast(func.timezone("Europe/London", moment), Date)


def days_late(done_on: Any, due_on: Any) -> ColumnElement[Any]:
    """The days from a deadline until it was met or, while it is not, until the day told of."""
    ended = func.least(func.coalesce(done_on, DAY), DAY, type_=Date())
    return func.greatest(type_coerce(ended - due_on, Integer), 0, type_=Integer())
