"""What goes, said early: an operation declares it, and its answers, its document and the guide carry it.

The headers are those of RFC 9745 (Deprecation) and RFC 8594 (Sunset).
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any

KEY = "x-deprecation"
POLICY = "/guide/versions"
_MONTHS_KEPT = 6

Headers = list[tuple[bytes, bytes]]


def deprecated(*, since: date, until: date, instead: str) -> dict[str, Any]:
    """The options of a route that is to go: since when that is said, until when it works, what to call instead.

    `@router.get("/old", **deprecated(since=date(2026, 9, 1), until=date(2027, 3, 1), instead="list_things"))`
    """
    if until < _half_a_year_after(since):
        raise ValueError(f"What is deprecated works for {_MONTHS_KEPT} months at least: until is too early.")
    said = {"since": since.isoformat(), "until": until.isoformat(), "instead": instead}
    return {"deprecated": True, "openapi_extra": {KEY: said}}


def headers_of(extra: Mapping[str, Any] | None, base_url: str) -> Headers:
    """The headers by which every answer of such an operation says so; of any other operation, none."""
    if extra is None or (said := extra.get(KEY)) is None:
        return []
    return [
        (b"deprecation", f"@{_moment(said['since']).timestamp():.0f}".encode()),
        (b"sunset", format_datetime(_moment(said["until"]), usegmt=True).encode()),
        (b"link", f'<{base_url}{POLICY}>; rel="deprecation"; type="text/html"'.encode()),
    ]


def sentence(said: Mapping[str, str]) -> str:
    """The same for people."""
    since, until = (_in_words(date.fromisoformat(said[key])) for key in ("since", "until"))
    return f"Deprecated since {since}: it works until {until} at least. Call `{said['instead']}` instead."


def _half_a_year_after(day: date) -> date:
    months = day.month - 1 + _MONTHS_KEPT
    # No month is too short for the 28th, and some days more or less break no promise of months.
    return date(day.year + months // 12, months % 12 + 1, min(day.day, 28))


def _moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
