"""Real databases for tests: a migrated template per service, copies of it, and one whose transactions never last."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import asyncpg
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from deploy.local.postgres import Server
from shared.kit import grants, migrations
from shared.kit.db import Connection, PooledDatabase
from shared.kit.service import Service
from shared.kit.settings import Settings
from tests.support.settings import settings_for

ROLE, PASSWORD = "pins_service", "of-the-tests"
_numbers = count(1)


@dataclass
class Databases:
    """Makes databases on the test server; a service's template is migrated and loaded once, at its first use."""

    server: Server
    ready: set[str] = field(default_factory=set)
    has_role: bool = False

    def url(self, name: str) -> str:
        return self.server.superuser_url(name)

    async def template(self, service: Service) -> str:
        """The database every copy for this service is made from."""
        name = f"template_{service.name}"
        if name not in self.ready:
            await self._run(f'create database "{name}"')
            await _upgrade(service, self.url(name))
            await self._grant(name)
            await _load(service, settings_for(service, self.url(name)))
            self.ready.add(name)
        return name

    async def empty(self) -> str:
        """The URL of a database with nothing in it."""
        name = f"empty_{next(_numbers)}"
        await self._run(f'create database "{name}"')
        return self.url(name)

    async def further_template(self, name: str, service: Service, prepare: Callable[[str], Awaitable[None]]) -> str:
        """A template of its own, made from the service's by what is done to it once."""
        if name not in self.ready:
            await self._run(f'create database "{name}" template "{await self.template(service)}"')
            await prepare(self.url(name))
            self.ready.add(name)
        return name

    @asynccontextmanager
    async def copy(self, service: Service, template: str = "") -> AsyncIterator[str]:
        """The URL of a throw-away database of this service."""
        template = template or await self.template(service)
        name = f"{service.name}_{next(_numbers)}"
        await self._run(f'create database "{name}" template "{template}"')
        try:
            yield self.url(name)
        finally:
            await self._run(f'drop database "{name}" with (force)')

    def as_service(self, url: str) -> str:
        """The same database as a service connects to it: as a role that owns nothing of it."""
        return url.replace(self.server.superuser_url(""), self.server.url("", ROLE, PASSWORD), 1)

    async def _grant(self, name: str) -> None:
        if not self.has_role:
            await self._run(f"create role {ROLE} login password '{PASSWORD}'")
            self.has_role = True
        await grants.grant(self.url(name), ROLE, sandbox=False)

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self.server.superuser_url())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


async def _upgrade(service: Service, url: str) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: migrations.upgrade(service.folder, url, connection=sync))
    await engine.dispose()


async def _load(service: Service, settings: Settings) -> None:
    if service.load_reference is not None:
        database = PooledDatabase(settings)
        await service.load_reference(database, settings)
        await database.close()


class RolledBackDatabase:
    """A database of one connection and one outer transaction that is never committed."""

    def __init__(self, connection: AsyncConnection, bare: Connection) -> None:
        self._connection = connection
        self._bare = bare

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        session = AsyncSession(
            self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False, autoflush=False
        )
        async with session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        yield self._bare

    exporting = reading

    async def close(self) -> None:
        """Nothing of its own to give back."""


@asynccontextmanager
async def rolled_back(url: str) -> AsyncIterator[RolledBackDatabase]:
    """A database whose changes are gone at the end."""
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    async with engine.connect() as connection:
        outer = await connection.begin()
        raw: Any = await connection.get_raw_connection()
        await connection.exec_driver_sql("set local timezone to 'UTC'")
        yield RolledBackDatabase(connection, raw.driver_connection)
        await outer.rollback()
    await engine.dispose()


@contextmanager
def statements_counted(database: RolledBackDatabase) -> Iterator[list[str]]:
    """Every statement that goes to the database, for tests that count them; not the savepoints that only tests need."""
    seen: list[str] = []

    def log(record: Any) -> None:
        seen.append(record.query)

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "SAVEPOINT" not in statement:
            seen.append(statement)

    # The driver's logger does not see what a session prepares, and SQLAlchemy does not see what goes past it.
    database._bare.add_query_logger(log)
    event.listen(database._connection.sync_connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        database._bare.remove_query_logger(log)
        event.remove(database._connection.sync_connection, "before_cursor_execute", note)
