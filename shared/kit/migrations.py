"""Alembic, once for all services: their `migrations/env.py` and the verbs of the owner come here.

Nothing that is served does: an idle service need not hold Alembic (see `kit/release.py`).
"""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import asyncpg
from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.kit import partitions
from shared.kit.db import DIALECT

# One advisory lock for migrations: two replicas that start at once do not migrate at once.
_LOCK = 7_236_991


def config(folder: Path, url: str = "") -> Config:
    """Alembic's configuration for the service in a folder."""
    made = Config(folder / "alembic.ini")
    made.set_main_option("script_location", str(folder / "migrations"))
    made.attributes["url"] = url
    return made


def run_environment(*metadata: MetaData) -> None:
    """What a service's `migrations/env.py` does: migrate the database of the settings to what its tables say."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given, metadata)
        return
    asyncio.run(_migrate_at(context.config.attributes["url"], metadata))


async def _migrate_at(url: str, metadata: tuple[MetaData, ...]) -> None:
    engine = create_async_engine(DIALECT, async_creator=partial(asyncpg.connect, url), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate, metadata)
        await connection.commit()
    await engine.dispose()


def _migrate(connection: Connection, metadata: tuple[MetaData, ...]) -> None:
    context.configure(
        connection=connection,
        target_metadata=list(metadata),
        compare_server_default=True,
        include_name=partly(connection),
    )
    kept_days = context.config.attributes.get("kept_days")
    with context.begin_transaction():
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        context.run_migrations()
        partitions.keep(connection)
        if kept_days is not None:
            partitions.drop_past(connection, kept_days)


def partly(connection: Connection) -> Callable[[str | None, str, object], bool]:
    """What Alembic compares: not the partitions, which come and go with the years without a migration."""
    found = frozenset(connection.scalars(text("select relname from pg_class where relispartition and relkind = 'r'")))
    return lambda name, kind, _parents: kind != "table" or name not in found


def upgrade(folder: Path, url: str, connection: Connection | None = None, *, kept_days: int | None = None) -> None:
    """Bring the database to the newest migration, over a connection of the caller's if it has one.

    Makes the partitions of the coming years too; given how many days of events are kept, drops the years past them.
    """
    made = config(folder, url)
    made.attributes.update(connection=connection, kept_days=kept_days)
    command.upgrade(made, "head")


def revise(folder: Path, url: str, message: str) -> None:
    """Write a migration from the difference between the tables and the database at head."""
    command.upgrade(config(folder, url), "head")
    command.revision(config(folder, url), message=message, autogenerate=True)
