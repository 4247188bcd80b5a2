"""A service as a process of its own: how it starts, and how it ends."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from deploy.local import tokens
from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.tokens import KEY, bearer


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def environment(url: str, port: int, keys: str) -> dict[str, str]:
    return os.environ | {
        "PINS_DATABASE_URL": url, "PINS_PORT": str(port), "PINS_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PINS_ISSUER": "http://issuer.test", "PINS_AUDIENCE": "pins", "PINS_JWKS_URL": keys,
        "PINS_TOKEN_URL": "http://issuer.test/token",
    }  # fmt: skip


@asynccontextmanager
async def running(url: str, port: int, keys: str) -> AsyncIterator[asyncio.subprocess.Process]:
    command = (sys.executable, "-m", "services.partnership_api", "serve")
    process = await asyncio.create_subprocess_exec(
        *command, env=environment(url, port, keys), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            for _ in range(200):
                try:
                    if (await client.get("/health/ready")).status_code == 200:
                        break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def key_server() -> AsyncIterator[str]:
    """The issuer's keys over a real connection, for a service that is a process of its own."""
    body = json.dumps({"keys": [tokens.public_jwk(KEY)]}).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/jwks.json"


async def test_a_service_that_is_told_to_end_sends_long_polls_home_and_ends_within_seconds(databases: Databases):
    port = free_port()
    async with databases.copy(SERVICE) as url, key_server() as keys, running(url, port, keys) as process:
        async with httpx.AsyncClient(headers=bearer("national:dfe"), timeout=40) as client:
            feed = f"http://127.0.0.1:{port}/v1/events"
            after = (await client.get(feed, params={"after": "latest"})).headers["X-Next-Cursor"]
            polling = asyncio.create_task(client.get(feed, params={"after": after, "wait": "30"}))
            await asyncio.sleep(0.5)
            assert not polling.done()
            process.send_signal(signal.SIGTERM)
            assert (await asyncio.wait_for(polling, 10)).status_code == 200
        await asyncio.wait_for(process.wait(), 10)


async def test_a_missing_setting_stops_the_start_with_one_line_that_names_it():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINS_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.partnership_api", "serve",
        env=kept | {"PINS_PORT": "none"}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await process.communicate()
    assert process.returncode == 1
    [line] = said.decode().splitlines()
    assert "PINS_DATABASE_URL: field required" in line
    assert "PINS_PORT: input should be a valid integer" in line
