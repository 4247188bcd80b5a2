"""Applications of this process served over real HTTP, for browsers and clients that are processes of their own."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Literal

import uvicorn

from shared.kit.connections import Connection


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # signals are for whoever runs the tests


def a_port(port: int = 0) -> tuple[socket.socket, str]:
    """A port to listen at, and its address: known before the application that is told it."""
    at = socket.socket()
    at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    at.bind(("127.0.0.1", port))
    at.listen(64)
    return at, f"http://127.0.0.1:{at.getsockname()[1]}"


@asynccontextmanager
async def served_at(at: socket.socket, app: Any, lifespan: Literal["on", "off"] = "off") -> AsyncIterator[None]:
    """An application that answers at a port until the end; without `lifespan`, that is somebody else's."""
    config = uvicorn.Config(
        app, http=Connection, log_config=None, access_log=False, lifespan=lifespan, timeout_graceful_shutdown=2
    )
    server = _Server(config)
    with at:
        serving = asyncio.create_task(server.serve(sockets=[at]))
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield
        finally:
            # As a service is stopped: long polls are told, also those of callers that are gone, and waited for.
            if (wakeup := getattr(getattr(app, "state", None), "wakeup", None)) is not None:
                wakeup.closing = True
                wakeup.call()
            server.should_exit = True
            await serving
            if wakeup is not None:
                wakeup.closing = False  # it may be served again


@asynccontextmanager
async def over_http(app: Any, port: int = 0) -> AsyncIterator[str]:
    """The address at which an application answers until the end; its lifespan is somebody else's."""
    at, address = a_port(port)
    async with served_at(at, app):
        yield address
