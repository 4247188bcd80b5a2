"""Reads that may be behind: from a copy of the database that follows it, and from the database when that is away.

Lists, whole lists and figures may be; never the feed, a read of one thing that its callers write, or a decision. An
answer from a copy says since when it may not know: all that was committed before that moment is in it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import TypeVar

import asyncpg
import structlog
from starlette.requests import Request

from shared.contracts.types import wire_time
from shared.kit.db import Connection, Database, PooledDatabase
from shared.kit.settings import Settings

log = structlog.get_logger()

AS_OF_HEADER = "X-As-Of"
Found = TypeVar("Found")
_AWAY_SECONDS = 5.0
_CONNECTION_SECONDS = 1.0
# What the copy has played back until now. On the database itself, which a copy becomes when it is promoted, it is null.
_AS_OF = "select pg_last_xact_replay_timestamp() as moment, clock_timestamp() - pg_last_xact_replay_timestamp() as lag"
_NOT_TO_BE_HAD = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_CUT_OFF = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


class ReplicaAway(Exception):
    """The copy cannot be read, or is further behind than is allowed."""


class Replica:
    """A copy of the database. One that failed, or is too far behind, is left in peace for some seconds."""

    def __init__(self, settings: Settings) -> None:
        changed = {"database_url": settings.read_database_url, "connection_seconds": _CONNECTION_SECONDS}
        self._copy = PooledDatabase(settings.model_copy(update=changed))
        self._longest = timedelta(seconds=settings.read_lag_seconds)
        self._not_before = self._had_at = 0.0

    @asynccontextmanager
    async def reading(self, *, whole: bool = False) -> AsyncIterator[tuple[Connection, datetime]]:
        """A connection for one read, and the moment up to which everything is there; ReplicaAway when there is none."""
        if monotonic() < self._not_before:
            raise ReplicaAway
        had = False
        try:
            async with self._copy.exporting() if whole else self._copy.reading() as connection:
                as_of = await self._stands_at(connection)
                had, self._had_at = True, monotonic()
                yield connection, as_of
        except asyncpg.SerializationError as conflict:  # with what the copy plays back; the next read may well be had
            raise ReplicaAway from conflict
        except _NOT_TO_BE_HAD as error:
            # What is wrong with the read itself (a ValueError is the driver's word for that) is so on the database too.
            if had and (isinstance(error, ValueError) or not isinstance(error, _CUT_OFF)):
                raise
            # Who waited for a connection while others had theirs has met a busy copy, and no dead one.
            if not (isinstance(error, TimeoutError) and monotonic() - self._had_at < _AWAY_SECONDS):
                self._leave("replica_away", error=type(error).__name__)
            raise ReplicaAway from error

    async def _stands_at(self, connection: Connection) -> datetime:
        stands = await connection.fetchrow(_AS_OF)
        if stands["moment"] is None or stands["lag"] > self._longest:
            # No warning: a database in which nothing happens leaves its copy looking old too.
            self._not_before = monotonic() + _AWAY_SECONDS
            raise ReplicaAway
        moment: datetime = stands["moment"]
        return moment

    def _leave(self, event: str, **more: str) -> None:
        self._not_before = monotonic() + _AWAY_SECONDS
        log.warning(event, **more)

    async def close(self) -> None:
        """Give every connection back."""
        await self._copy.close()


@dataclass(frozen=True)
class MayLag:
    """Where one request reads what may be behind."""

    database: Database
    replica: Replica | None

    async def read(self, work: Callable[[Connection], Awaitable[Found]]) -> tuple[Found, dict[str, str]]:
        """What `work` finds, and the headers that say from when it is."""
        if self.replica is not None:
            try:
                async with self.replica.reading() as (connection, as_of):
                    return await work(connection), headers_of(as_of)
            except ReplicaAway:
                pass
        async with self.database.reading() as connection:
            return await work(connection), {}


def for_request(request: Request) -> MayLag:
    """Where this request reads: a caller who must have the newest says `Cache-Control: no-cache`.

    What changed since a moment is asked of the database itself too: a copy would leave out what it does not know yet,
    and who goes on from that moment would never be told.
    """
    wants_newest = "no-cache" in request.headers.get("cache-control", "") or "updated_since" in request.query_params
    replica: Replica | None = None if wants_newest else request.app.state.replica
    return MayLag(request.app.state.database, replica)


def headers_of(as_of: datetime) -> dict[str, str]:
    """How an answer says that it is from a copy."""
    return {AS_OF_HEADER: wire_time(as_of)}
