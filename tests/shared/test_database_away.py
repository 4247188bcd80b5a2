import asyncio
import json

import asyncpg
import pytest

from services.partnership_api.main import SERVICE
from shared.kit import logging
from shared.kit.app import create_app
from shared.kit.db import PooledDatabase
from tests.support.network import Network
from tests.support.serving import Served
from tests.support.settings import settings_for

NOBODY_LISTENS = "postgresql://nobody:nothing@127.0.0.1:9/none"
GROUP = {"name": "Kirklees Parent Carer Forum", "kind": "forum", "la_codes": ["382"]}


class Sink:
    def __init__(self) -> None:
        self.lines: list[dict[str, object]] = []

    def write(self, data: bytes) -> None:
        self.lines.extend(json.loads(line) for line in data.splitlines())

    def flush(self) -> None:
        """Nothing is held back."""


@pytest.fixture
def lines():
    sink = Sink()
    logging.configure("WARNING", "tests", sink)
    yield sink.lines
    logging.configure("ERROR", "tests")


async def test_why_an_answer_was_503_stands_in_the_log_without_the_address(lines):
    network, settings = Network(), settings_for(SERVICE, NOBODY_LISTENS)
    app = create_app(SERVICE, settings, database=PooledDatabase(settings), transport=network)
    network.add("partnership.test", app)
    away = Served(SERVICE, app, network, app.state.database)
    for answer in (
        await away.as_("icb:QWO").get("/v1/icbs"),
        await away.as_("icb:QWO").post("/v1/parent-carer-groups", json=GROUP),
    ):
        assert answer.status_code == 503
        [line] = [each for each in lines if each["request_id"] == answer.headers["x-request-id"]]
        assert (line["event"], line["error"]) == ("database_away", "ConnectionRefusedError")
        assert "nobody" not in json.dumps(line)
        assert "nobody" not in answer.text


async def test_without_its_database_a_service_says_so_and_lives():
    network, settings = Network(), settings_for(SERVICE, NOBODY_LISTENS)
    app = create_app(SERVICE, settings, database=PooledDatabase(settings), transport=network)
    network.add("partnership.test", app)
    away = Served(SERVICE, app, network, app.state.database)
    client = away.as_("icb:QWO")
    for answer in (
        await client.get("/v1/icbs"),
        await client.get("/v1/icbs?format=csv"),
        await client.get("/v1/icbs/QWO"),
        await client.get("/v1/events"),
        await client.post("/v1/parent-carer-groups", json=GROUP),
    ):
        assert answer.status_code == 503, answer.text
        assert answer.headers["retry-after"]
        assert answer.json()["type"].endswith("/problems/unavailable")
    assert (await client.get("/health/live")).status_code == 200
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]) == (503, {"database_and_migrations": "failed"})
    for each in away.clients:
        await each.aclose()
    await app.state.client.aclose()
    await app.state.database.close()


async def test_connections_that_the_server_ends_are_answered_or_refused_as_away(lasting: Served):
    board = lasting.as_("icb:QWO")
    reading = [asyncio.create_task(board.get("/v1/icbs")) for _ in range(20)]
    url = str(lasting.app.state.settings.database_url)
    ending = await asyncpg.connect(url)
    for _ in range(5):
        await ending.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    await ending.close()
    assert {answer.status_code for answer in await asyncio.gather(*reading)} <= {200, 503}
    async with asyncio.timeout(60):
        while (await board.get("/v1/icbs")).status_code != 200:
            await asyncio.sleep(0.05)
