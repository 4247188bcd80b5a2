"""Killed at random points, for real: what catches up, and what is rebuilt, end as if nothing had happened."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random, SystemRandom
from time import monotonic

import asyncpg
import httpx
from sqlalchemy import text

from deploy.local import issuer
from services.reporting_api.main import SERVICE
from shared.contracts.event import Event
from shared.kit.commands import rebuild
from tests.reporting_api import facts
from tests.reporting_api.feeds import SOURCES, Followed, followed
from tests.reporting_api.histories import at_once
from tests.reporting_api.reports import year_of_quarters
from tests.reporting_api.tables import Tables, tables
from tests.support.databases import Databases
from tests.support.over_http import over_http
from tests.support.settings import settings_for
from tests.support.tokens import AUDIENCE, ISSUER, KEY
from tests.support.warm import Warm, warm

SECRET = "a secret of the tests"
KILLS = 100
PROJECTS = 9
KILLS_OF_A_REBUILD = 12
_REPORTS = """
    select jsonb_agg(to_jsonb(r) - '{id,created_at,updated_at}'::text[] order by project_id, quarter)::text,
      (select count(*) from events where type = 'reporting.quarterly-report.begun')
    from quarterly_reports r
"""


def _random() -> Random:
    seed = SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 (shown when the test fails)
    return Random(seed)


@asynccontextmanager
async def _process(running: Followed, stack: AsyncExitStack, batch: int) -> AsyncIterator[Warm]:
    """A process that runs verbs of reporting_api, on the database of `running` and with its owners' real feeds."""
    environment = {
        "PINS_DATABASE_URL": str(running.served.app.state.settings.database_url),
        "PINS_PUBLIC_URL": "http://reporting.test",
        "PINS_ISSUER": ISSUER,
        "PINS_AUDIENCE": AUDIENCE,
        "PINS_JWKS_URL": f"{ISSUER}/jwks.json",
        "PINS_TOKEN_URL": await stack.enter_async_context(over_http(issuer.create_app(KEY, SECRET, ISSUER))) + "/token",
        "PINS_CLIENT_ID": "service:reporting",
        "PINS_CLIENT_SECRET": SECRET,
        "PINS_CONNECTION_SECONDS": "60",
        "PINS_LOG_LEVEL": "ERROR",
    }
    for name in SOURCES:
        app = running.served.network.hosts[f"{name}.test"].app
        environment[f"PINS_{name.upper()}_URL"] = await stack.enter_async_context(over_http(app))
    async with warm(SERVICE, environment, batch) as process:
        yield process


@asynccontextmanager
async def _stopped(databases: Databases, told: list[Event], batch: int) -> AsyncIterator[tuple[Followed, Warm]]:
    """Owners that said all this, and a reporting_api that has heard nothing of it, whose processes can be killed."""
    async with followed(databases) as running, AsyncExitStack() as stack:
        process = await stack.enter_async_context(_process(running, stack, batch))
        await running.announce(told)
        yield running, process


async def _applied(running: Followed) -> Mapping[str, int]:
    return {source: await running.applied(source) for source in SOURCES}


async def _rebuilt(databases: Databases, running: Followed) -> tuple[Tables, tuple]:
    """What a fresh database has after a rebuild from the same feeds."""
    async with databases.copy(SERVICE) as url, httpx.AsyncClient(transport=running.served.network) as client:
        await rebuild(SERVICE, settings_for(SERVICE, url), client, lambda _line: None)
        connection = await asyncpg.connect(url)
        try:
            return await tables(connection), tuple(await connection.fetchrow(_REPORTS))
        finally:
            await connection.close()


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def _all_applied(running: Followed) -> int:
    async with running.served.database.reading() as connection:
        return int(await connection.fetchval("select coalesce(sum(applied), 0) from consumer_cursors"))


async def _kill_while_it_catches_up(running: Followed, process: Warm, random: Random, total: int) -> list[int]:
    """How much was applied after each of the kills, which are spread over four fifths of it, however fast it is.

    Where more is due, it is killed soon after it got on; else anywhere in the time in which it did so before.
    """
    usual, after = 0.3, [0]
    for number in range(1, KILLS + 1):
        child = await process.start("subscribe")
        if after[-1] / total < 0.8 * number / KILLS:
            async with asyncio.timeout(60):
                begun = monotonic()
                while await _all_applied(running) == after[-1]:
                    await asyncio.sleep(0.03)
            usual = (usual + monotonic() - begun) / 2
            await asyncio.sleep(random.random() / 20)
        else:
            await asyncio.sleep(random.random() * usual)
        assert await process.kill() == -9
        assert not _is_there(child)
        after.append(await _all_applied(running))
    return after


async def test_catching_up_and_killed_a_hundred_times_it_equals_a_fresh_rebuild(databases: Databases):
    random = _random()
    told = [facts.evaluator("kantar"), *at_once(random, year_of_quarters(), projects=PROJECTS, schools=11)]
    numbers = Counter(facts.source_of(event) for event in told)
    async with _stopped(databases, told, batch=20) as (running, process):
        after = await _kill_while_it_catches_up(running, process, random, len(told))
        assert after[-1] < len(told)
        assert len(set(after)) > KILLS / 10
        child = await process.start("subscribe")
        async with asyncio.timeout(60):
            while await _applied(running) != numbers:
                await asyncio.sleep(0.05)
        assert await process.kill() == -9
        async with running.served.database.reading() as connection:
            ended = await tables(connection), tuple(await connection.fetchrow(_REPORTS))
        assert ended == await _rebuilt(databases, running)
        left = [await process.start("subscribe"), process.process.pid]
    assert ended[1][1] == 4 * PROJECTS
    assert all(ended[0].values())
    assert [each for each in (child, *left) if _is_there(each)] == []


async def test_a_rebuild_that_is_killed_changes_nothing_and_the_next_one_is_whole(databases: Databases):
    random = _random()
    told = at_once(random, year_of_quarters(), projects=3, schools=6)
    async with _stopped(databases, told, batch=100) as (running, process):
        await running.catch_up_with(Counter(facts.source_of(event) for event in told))
        right = await running.tables()
        longest, untouched = 1.0, 0
        for _ in range(KILLS_OF_A_REBUILD):
            async with running.served.database.transaction() as session:
                await session.execute(text("update projects set name = 'Spoilt'"))
            spoilt, cursors = await running.tables(), await _applied(running)
            await process.start("rebuild")
            await asyncio.sleep(random.random() * longest)
            killed = await process.kill() == -9
            longest *= 1.1 if killed else 0.5
            served = await running.tables()
            untouched += served == spoilt
            # One that is killed may have changed everything over already, and been about to say so.
            assert served == right or (killed and served == spoilt)
            assert await _applied(running) == cursors
        assert untouched > KILLS_OF_A_REBUILD / 3
        await process.start("rebuild")
        assert await process.wait() == 0
        assert await running.tables() == right
