"""Whole lists as files, over a real server: slow readers, and readers that go away."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
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
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = server.force_exit = True
            await serving


@pytest.fixture
async def filled(databases: Databases) -> AsyncIterator[Served]:
    few = {"read_connections": 2, "statement_seconds": 1, "connection_seconds": 0.5}
    async with databases.copy(SERVICE) as url, live(SERVICE, url, **few) as running:
        # On a connection of its own: the service's may take only a second.
        connection = await asyncpg.connect(url)
        await connection.execute(FILL, ROWS)
        await connection.close()
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
    complaints: list[str] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: complaints.append(f"{context['message']} {context.get('exception')!r}")
    )
    async with on_a_port(filled) as port:
        for _ in range(4):
            async with stopped_reader(port, form):
                await asyncio.sleep(0.05)
        await none_left(filled)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=bearer("icb:QWO")) as client:
            assert (await client.get("/v1/icbs")).status_code == 200
    gc.collect()
    asyncio.get_running_loop().set_exception_handler(None)
    assert complaints == []


async def test_an_export_leaves_its_connection_as_it_was(filled: Served):
    for form in ("csv", "ndjson"):
        whole = await filled.as_("icb:QWO").get("/v1/icbs", params={"format": form})
        assert whole.status_code == 200
    for _ in range(2):
        async with filled.database.reading() as one, filled.database.reading() as other:
            for connection in (one, other):
                assert await connection.fetchval("show statement_timeout") == "1s"


@pytest.mark.parametrize("error", [ValueError, asyncio.CancelledError])
async def test_a_connection_that_keeps_the_time_of_an_export_serves_no_one_else(filled: Served, error):
    kept: list[int] = []

    async def cut_short() -> None:
        async with filled.database.exporting() as connection:
            assert await connection.fetchval("show statement_timeout") == "10min"
            kept.append(connection.get_server_pid())
            raise error

    for _ in range(3):
        with pytest.raises(error):
            await cut_short()
    assert len(set(kept)) == 3
    async with filled.database.reading() as one, filled.database.reading() as other:
        for connection in (one, other):
            assert connection.get_server_pid() not in kept
            assert await connection.fetchval("show statement_timeout") == "1s"


async def test_a_slow_reader_gets_the_whole_list_however_long_a_statement_may_take(filled: Served):
    async with on_a_port(filled) as port, stopped_reader(port, "ndjson") as reader:
        await asyncio.sleep(1.5)
        rest = b"".join([piece async for piece in pieces(reader)])
    assert rest.count(b'{"id"') == ROWS
    assert rest.endswith(b"0\r\n\r\n")


async def pieces(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while piece := await reader.read(65_536):
        yield piece


async def test_readers_that_do_not_read_leave_connections_for_the_others(filled: Served):
    others = filled.as_("icb:QWO")
    async with on_a_port(filled) as port, stopped_reader(port):
        second = await others.get(PATH, params={"format": "csv"})
        assert (second.status_code, second.headers["retry-after"]) == (503, "5")
        assert (await others.get("/v1/icbs")).status_code == 200
