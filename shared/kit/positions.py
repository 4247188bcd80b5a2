"""Where the feeds stand, from the service's own database: the process that follows them need not be asked."""

from collections.abc import Sequence
from math import inf

from shared.kit.db import Database
from shared.kit.metrics import FeedState, Followed

# Both ends of the outbox are found in its primary key, so the cost does not grow with what is kept.
_POSITIONS = """
select kept.number, source, coalesce(applied, 0) as applied,
       extract(epoch from clock_timestamp() - as_of)::float8 as lag_seconds
from (select coalesce(max(position) - min(position) + 1, 0) as number from events) as kept
left join unnest($1::text[]) as source on true
left join consumer_cursors using (source)
"""


async def read(database: Database, sources: Sequence[str]) -> FeedState:
    """The size of the outbox, and how far each of these sources has been followed."""
    async with database.reading() as connection:
        rows = await connection.fetch(_POSITIONS, list(sources))
    followed = [
        Followed(row["source"], row["applied"], inf if row["lag_seconds"] is None else max(row["lag_seconds"], 0.0))
        for row in rows
        if row["source"] is not None
    ]
    return FeedState(rows[0]["number"], followed)
