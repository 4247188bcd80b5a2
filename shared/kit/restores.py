"""After a restore: whether the numbers of the feed go on in this cluster, and how they are made to.

Events are ordered by the number of their transaction (kit/feed.py), and a cluster counts its own. The database adds to
that count what stands for the timeline, and `feed_offset()`, which is 0 until a dump is restored into another cluster.
"""

from dataclasses import dataclass

from shared.kit.db import Connection, Database, bare
from shared.kit.errors import Unavailable
from shared.kit.problems import from_exception

_BLOCK = 2**48
"""Above all that is known, the next multiple of this begins: room for whatever was given out after the backup."""

_STATE = """
select (select cluster from feed_restores order by id desc limit 1) as cluster,
       (select system_identifier from pg_control_system()) as here,
       greatest(feed_number(pg_snapshot_xmax(pg_current_snapshot())),
                feed_number(coalesce(pg_current_xact_id_if_assigned(), '0'::xid8))) as counted,
       coalesce((select (xid::text)::bigint from events order by xid desc, position desc limit 1), 0) as newest,
       coalesce((select position from events order by xid desc, position desc limit 1), 0) as position,
       coalesce((select (xid::text)::bigint from feed_floor), 0) as floor,
       (select (until_xid::text)::bigint from feed_restores order by id desc limit 1) as until,
       (select lost from feed_restores order by id desc limit 1) as lost
"""


class NotRestored(Exception):
    """The database is from a backup, and its feed would lose events. The message is one line."""


@dataclass(frozen=True)
class Numbers:
    """How far a database's events are numbered, and how far its cluster has counted."""

    same_cluster: bool
    counted: int
    newest: int
    position: int
    floor: int
    until: int
    lost: bool

    @property
    def go_on(self) -> bool:
        """Whether the next event stands behind all that there are."""
        return self.same_cluster and max(self.newest, self.floor) <= self.counted

    @property
    def next_block(self) -> int:
        """A number that nothing has reached: no event, and no cursor that was given out."""
        return (
            max(self.newest, self.floor, self.until, self.counted if self.same_cluster else 0) // _BLOCK + 1
        ) * _BLOCK


async def read(connection: Connection) -> Numbers:
    """Where the numbers stand."""
    row = await connection.fetchrow(_STATE)
    return Numbers(
        row["cluster"] == row["here"],
        row["counted"],
        row["newest"],
        row["position"],
        row["floor"],
        row["until"],
        row["lost"],
    )


async def must_go_on(database: Database) -> None:
    """Refuse a database whose next events would stand before those it has, or before cursors that readers hold."""
    async with database.reading() as connection:
        # Before its first migrations readiness says what is missing.
        if await connection.fetchval("select to_regclass('feed_restores') is null"):
            return
        if not (await read(connection)).go_on:
            raise NotRestored(
                "This database was restored from a backup into another cluster, where its feed would lose events: "
                "run `restored --lost nothing`, or `restored --lost some` if the backup is older than its end."
            )


async def must_go_on_if_there(database: Database) -> None:
    """The same at the start of a service, which may come before its database: then readiness tells of it."""
    try:
        await must_go_on(database)
    except Exception as error:
        if not isinstance(from_exception(error), Unavailable):
            raise


async def restored(database: Database, *, lost: bool) -> str:
    """Let the numbers go on above all that were given out; say in a sentence what was done. May be repeated."""
    async with database.transaction() as session:
        connection = await bare(session)
        await connection.execute("lock table events, feed_restores in access exclusive mode")
        numbers = await read(connection)
        done_before = numbers.lost and numbers.newest < numbers.until
        if numbers.go_on and (done_before or not lost):
            return "Nothing to do: the feed goes on here as it is."
        begins = numbers.next_block
        await connection.execute(
            f"create or replace function feed_offset() returns bigint language sql stable return {begins}::bigint"
        )
        await connection.execute(
            "insert into feed_restores (id, cluster, after_xid, after_position, until_xid, lost)"
            " select (select max(id) + 1 from feed_restores), system_identifier,"
            " $1::text::xid8, $2, $3::text::xid8, $4 from pg_control_system()",
            str(numbers.newest),
            numbers.position,
            str(begins),
            lost,
        )
    told = " Readers who may hold what is lost are told so; rebuild the projections of the services that follow."
    return f"Done: no event and no cursor is ahead of the feed any more.{told if lost else ''}"
