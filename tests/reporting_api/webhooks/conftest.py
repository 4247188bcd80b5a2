"""reporting_api with webhooks, a project owner with a real feed, and receivers on this machine."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, text

from services.reporting_api.main import SERVICE
from services.reporting_api.webhooks import listening
from services.reporting_api.webhooks.delivering import Sender
from shared.contracts.event import Event
from shared.kit.app import create_app
from shared.kit.db import PooledDatabase
from shared.kit.hearing import Hearing
from shared.kit.outbox import values_of
from shared.kit.service import Service
from shared.kit.tables import events
from tests.reporting_api.feeds import owner
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served
from tests.support.settings import settings_for

KEY = Fernet.generate_key().decode()
LOOPBACK = "127.0.0.0/8"
Resource = dict[str, Any]
Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Received:
    """A message as it came over the wire."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A receiver on this machine, which answers each message with the next of its answers, then with the last."""

    answers: list[bytes | float]
    received: list[Received] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.received]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        self.received.append(Received(headers, await reader.readexactly(int(headers["content-length"]))))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        try:
            if isinstance(answer, bytes):
                writer.write(answer)
            else:  # it trickles a byte now and then, and never comes to an end
                for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000:
                    if reader.at_eof():
                        break
                    writer.write(bytes([byte]))
                    await asyncio.sleep(answer)
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


def status(code: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} X", "Content-Length: 0", *headers, "", ""]).encode()


@asynccontextmanager
async def receiving(*answers: bytes | float) -> AsyncIterator[Receiver]:
    """A receiver for as long as the block goes on."""
    receiver = Receiver(list(answers) or [status(204)])
    server = await asyncio.start_server(receiver.talk, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


@dataclass
class Webhooks:
    """reporting_api whose listening and sending happen when a test says so, and the owner of projects."""

    served: Served
    owner: Served

    @property
    def database(self) -> PooledDatabase:
        database = self.served.database
        assert isinstance(database, PooledDatabase)
        return database

    @cached_property
    def sender(self) -> Sender:
        return Sender(self.database, self.served.app.state.settings)

    def as_(self, organisation: str) -> httpx.AsyncClient:
        return self.served.as_(organisation)

    async def make(self, organisation: str, url: str, *types: str) -> Resource:
        body = {"url": url, "description": "Our inbox", "types": types or ("partnership.*",)}
        answer = await self.as_(organisation).post("/v1/webhooks", json=body)
        assert answer.status_code == 201, answer.text
        made: Resource = answer.json()
        return made

    async def get(self, organisation: str, path: str) -> Resource:
        answer = await self.as_(organisation).get(path)
        assert answer.status_code == 200, answer.text
        found: Resource = answer.json()
        return found

    async def messages(self, organisation: str, **filters: str) -> list[Resource]:
        answer = await self.as_(organisation).get("/v1/webhook-deliveries", params=filters)
        assert answer.status_code == 200, answer.text
        found: list[Resource] = answer.json()["items"]
        return found

    async def announce(self, *told: Event, by: Served | None = None) -> None:
        async with (by or self.owner).database.transaction() as session:
            await session.execute(insert(events), [values_of(event, "national:dfe") for event in told])

    async def hear(self, *sources: str) -> int:
        """Until nothing is left to hear. A transaction that is ending can hold a feed back for a moment."""
        state, heard = self.served.app.state, 0
        for source in sources or ("partnership", "reporting"):
            ask = listening.ask_of(self.database, Hearing(state.client, state.settings), source, wait=0)
            while told := await listening.step(self.database, source, ask):
                heard += told
        return heard

    async def send(self) -> int:
        """One round: everything that is due, at once."""
        claimed = await self.sender.claim()
        await asyncio.gather(*(self.sender.send(each) for each in claimed))
        return len(claimed)

    async def send_all(self) -> None:
        while await self.send():
            pass

    async def let_time_pass(self) -> None:
        """Until every next attempt is due and every lease is over."""
        change = "update webhook_deliveries set next_attempt_at = now(), claimed_until = null where status = 'pending'"
        async with self.database.transaction() as session:
            await session.execute(text(change))


EMPTY = "truncate webhooks, webhook_deliveries, webhook_sources, events, feed_floor, idempotency_keys"


@pytest.fixture(scope="module")
async def urls(databases: Databases) -> AsyncIterator[tuple[str, str]]:
    """Two throw-away databases for the tests of a file: making them takes longer than most of the tests."""
    async with databases.copy(SERVICE) as ours, databases.copy(SERVICE) as theirs:
        yield ours, theirs


@pytest.fixture
async def webhooks(urls: tuple[str, str]) -> AsyncIterator[Webhooks]:
    """Two services that really commit, with nothing in them, without what they do by themselves."""
    network = Network()
    chosen = {"webhook_keys": KEY, "webhook_allowed_networks": LOOPBACK, "webhook_seconds": 1}
    async with AsyncExitStack() as stack:

        async def running(service: Service, url: str) -> Served:
            settings = settings_for(service, url, **chosen)
            database = PooledDatabase(settings)
            app = create_app(service, settings, database=database, transport=network)
            network.add(f"{service.name}.test", app)
            stack.push_async_callback(database.close)
            stack.push_async_callback(app.state.client.aclose)
            async with database.transaction() as session:
                await session.execute(text(EMPTY))
            return Served(service, app, network, database)

        yield Webhooks(await running(SERVICE, urls[0]), await running(owner("partnership"), urls[1]))
