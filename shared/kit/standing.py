"""Where a reader of the feed stands: how far it has read, and how far it may."""

from dataclasses import dataclass
from datetime import datetime

from shared.kit import cursors
from shared.kit.db import Connection
from shared.kit.errors import CursorAstray, CursorTooOld

CURSOR = "events"


@dataclass(frozen=True)
class Standing:
    """From where a reader goes on, and the transaction number that everything it may be given is older than."""

    horizon: int
    after: tuple[int, int]
    settled_at: datetime | None
    """When nothing announced was still held back; None while something is."""


_STANDING = """
select now.horizon, (select (xid::text)::bigint from feed_floor) as xid, (select position from feed_floor) as position,
       case when not exists (select from events where xid >= (now.horizon::text)::xid8)
            then statement_timestamp() end as settled_at,
       exists (select from feed_restores where lost and until_xid > $1::text::xid8
               and (after_xid, after_position) < ($1::text::xid8, $2::bigint)) as after_what_is_lost,
       ($1::text)::bigint > feed_number(pg_snapshot_xmax(pg_current_snapshot())) as ahead
from (select feed_number(pg_snapshot_xmin(pg_current_snapshot())) as horizon) as now
"""


async def begin(connection: Connection, after: str | None, *, of_copy: bool = False) -> Standing:
    """Where a cursor stands. Raises CursorTooOld when what follows it is no longer kept.

    Who keeps a copy of what the events say is told when the copy may hold what never was: CursorAstray.
    """
    asked = position(after) if after and after != "latest" else None
    given = asked or (0, 0)
    state = await connection.fetchrow(_STANDING, str(max(given[0], 0)), given[1])
    horizon, floor = int(state["horizon"]), (state["xid"] or 0, state["position"] or 0)
    if after == "latest":
        return Standing(horizon, (horizon, 0), None)
    place = asked or floor
    if place < floor:
        raise CursorTooOld("Events that old are no longer kept. Take after=latest, load the lists, then follow again.")
    if of_copy and (state["after_what_is_lost"] or state["ahead"]):
        raise CursorAstray(
            "This service was restored to a moment before this cursor, so what you hold may never have been. "
            "Empty your copy, take after=latest, load the lists, then follow again."
        )
    return Standing(horizon, place, state["settled_at"])


def position(cursor: str) -> tuple[int, int]:
    """The transaction and the position that a cursor stands after."""
    xid, place = cursors.read(cursor, CURSOR, [int, int])
    return xid, place
