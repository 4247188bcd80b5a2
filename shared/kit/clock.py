"""The one place that reads the time, so that tests and the callers of a sandbox can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Date, bindparam

SANDBOX_CLOCK = "PINS-Sandbox-Now"
"""The header by which a caller of a sandbox sets the clock for one request."""

_LONDON = ZoneInfo("Europe/London")
_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def utc_now() -> datetime:
    """This moment, in UTC."""
    return _moved_to.get() or datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The date of a moment in England."""
    return moment.astimezone(_LONDON).date()


def today() -> date:
    """Today's date in England: deadlines and windows are dates there, not in UTC."""
    return day_of(utc_now())


TODAY: BindParameter[date] = bindparam("today", type_=Date(), callable_=today)
"""Today's date in England as a value of a statement: the database's own clock cannot be moved."""


@contextmanager
def moved(to: datetime | None) -> Iterator[None]:
    """Within the block it is this moment; None: the real one."""
    token = _moved_to.set(to and to.astimezone(UTC))
    try:
        yield
    finally:
        _moved_to.reset(token)


def moved_to() -> datetime | None:
    """To which moment the clock was moved, if it was."""
    return _moved_to.get()
