"""The issuer of the tests over a real connection, for services that are processes of their own."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.local import tokens
from tests.support.tokens import KEY


@asynccontextmanager
async def issuer() -> AsyncIterator[str]:
    """The address of its keys."""
    body = json.dumps({"keys": [tokens.public_jwk(KEY)]}).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/jwks.json"
