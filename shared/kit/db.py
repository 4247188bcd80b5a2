"""The service's database: a session for decisions, a bare connection for reads.

Writes go through the ORM, where clarity pays; hot reads go straight to asyncpg, where speed does. Both are bounded in
time, so that a slow statement ends as a 503 and not as a pile of waiting requests.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any, Protocol, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import QueuePool

from shared.kit.metrics import Pool
from shared.kit.settings import Settings

Connection: TypeAlias = asyncpg.Connection | PoolConnectionProxy
"""A bare asyncpg connection, whichever pool it came from."""

DIALECT = "postgresql+asyncpg://"
_FIRST = select(1)
_LONGEST_EXPORT = "10min"


class Database(Protocol):
    """What the kit needs of a database; the tests bring one whose every transaction is rolled back."""

    def transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        """`async with database.transaction() as session:` commits at the end, or rolls back."""
        ...

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """`async with database.reading() as connection:` for statements that change nothing."""
        ...

    def exporting(self) -> AbstractAsyncContextManager[Connection]:
        """A connection for a whole list: it may take long, and at most half of the reading ones do this at once."""
        ...

    async def close(self) -> None:
        """Give every connection back."""


async def _keep_as_it_is(_connection: Connection) -> None:
    # The driver would ask the server to forget what a session may have set: a round trip a read, and reads set nothing
    # (an export puts back what it set, or ends its connection).
    # A transaction that was left open it ends all the same.
    pass


class PooledDatabase:
    """Two pools on one database: SQLAlchemy's for sessions, asyncpg's for reads."""

    def __init__(self, settings: Settings) -> None:
        options: dict[str, Any] = {"dsn": str(settings.database_url), "timeout": settings.connection_seconds}
        server_settings = {
            "timezone": "UTC",
            "statement_timeout": str(int(settings.statement_seconds * 1000)),
            "lock_timeout": str(int(settings.statement_seconds * 1000)),
            "idle_in_transaction_session_timeout": "60000",
            "jit": "off",
        }
        self._engine = create_async_engine(
            DIALECT,
            # The driver reads the address for both pools: SQLAlchemy would not understand its sslmode.
            async_creator=partial(asyncpg.connect, **options, server_settings=server_settings),
            pool_size=settings.write_connections,
            max_overflow=0,
            pool_timeout=settings.connection_seconds,
        )
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False, autoflush=False)
        self._reads: asyncpg.Pool | None = None
        self._patience = settings.connection_seconds
        self._most = (settings.write_connections, settings.read_connections)
        self._exports = asyncio.Semaphore(max(1, settings.read_connections // 2))
        self._read_options = options | {
            "min_size": 0,
            "max_size": settings.read_connections,
            "reset": _keep_as_it_is,
            "server_settings": {**server_settings, "default_transaction_read_only": "on"},
        }

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One unit of work: committed when the block ends well, rolled back when it raises."""
        async with self._sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection for one read. Held only for the statement, so that a small pool serves many callers."""
        if self._reads is None:
            # Creating the pool connects to nothing (min_size 0), so a database that is away does not stop the start.
            self._reads = await asyncpg.create_pool(**self._read_options)
        async with self._reads.acquire(timeout=self._patience) as connection:
            yield connection

    @asynccontextmanager
    async def exporting(self) -> AsyncIterator[Connection]:
        """A connection for a whole list, which a slow reader may take long over."""
        async with asyncio.timeout(self._patience):
            await self._exports.acquire()
        try:
            async with self.reading() as connection:
                try:
                    await connection.execute(f"set statement_timeout = '{_LONGEST_EXPORT}'")
                    yield connection
                    await connection.execute("reset statement_timeout")
                except BaseException:
                    # It is in the middle of a COPY, or keeps the long timeout: it serves no one else.
                    connection.terminate()
                    raise
        finally:
            self._exports.release()

    def pools(self) -> list[Pool]:
        """How far its connections are used up."""
        reads, engine = self._reads, self._engine.pool
        reading = 0 if reads is None else reads.get_size() - reads.get_idle_size()
        writing = engine.checkedout() if isinstance(engine, QueuePool) else 0
        return [Pool("write", writing, self._most[0]), Pool("read", reading, self._most[1])]

    async def close(self) -> None:
        """Give every connection back."""
        if self._reads is not None:
            await self._reads.close()
        await self._engine.dispose()


async def bare(session: AsyncSession) -> Connection:
    """The asyncpg connection under a session, inside its transaction: for COPY and for statements of the read path."""
    connection = await session.connection()
    # SQLAlchemy's driver begins with its first statement, and would not see those that go past it.
    await connection.execute(_FIRST)
    return (await connection.get_raw_connection()).driver_connection
