"""Whatever order events arrive in, and however often: the same sums, and those a plain count comes to."""

from random import Random

from hypothesis import given, settings, strategies as st

from services.assessment_api.main import SERVICE
from services.assessment_api.summaries.facts import COMPLETION, DOMAINS, SURVEYS, THEMES, Figure
from shared.contracts.event import Event
from shared.kit.db import Connection
from tests.assessment_api.analysis.conftest import Tables, tables, told
from tests.assessment_api.analysis.histories import Sums, expected, history
from tests.support.databases import Databases, rolled_back

_COUNTED = (COMPLETION, DOMAINS, SURVEYS, THEMES)


async def england(connection: Connection, figure: Figure) -> Sums:
    """The sums of England, scores in tenths."""
    rows = await connection.fetch(f"select * from {figure.model.__tablename__} where scope = 'England'")
    return {
        tuple(row[name] for name in ("programme_year", *figure.keys)): [
            int(row[name] * 10) if name == "total_score" else row[name] for name in figure.numbers
        ]
        for row in rows
    }


async def _after(url: str, batches: list[list[Event]]) -> tuple[Tables, dict[str, Sums]]:
    async with rolled_back(url) as database:
        for batch in batches:
            await told(database, batch)
        async with database.reading() as connection:
            return await tables(connection), {figure.name: await england(connection, figure) for figure in _COUNTED}


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
async def test_any_order_and_any_replay_give_the_same_sums(databases: Databases, seed: int):
    random = Random(seed)
    events = history(random, projects=3, schools=5)
    shuffled = events + random.choices(events, k=len(events) // 2)
    random.shuffle(shuffled)
    url = databases.url(await databases.template(SERVICE))

    once, sums = await _after(url, [events])
    again, _ = await _after(url, [shuffled[place : place + 40] for place in range(0, len(shuffled), 40)])

    assert again == once
    assert sums == expected(events)
