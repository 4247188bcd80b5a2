"""Applications of this process over real connections, for followers that are processes of their own."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.support.tokens import EVERYTHING, token_for


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # signals are for whoever runs the tests


@asynccontextmanager
async def listening(app: Starlette) -> AsyncIterator[str]:
    """The address at which this application is served meanwhile."""
    server = _Server(uvicorn.Config(app, port=0, lifespan="off", log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        # As a service is stopped: long polls are told, also those of callers that are gone, and waited for.
        if (wakeup := getattr(app.state, "wakeup", None)) is not None:
            wakeup.closing = True
            wakeup.call()
        server.should_exit = True
        await serving


def issuer(organisation: str) -> Starlette:
    """Gives this organisation a token, whoever asks."""

    async def token(_request: Request) -> JSONResponse:
        body = {"access_token": token_for(organisation, EVERYTHING), "expires_in": 3600, "token_type": "Bearer"}
        return JSONResponse(body)

    return Starlette(routes=[Route("/token", token, methods=["POST"])])
