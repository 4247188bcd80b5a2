"""Whole lists as files, over a real server: slow readers, and readers that go away."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from services.partnership_api.main import SERVICE
from shared.kit.db import bare
from tests.support.databases import Databases
from tests.support.serving import Served, live
from tests.support.tokens import bearer

ROWS = 60_000
PATH = "/v1/parent-carer-groups"
FILL = """
insert into parent_carer_groups (id, name, kind, la_codes, version, created_at, updated_at)
select gen_random_uuid(), repeat('n', 180) || n, 'forum', '{382}', 1, now(), now() from generate_series(1, $1) as n
"""


@asynccontextmanager
async def on_a_port(served: Served) -> AsyncIterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(served.app, lifespan="off", log_config=None, access_log=False))
        serving = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        await serving


@pytest.fixture
async def filled(databases: Databases) -> AsyncIterator[Served]:
    async with databases.copy(SERVICE) as url, live(SERVICE, url, read_connections=2, statement_seconds=1) as running:
        async with running.database.transaction() as session:
            await (await bare(session)).execute(FILL, ROWS)
        yield running


@asynccontextmanager
async def stopped_reader(port: int, form: str = "csv") -> AsyncIterator[asyncio.StreamReader]:
    """A reader that asks for everything, and takes no more than the first bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    head = f"GET {PATH}?format={form} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    writer.write((head + f"Authorization: {bearer('icb:QWO')['Authorization']}\r\n\r\n").encode())
    assert b"200 OK" in await reader.readline()
    yield reader
    writer.close()


async def copies(served: Served) -> int:
    async with served.database.transaction() as session:
        number: int = await (await bare(session)).fetchval(
            "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'copy%'"
            " and state = 'active'"
        )
        return number


async def none_left(served: Served) -> None:
    async with asyncio.timeout(5):
        while await copies(served):
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("form", ["csv", "ndjson"])
async def test_a_reader_that_goes_away_gives_its_connection_back(filled: Served, form: str):
    async with on_a_port(filled) as port:
        for _ in range(4):
            async with stopped_reader(port, form):
                await asyncio.sleep(0.05)
        await none_left(filled)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=bearer("icb:QWO")) as client:
            assert (await client.get("/v1/icbs")).status_code == 200


async def test_a_slow_reader_gets_the_whole_list_however_long_a_statement_may_take(filled: Served):
    async with on_a_port(filled) as port, stopped_reader(port, "ndjson") as reader:
        await asyncio.sleep(1.5)
        rest = b"".join([piece async for piece in pieces(reader)])
    assert rest.count(b'{"id"') == ROWS
    assert rest.endswith(b"0\r\n\r\n")


async def pieces(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while piece := await reader.read(65_536):
        yield piece
