"""A gateway in front of the replicas of a service: it sends new connections to those that say they are ready.

It is as simple as can be, and mends nothing: a connection that a replica refuses or breaks is broken for the caller.
Only while no replica is ready does a caller wait.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Sequence
from itertools import count
from typing import Any

import httpx

_LOOK_SECONDS = 0.2
_PIECE = 65_536


class Gateway:
    """By the port of each replica, whether it was ready when it was last asked."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ready = dict.fromkeys(ports, False)
        self._turns = count()

    async def look(self, port: int) -> None:
        """Ask a replica again and again, on a new connection each time."""
        while True:
            try:
                async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
                    answer = await client.get(f"http://127.0.0.1:{port}/health/ready")
                self.ready[port] = answer.status_code == 200
            except httpx.TimeoutException:
                pass  # a busy machine says nothing new
            except httpx.HTTPError:
                self.ready[port] = False
            await asyncio.sleep(_LOOK_SECONDS)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One caller's connection, to the replica whose turn it is."""
        with contextlib.closing(writer), contextlib.suppress(OSError):
            while not (ports := [port for port, ready in self.ready.items() if ready]):
                await asyncio.sleep(_LOOK_SECONDS)
            behind = await asyncio.open_connection("127.0.0.1", ports[next(self._turns) % len(ports)])
            with contextlib.closing(behind[1]):
                await _either(_pass_on(reader, behind[1]), _pass_on(behind[0], writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()


async def _either(*ways: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def gateway(ports: Sequence[int]) -> AsyncIterator[tuple[Gateway, str]]:
    """A gateway to these ports, and its address."""
    made = Gateway(ports)
    looking = [asyncio.create_task(made.look(port)) for port in ports]
    server = await asyncio.start_server(made.carry, "127.0.0.1", 0)
    try:
        yield made, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
