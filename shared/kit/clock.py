"""The one place that reads the time, so that tests can move it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The date of a moment in England."""
    return moment.astimezone(_LONDON).date()


def today() -> date:
    """Today's date in England: deadlines and windows are dates there, not in UTC."""
    return datetime.now(_LONDON).date()
