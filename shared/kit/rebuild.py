"""Filling the projections anew beside those that are served, and changing them over in one transaction at the end.

The new ones are temporary tables of the same names: to the one connection that has them they stand before the real
ones, so what follows a feed writes into them without knowing. To all others nothing changes until the end. A rebuild
that is ended in the middle leaves nothing behind.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.kit.db import Database
from shared.kit.subscriber import Follower
from shared.kit.tables import consumer_cursors

Say = Callable[[str], None]
_CURSORS = consumer_cursors.name
# An owner's `updated_at` is copied; these say when a row became different in this database.
_DATED_HERE = text(
    "select table_name::text from information_schema.columns where table_schema = 'public'"
    " and column_name = 'updated_at' and column_default = 'clock_timestamp()'"
    " and table_name::text = any(cast(:tables as text[]))"
)
_LONGEST_CHANGE_OVER = "10min"
_FEW = 500
"""Events whose rows are planned for well enough without being measured."""


async def rebuild(database: Database, projections: Sequence[str], followers: Sequence[Follower], say: Say) -> None:
    """Read the feeds from their beginning. `database` has one connection for sessions: temporary tables are its own."""
    before = await _begin(database, projections)
    applied = dict.fromkeys((follower.source for follower in followers), 0)
    known, caught_up = _FEW, False
    while not caught_up:
        caught_up = True
        for follower in followers:
            while number := await follower.step(0):
                caught_up = False
                source = follower.source
                applied[source] += number
                say(f"{source}: {applied[source]} events applied{_of(before.get(source))}")
                if sum(applied.values()) >= 2 * known:
                    known = sum(applied.values())
                    await _measure(database, projections)
    await _change_over(database, projections)
    say("The projections are changed over.")


def _of(number: int | None) -> str:
    # The feed does not say how many it has; what was followed until now is near enough to see how far it is.
    return f" of about {number}" if number else ""


async def _begin(database: Database, projections: Sequence[str]) -> dict[str, int]:
    async with database.transaction() as session:
        before = await session.execute(text(f"select source, applied from public.{_CURSORS}"))  # noqa: S608
        for table in (*projections, _CURSORS):
            await session.execute(text(f'create temporary table "{table}" (like public."{table}" including all)'))
        return {row.source: row.applied for row in before}


async def _measure(database: Database, projections: Sequence[str]) -> None:
    """Let PostgreSQL see how large they have become: autovacuum passes temporary tables over."""
    async with database.transaction() as session:
        for table in projections:
            await session.execute(text(f'analyze "{table}"'))


async def _change_over(database: Database, projections: Sequence[str]) -> None:
    async with database.transaction() as session:
        await session.execute(text(f"set local statement_timeout = '{_LONGEST_CHANGE_OVER}'"))
        # Waits until no batch is half applied, and keeps the next from starting: neither deadlock nor leftover row.
        await session.execute(text(f"lock table public.{_CURSORS} in share row exclusive mode"))
        # Whoever decides on these rows waits here for the new ones; readers go on with the old ones.
        names = ", ".join(f'public."{table}"' for table in projections)
        await session.execute(text(f"lock table {names} in exclusive mode"))
        for table in (await session.scalars(_DATED_HERE, {"tables": list(projections)})).all():
            await _date(session, table)
        for table in (*projections, _CURSORS):
            await _replace(session, table)


async def _date(session: AsyncSession, table: str) -> None:
    # Whoever asks for what changed since reads what is different now, and neither everything nor too little: a row
    # that says the same keeps its moment, and another one was not to be seen before this one.
    say_the_same = "to_jsonb(new) - 'updated_at' = to_jsonb(old) - 'updated_at'"
    await session.execute(text(f'update pg_temp."{table}" set updated_at = clock_timestamp()'))  # noqa: S608
    await session.execute(
        text(
            f'update pg_temp."{table}" new set updated_at = old.updated_at'  # noqa: S608
            f' from public."{table}" old where {say_the_same}'
        )
    )


async def _replace(session: AsyncSession, table: str) -> None:
    # The names are from the service's declaration.
    await session.execute(text(f'delete from public."{table}"'))  # noqa: S608
    await session.execute(text(f'insert into public."{table}" select * from pg_temp."{table}"'))  # noqa: S608
