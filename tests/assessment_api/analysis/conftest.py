from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import httpx
import pytest

from services.assessment_api.subscriptions import PROJECTIONS, SUBSCRIPTIONS
from shared.contracts.event import Event
from shared.kit.db import Connection
from tests.assessment_api.analysis.facts import announced, source_of
from tests.support.serving import Served

Tables = dict[str, list[str]]
FOLLOW = {each.source: each.apply for each in SUBSCRIPTIONS}


async def told(database: Any, events: Sequence[Event]) -> None:
    """Apply these in their order, as the two followers would: each source in batches of its own."""
    for source, batch in groupby(events, source_of):
        async with database.transaction() as session:
            await FOLLOW[source](session, announced(list(batch)))


async def tables(connection: Connection) -> Tables:
    """Every row of every projection, but for when it was last changed here."""
    return {
        name: [
            row["row"]
            for row in await connection.fetch(
                f"""select (to_jsonb(t) - 'updated_at' - 'followed_at')::text as row from "{name}" t order by 1"""
            )
        ]
        for name in PROJECTIONS
    }


@dataclass
class Analysing:
    """assessment_api, told what happened without a feed between."""

    served: Served

    def as_(self, organisation: str) -> httpx.AsyncClient:
        return self.served.as_(organisation)

    async def told(self, *events: Event) -> None:
        await told(self.served.database, events)

    async def one(self, path: str, organisation: str = "national:dfe") -> dict:
        answer = await self.as_(organisation).get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def nation(self, organisation: str = "national:dfe", query: str = "") -> dict:
        return await self.one(f"/v1/analysis/nation{query}", organisation)

    async def project(self, project_id: object, organisation: str = "national:dfe") -> dict:
        return await self.one(f"/v1/analysis/projects/{project_id}", organisation)

    async def tables(self) -> Tables:
        async with self.served.database.reading() as connection:
            return await tables(connection)


@pytest.fixture
def analysing(assessment: Served) -> Analysing:
    return Analysing(assessment)
