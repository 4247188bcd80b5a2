"""Following three feeds at once: no lost update, no deadlock, nothing twice; and a rebuild that gives the same."""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import datetime
from random import Random

import pytest
from sqlalchemy import text

from services.reporting_api import reference
from services.reporting_api.main import SERVICE
from services.reporting_api.subscriptions import apply
from shared.kit.clock import utc_now
from shared.kit.commands import rebuild
from shared.kit.errors import Unavailable
from shared.kit.subscriber import Follower
from tests.reporting_api import facts
from tests.reporting_api.feeds import SOURCES, Followed, followed
from tests.reporting_api.histories import expected, history
from tests.reporting_api.tables import summaries_of_projects
from tests.support.databases import Databases


async def _announce_in_pieces(running: Followed, random: Random, told: list) -> None:
    random.shuffle(told)
    while told:
        size = random.randrange(1, 12)
        await running.announce(told[:size])
        del told[:size]
        await asyncio.sleep(random.random() / 100)


async def _follow_with_accidents(running: Followed, follower: Follower, random: Random, number: int) -> None:
    """Step by step until so many events are applied; about every third step is killed somewhere in it."""
    while await running.applied(follower.source) < number:
        step = asyncio.create_task(follower.step(0))
        if random.random() < 0.35:
            await asyncio.sleep(random.random() / 50)
            step.cancel()
        with suppress(asyncio.CancelledError):
            await step


async def _stopped(following: list[asyncio.Task]) -> None:
    """As SIGTERM does it: none of them had ended by itself."""
    for task in following:
        assert task.cancel()
    for task in following:
        with suppress(asyncio.CancelledError):
            await task


async def _rebuild(running: Followed) -> list[str]:
    said: list[str] = []
    state = running.served.app.state
    await rebuild(SERVICE, state.settings, state.client, said.append)
    return said


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_three_feeds_at_once_with_followers_killed_end_as_a_sequential_rebuild_does(databases: Databases, seed):
    random = Random(seed)
    told = history(random, projects=3, schools=4)
    async with followed(databases) as running:
        numbers = Counter(facts.source_of(event) for event in told)
        async with asyncio.timeout(20), asyncio.TaskGroup() as group:
            group.create_task(_announce_in_pieces(running, random, list(told)))
            # Two replicas of each follower, as when a new release starts before the old one has gone.
            for place, follower in enumerate(running.followers * 2):
                accidents = Random(seed + place)
                group.create_task(_follow_with_accidents(running, follower, accidents, numbers[follower.source]))
        raced = await running.tables()
        async with running.served.database.reading() as connection:
            summaries = await summaries_of_projects(connection)

        await _rebuild(running)
        await running.catch_up_with(numbers)
        assert await running.tables() == raced
        assert {source: await running.applied(source) for source in SOURCES} == numbers
    for project, numbers in expected(told).items():
        assert {name: summaries[project][name] for name in numbers} == numbers


async def test_two_feeds_that_tell_of_one_school_at_once_both_count(databases: Databases):
    project = facts.project()
    school = facts.participation(project)
    async with followed(databases) as running:

        async def support_arrives() -> None:
            async with running.served.database.transaction() as session:
                await apply(session, facts.announced([facts.line(school, cost_pence=700)]))

        async with running.served.database.transaction() as first:
            await apply(first, facts.announced([project, school]))
            second = asyncio.create_task(support_arrives())
            await asyncio.sleep(0.2)
            assert not second.done()
        await second
        async with running.served.database.reading() as connection:
            shown = (await summaries_of_projects(connection))[str(project.data.id)]
    assert (shown["new_confirmed"], shown["cost_pence"]) == (1, 700)


async def test_a_rebuild_while_the_feeds_are_followed_ends_the_same(databases: Databases):
    random = Random(7)
    told = history(random, projects=3, schools=4)
    async with followed(databases) as running:
        announcing = asyncio.create_task(_announce_in_pieces(running, random, list(told)))
        following = [asyncio.create_task(each.run()) for each in running.followers]
        while not announcing.done():
            await _rebuild(running)
            await asyncio.sleep(random.random() / 20)
        await _stopped(following)
        await running.catch_up_with(Counter(facts.source_of(event) for event in told))
        async with running.served.database.reading() as connection:
            summaries = await summaries_of_projects(connection)
    for project, numbers in expected(told).items():
        assert {name: summaries[project][name] for name in numbers} == numbers


async def _dated(running: Followed) -> dict[str, datetime]:
    async with running.served.database.reading() as connection:
        rows = await connection.fetch("select urn as name, updated_at from school_summaries")
        return {row["name"]: row["updated_at"] for row in rows}


async def test_after_a_rebuild_what_changed_since_is_only_what_is_different(databases: Databases):
    project = facts.project()
    schools = [facts.participation(project, urn=urn) for urn in ("107866", "107867")]
    async with followed(databases) as running:
        await running.announce([project, *schools])
        await running.catch_up_with({"partnership": 3, "assessment": 0, "commissioning": 0})
        before = await _dated(running)
        async with running.served.database.transaction() as session:
            # As if a fault had counted wrong, which a rebuild puts right.
            await session.execute(text("update school_summaries set meetings = 9 where urn = '107866'"))
        now = utc_now()
        await _rebuild(running)
        after = await _dated(running)
    assert after["107867"] == before["107867"]
    assert after["107866"] > now


async def _names(running: Followed) -> list[str]:
    async with running.served.database.reading() as connection:
        return [row["name"] for row in await connection.fetch("select name from projects")]


async def test_the_old_projections_are_served_until_the_new_ones_are_whole(databases: Databases):
    project = facts.project(name="A project")
    told = [project, *(facts.participation(project) for _ in range(3)), facts.line(facts.participation(project))]
    async with followed(databases) as running:
        await running.announce(told)
        await running.catch_up_with(Counter(facts.source_of(event) for event in told))
        before = await running.tables()
        async with running.served.database.transaction() as session:
            await session.execute(text("update projects set name = 'Spoilt'"))
        served, said = [], []

        def says(line: str) -> None:
            said.append(line)
            if "of about" in line:
                served.append(asyncio.ensure_future(_names(running)))

        state = running.served.app.state
        await rebuild(SERVICE, state.settings, state.client, says)
        during = [await each for each in served]
        assert await running.tables() == before
    assert said == [
        "partnership: 4 events applied of about 4",
        "commissioning: 1 events applied of about 1",
        "The projections are changed over.",
    ]
    assert during == [["Spoilt"], ["Spoilt"]]


async def test_a_rebuild_that_fails_leaves_everything_as_it_was(databases: Databases):
    project = facts.project()
    async with followed(databases) as running:
        await running.announce([project])
        await running.catch_up_with({"partnership": 1, "assessment": 0, "commissioning": 0})
        before = await running.tables()
        running.served.network.away.add("commissioning.test")
        with pytest.raises(Unavailable):
            await _rebuild(running)
        assert await running.tables() == before
        assert await running.applied("partnership") == 1


async def test_a_dashboard_says_until_when_each_source_is_counted(databases: Databases):
    project = facts.project()
    async with followed(databases) as running:
        await running.announce([project])
        partnership, assessment, _ = running.followers
        await partnership.catch_up()
        await assessment.catch_up()
        reporting = running.served.as_("national:dfe")
        dashboard = (await reporting.get(f"/v1/projects/{project.data.id}/dashboard")).json()
        sources = {row["source"]: row for row in (await reporting.get("/v1/sources")).json()["items"]}
        measures = (await reporting.get("/metrics")).text

    assert dashboard["as_of"]["partnership"] is not None
    assert dashboard["as_of"]["commissioning"] is None
    assert dashboard["as_of"]["assessment"] == sources["assessment"]["as_of"]
    assert [sources[name]["applied"] for name in SOURCES] == [1, 0, 0]
    assert 0 <= sources["partnership"]["lag_seconds"] < 60
    assert sources["commissioning"]["lag_seconds"] is None
    assert 'pins_events_applied_total{source="partnership"} 1.0' in measures
    assert 'pins_feed_lag_seconds{source="commissioning"} +Inf' in measures
    assert f"pins_outbox_events {len(reference.report_templates()):.1f}" in measures


async def test_a_source_is_not_counted_as_complete_while_it_holds_events_back(databases: Databases):
    async with followed(databases) as running:
        partnership = running.followers[0]
        async with running.owners["partnership"].transaction() as slow:
            await slow.execute(text("select pg_current_xact_id()"))
            await running.announce([facts.project()])
            assert await partnership.catch_up() == 0
            assert await _as_of(running) is None
        await running.catch_up_with({"partnership": 1, "assessment": 0, "commissioning": 0})
        assert await _as_of(running) is not None


async def _as_of(running: Followed) -> str | None:
    sources = (await running.served.as_("national:dfe").get("/v1/sources")).json()["items"]
    return next(row["as_of"] for row in sources if row["source"] == "partnership")


async def test_a_source_that_is_away_keeps_no_other_from_being_followed(databases: Databases):
    project = facts.project()
    async with followed(databases) as running:
        running.served.network.away.add("assessment.test")
        following = [asyncio.create_task(each.run()) for each in running.followers]
        await running.announce([project])
        async with asyncio.timeout(10):
            while not (await running.tables())["projects"]:
                await asyncio.sleep(0.02)
        assert not any(task.done() for task in following)
        await _stopped(following)
