"""A service as a process of its own: how it starts, and how it ends."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import time_machine

from services.partnership_api.main import SERVICE
from shared.kit.app import create_app
from shared.kit.heartbeat import Heartbeat
from shared.kit.server import Server
from tests.support.databases import Databases
from tests.support.issuer import issuer
from tests.support.network import Network
from tests.support.settings import settings_for
from tests.support.tokens import bearer


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def environment(url: str, port: int, keys: str, more: dict[str, str]) -> dict[str, str]:
    return os.environ | more | {
        "PINS_DATABASE_URL": url, "PINS_PORT": str(port), "PINS_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PINS_ISSUER": "http://issuer.test", "PINS_AUDIENCE": "pins", "PINS_JWKS_URL": keys,
        "PINS_TOKEN_URL": "http://issuer.test/token",
    }  # fmt: skip


@asynccontextmanager
async def running(url: str, port: int, keys: str, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    command = (sys.executable, "-m", "services.partnership_api", "serve")
    environ = environment(url, port, keys, more)
    process = await asyncio.create_subprocess_exec(
        *command, env=environ, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            ready = False
            while not ready:
                assert process.returncode is None
                try:
                    ready = (await client.get("/health/ready")).status_code == 200
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_a_service_that_is_told_to_end_sends_long_polls_home_and_ends_within_seconds(databases: Databases):
    port = free_port()
    async with databases.copy(SERVICE) as url, issuer() as keys, running(url, port, keys) as process:
        async with httpx.AsyncClient(headers=bearer("national:dfe"), timeout=40) as client:
            feed = f"http://127.0.0.1:{port}/v1/events"
            after = (await client.get(feed, params={"after": "latest"})).headers["X-Next-Cursor"]
            polling = asyncio.create_task(client.get(feed, params={"after": after, "wait": "30"}))
            await asyncio.sleep(0.5)
            assert not polling.done()
            process.send_signal(signal.SIGTERM)
            assert (await asyncio.wait_for(polling, 10)).status_code == 200
        await asyncio.wait_for(process.wait(), 10)


async def healthy(what: str, **told: str) -> int:
    """What a container's health check says: 0 is well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "shared.kit.healthy", what, env=os.environ | told, stderr=asyncio.subprocess.DEVNULL
    )
    return await process.wait()


async def test_a_service_that_drains_is_not_ready_and_goes_on_answering_each_connection_once_more(databases: Databases):
    port = free_port()
    async with databases.copy(SERVICE) as url, issuer() as keys:
        # Longer than the test: only being told a second time ends it sooner.
        draining = running(url, port, keys, PINS_DRAIN_SECONDS="600")
        client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=bearer("national:dfe"), timeout=60)
        async with draining as process, client:
            assert await healthy("serve", PINS_PORT=str(port)) == 0
            process.send_signal(signal.SIGTERM)
            while (ready := await client.get("/health/ready")).status_code == 200:
                await asyncio.sleep(0.01)
            assert (ready.status_code, ready.json()["status"]) == (503, "not_ready")
            answer = await client.get("/v1/parent-carer-groups")
            assert (answer.status_code, answer.headers["Connection"]) == (200, "close")
            assert await healthy("serve", PINS_PORT=str(port)) == 0
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 60)
    assert await healthy("serve", PINS_PORT=str(port)) == 1


async def test_a_subscriber_is_well_for_as_long_as_its_heartbeat_is_young(tmp_path: Path):
    file = tmp_path / "heartbeat"
    assert await healthy("subscribe", PINS_HEARTBEAT_FILE=str(file)) == 1
    Heartbeat(file, ("partnership",))
    assert await healthy("subscribe", PINS_HEARTBEAT_FILE=str(file)) == 0
    os.utime(file, (0, 0))
    assert await healthy("subscribe", PINS_HEARTBEAT_FILE=str(file)) == 1


def test_a_heartbeat_is_as_old_as_the_follower_that_was_longest_silent(tmp_path: Path):
    file = tmp_path / "heartbeat"
    with time_machine.travel(1_000_000, tick=False) as clock:
        heartbeat = Heartbeat(file, ("partnership", "assessment"))
        clock.shift(300)
        heartbeat.beat("partnership")
        assert file.stat().st_mtime == 1_000_000
        heartbeat.beat("assessment")
        assert file.stat().st_mtime == 1_000_300


@pytest.mark.parametrize(("trusted", "answers"), [("", [401, 429, 429]), ("10.0.0.0/8", [401, 429, 401])])
async def test_failed_logins_are_counted_for_the_address_that_a_trusted_gateway_names(
    databases: Databases, trusted: str, answers: list[int]
):
    async with databases.copy(SERVICE) as url:
        settings = settings_for(SERVICE, url, trusted_proxies=trusted, failed_logins_per_minute=1)
        app = create_app(SERVICE, settings, transport=Network())
        config = Server(app, settings).config
        config.load()
        gateway = httpx.ASGITransport(app=config.loaded_app, client=("10.0.0.7", 40_000))
        async with httpx.AsyncClient(transport=gateway, base_url="http://partnership.test") as client:
            answered = [
                await client.get(
                    "/v1/parent-carer-groups",
                    headers={"Authorization": "Bearer none", "X-Forwarded-For": f"10.9.9.9, {address}"},
                )
                for address in ("203.0.113.1", "203.0.113.1", "203.0.113.2")
            ]
        await app.state.database.close()
        await app.state.client.aclose()
    assert [each.status_code for each in answered] == answers


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
