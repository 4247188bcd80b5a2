"""Of several replicas of a process one works, the others stand by and take over when it is gone.

The lease is a lock of the database that belongs to a connection: it opens no transaction, so it holds no feed back. A
holder that is killed loses it at once; one that is paused, or whose machine is gone, loses it when the server has heard
nothing from it for a while. It saves double work and is not what keeps the work single: a holder that was paused may
go on for a moment when another has the lease, and what it would write is refused by the cursor (`kit/subscriber.py`).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Never

import asyncpg
import structlog

log = structlog.get_logger()

LOCK = 7_236_999
"""Of the followers, in the service's own database."""

_TELL_SECONDS = 2.0
_LOOK_SECONDS = 1.0
_LEASE_SECONDS = 10
_SILENCE: dict[str, str] = {
    "application_name": "pins follower",
    "idle_session_timeout": f"{_LEASE_SECONDS}s",
    # For a machine that is gone: nothing but this tells the server.
    "tcp_user_timeout": f"{_LEASE_SECONDS}s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
_LOST = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

Work = Callable[[], Coroutine[Any, Any, None]]
Waiting = Callable[[], None]


async def alone(dsn: str, work: Work, waiting: Waiting = lambda: None) -> Never:
    """Do the work for as long as the lease is held, stand by when it is not. Cancel it to stop.

    `waiting` is called again and again while another holds it: who stands by is well, and says so.
    """
    while True:
        try:
            async with _connection(dsn) as connection:
                await _obtain(connection, waiting)
                log.info("lease_taken")
                await _while_held(work(), lambda: connection.execute("select 1", timeout=_TELL_SECONDS))
        except _LOST as error:
            log.warning("lease_lost", error=type(error).__name__)
        waiting()
        await asyncio.sleep(_LOOK_SECONDS)


@contextlib.asynccontextmanager
async def _connection(dsn: str) -> Any:
    connection = await asyncpg.connect(dsn, timeout=_TELL_SECONDS, server_settings=_SILENCE)
    try:
        yield connection
    finally:
        # Whatever state it is in: the lock is let go with it.
        connection.terminate()


async def _obtain(connection: asyncpg.Connection, waiting: Waiting) -> None:
    # Asked for again and again: a statement that waits would keep a snapshot, and with it what vacuum clears away.
    while not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK, timeout=_TELL_SECONDS):
        waiting()
        await asyncio.sleep(_LOOK_SECONDS)


async def _while_held(work: Coroutine[Any, Any, None], tell: Callable[[], Awaitable[object]]) -> None:
    working = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({working}, timeout=_TELL_SECONDS))[0]:
            await tell()
        await working
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
