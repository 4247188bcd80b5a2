"""Where the feeds stand, from the service's own database: the process that follows them need not be asked."""

from collections.abc import Sequence
from math import inf

from shared.kit.db import Database
from shared.kit.metrics import FeedState, Followed, Gauge
from shared.kit.standby import LOCK

# Both ends of the outbox are found in its primary key, so the cost does not grow with what is kept.
_POSITIONS = """
select kept.number, source, coalesce(applied, 0) as applied,
       extract(epoch from clock_timestamp() - as_of)::float8 as lag_seconds
from (select coalesce(max(position) - min(position) + 1, 0) as number from events) as kept
left join unnest($1::text[]) as source on true
left join consumer_cursors using (source)
"""
_FOLLOWERS = """
select count(*) from pg_locks
where locktype = 'advisory' and granted and ((classid::bigint << 32) | objid::bigint) = $1 and objsubid = 1
  and database = (select oid from pg_database where datname = current_database())
"""


async def read(database: Database, sources: Sequence[str], gauges: Sequence[Gauge] = ()) -> FeedState:
    """The size of the outbox, how far each of these sources has been followed, and the service's own gauges."""
    async with database.reading() as connection:
        rows = await connection.fetch(_POSITIONS, list(sources))
        followers = await connection.fetchval(_FOLLOWERS, LOCK) if sources else 0
        counted = [(each, await connection.fetch(each.statement)) for each in gauges]
    followed = [
        Followed(row["source"], row["applied"], inf if row["lag_seconds"] is None else max(row["lag_seconds"], 0.0))
        for row in rows
        if row["source"] is not None
    ]
    told = [(gauge, [(str(value), float(number)) for value, number in found]) for gauge, found in counted]
    return FeedState(rows[0]["number"], followed, followers, told)
