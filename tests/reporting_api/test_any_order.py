"""Whatever order events arrive in, and however often: the same summaries."""

from random import Random

from hypothesis import given, settings, strategies as st

from services.reporting_api.main import SERVICE
from services.reporting_api.subscriptions import apply
from shared.contracts.event import CloudEvent
from tests.reporting_api.adding_up import assert_series_add_up
from tests.reporting_api.facts import announced
from tests.reporting_api.histories import expected, history
from tests.reporting_api.tables import Tables, summaries_of_projects, tables
from tests.support.databases import Databases, rolled_back


def _batches(random: Random, events: list[CloudEvent]) -> list[list[CloudEvent]]:
    batches = []
    while events:
        size = random.randrange(1, 20)
        batches.append(events[:size])
        events = events[size:]
    return batches


async def _told(url: str, batches: list[list[CloudEvent]]) -> tuple[Tables, dict]:
    async with rolled_back(url) as database:
        for batch in batches:
            async with database.transaction() as session:
                await apply(session, batch)
        async with database.reading() as connection:
            return await tables(connection), await summaries_of_projects(connection)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
async def test_any_order_and_any_replay_give_the_same_summaries(databases: Databases, seed: int):
    random = Random(seed)
    told = history(random, projects=2, schools=3)
    events = announced(told)
    shuffled = events + random.choices(events, k=len(events) // 2)
    random.shuffle(shuffled)
    url = databases.url(await databases.template(SERVICE))

    once, summaries = await _told(url, [events])
    again, _ = await _told(url, _batches(random, shuffled))

    assert again == once
    assert_series_add_up(once)
    for project, numbers in expected(told).items():
        assert {name: summaries[project][name] for name in numbers} == numbers
