"""Following two feeds at once, one of them its own: no lost update, nothing twice, the same after a rebuild."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from random import Random

import pytest
from sqlalchemy import insert

from services.assessment_api.main import SERVICE
from services.assessment_api.summaries.facts import FIGURES
from services.reporting_api.main import SERVICE as REPORTING
from shared.contracts.event import Event
from shared.kit.commands import followers_of, rebuild
from shared.kit.outbox import values_of
from shared.kit.service import Service
from shared.kit.subscriber import Follower
from shared.kit.tables import events
from tests.assessment_api.analysis import facts
from tests.assessment_api.analysis.conftest import FOLLOW, Tables, tables
from tests.assessment_api.analysis.histories import expected, history
from tests.assessment_api.analysis.test_any_order import _COUNTED, england
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

# A service that has a feed and nothing else; every service's database has what that needs.
OWNER = Service("partnership", "x", "x", REPORTING.folder, REPORTING.metadata, routers=(), matrix={}, tags={})


@dataclass
class Followed:
    """assessment_api, what it follows, and its followers."""

    served: Served
    owner: Served
    followers: list[Follower]

    async def announce(self, told: Iterable[Event]) -> None:
        by_source: dict[str, list[Event]] = {}
        for event in told:
            by_source.setdefault(facts.source_of(event), []).append(event)
        for source, part in by_source.items():
            announcing = self.owner if source == "partnership" else self.served
            async with announcing.database.transaction() as session:
                await session.execute(insert(events), [values_of(event, "national:dfe") for event in part])

    async def applied(self, source: str) -> int:
        async with self.served.database.reading() as connection:
            found = await connection.fetchval("select applied from consumer_cursors where source = $1", source)
            return found or 0

    async def catch_up_with(self, numbers: Counter[str]) -> None:
        async with asyncio.timeout(60):
            for follower in self.followers:
                while await self.applied(follower.source) < numbers[follower.source]:
                    await follower.catch_up()

    async def tables(self) -> Tables:
        async with self.served.database.reading() as connection:
            return await tables(connection)


@asynccontextmanager
async def followed(databases: Databases) -> AsyncIterator[Followed]:
    async with AsyncExitStack() as stack:
        network = Network()
        owner_url = await stack.enter_async_context(databases.copy(REPORTING))
        url = await stack.enter_async_context(databases.copy(SERVICE))
        owner = await stack.enter_async_context(live(OWNER, owner_url, network))
        served = await stack.enter_async_context(live(SERVICE, url, network))
        followers = followers_of(SERVICE, served.app.state.settings, served.database, served.app.state.client)
        yield Followed(served, owner, followers)


async def _announce_in_pieces(running: Followed, random: Random, told: list[Event]) -> None:
    random.shuffle(told)
    while told:
        size = random.randrange(1, 20)
        await running.announce(told[:size])
        del told[:size]
        await asyncio.sleep(random.random() / 100)


async def _follow_with_accidents(running: Followed, follower: Follower, random: Random, number: int) -> None:
    """Step by step until so many events are applied; about every fourth step is killed somewhere in it."""
    while await running.applied(follower.source) < number:
        step = asyncio.create_task(follower.step(0))
        if random.random() < 0.25:
            await asyncio.sleep(random.random() / 20)
            step.cancel()
        with suppress(asyncio.CancelledError):
            await step


@pytest.mark.parametrize("seed", [1, 2])
async def test_two_feeds_at_once_with_followers_killed_end_as_a_sequential_rebuild_does(databases: Databases, seed):
    random = Random(seed)
    told = history(random, projects=3, schools=6)
    numbers = Counter(facts.source_of(event) for event in told)
    async with followed(databases) as running:
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            group.create_task(_announce_in_pieces(running, random, list(told)))
            # Two replicas of each follower, as when a new release starts before the old one has gone.
            for place, follower in enumerate(running.followers * 2):
                accidents = Random(seed + place)
                group.create_task(_follow_with_accidents(running, follower, accidents, numbers[follower.source]))
        raced = await running.tables()
        async with running.served.database.reading() as connection:
            sums = {figure.name: await england(connection, figure) for figure in _COUNTED}

        state = running.served.app.state
        await rebuild(SERVICE, state.settings, state.client, lambda _line: None)
        await running.catch_up_with(numbers)
        assert await running.tables() == raced
    assert sums == expected(told)


async def test_two_feeds_that_tell_of_one_school_at_once_both_count(databases: Databases):
    school = facts.school()
    async with followed(databases) as running:

        async def assessment_arrives() -> None:
            async with running.served.database.transaction() as session:
                submitted = facts.assessment(school, scores={"environment": 50.0})
                await FOLLOW["assessment"](session, facts.announced([submitted]))

        async with running.served.database.transaction() as first:
            await FOLLOW["partnership"](first, facts.announced([school]))
            second = asyncio.create_task(assessment_arrives())
            await asyncio.sleep(0.2)
            assert not second.done()
        await second
        shown = (await running.served.as_("national:dfe").get("/v1/analysis/nation")).json()
    assert [row["schools"] for row in shown["domains"]] == [1]
    assert [row["submitted"] for row in shown["completion"]] == [1, 0]


async def test_an_analysis_says_until_when_each_source_is_counted_and_the_lag_is_measured(databases: Databases):
    school = facts.school()
    async with followed(databases) as running:
        partnership, own = running.followers
        assert (partnership.source, own.source) == ("partnership", "assessment")
        await running.announce([school, facts.assessment(school)])
        await partnership.catch_up()
        national = running.served.as_("national:dfe")
        before = (await national.get("/v1/analysis/nation")).json()
        await running.catch_up_with(Counter(partnership=1, assessment=1))
        after = (await national.get("/v1/analysis/nation")).json()
        measures = (await national.get("/metrics")).text
    assert before["as_of"]["partnership"] is not None
    assert before["as_of"]["assessment"] is None
    assert before["completion"][0]["submitted"] == 0
    assert after["as_of"]["assessment"] is not None
    assert after["completion"][0]["submitted"] == 1
    assert 'pins_events_applied_total{source="assessment"} 1.0' in measures
    assert 'pins_feed_lag_seconds{source="assessment"}' in measures


def test_every_table_that_followers_fill_is_emptied_by_a_rebuild():
    assert {figure.model.__tablename__ for figure in FIGURES} <= set(SERVICE.projections)
    kept = {name for name in SERVICE.metadata.tables if name.startswith("analysed_")}
    assert kept | {"school_domain_scores"} <= set(SERVICE.projections)
