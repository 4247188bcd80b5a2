"""Waking long polls: one LISTEN connection per process hears that something was announced."""

import asyncio
import contextlib

import asyncpg

CHANNEL = "pins_events"
_RECONNECT_SECONDS = 2.0


class Wakeup:
    """Tells everyone who waits that there may be new events. Losing the connection only makes them slower."""

    def __init__(self) -> None:
        self.closing = False
        self._next = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def ticket(self) -> asyncio.Event:
        """Take one before looking; it is set when something is announced after that."""
        return self._next

    async def wait(self, ticket: asyncio.Event, seconds: float) -> None:
        """Until the ticket is called or the time is over."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await ticket.wait()

    def call(self) -> None:
        """Wake all who wait."""
        called, self._next = self._next, asyncio.Event()
        called.set()

    def start(self, dsn: str) -> None:
        """Begin to listen."""
        self._task = asyncio.create_task(self._listen(dsn))

    async def stop(self) -> None:
        """Send every long poll home and stop listening."""
        self.closing = True
        self.call()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _listen(self, dsn: str) -> None:
        while True:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await self._listen_once(dsn)
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _listen_once(self, dsn: str) -> None:
        connection = await asyncpg.connect(dsn, timeout=5, server_settings={"application_name": "pins wakeup"})
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, lambda *_: self.call())
            await lost.wait()
        finally:
            await connection.close(timeout=1)
