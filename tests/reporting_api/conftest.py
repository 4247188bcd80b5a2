from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import httpx
import pytest

from services.reporting_api.main import SERVICE
from services.reporting_api.subscriptions import apply
from shared.contracts.event import Event
from tests.reporting_api import facts
from tests.reporting_api.facts import announced
from tests.reporting_api.reports import Reports, plan, read_to_their_ends, year_of_quarters
from tests.reporting_api.tables import Tables, tables
from tests.support.databases import Databases, RolledBackDatabase
from tests.support.serving import Served, served


@dataclass
class Reporting:
    """reporting_api, told what happened without a feed between."""

    served: Served
    database: RolledBackDatabase

    def as_(self, organisation: str) -> httpx.AsyncClient:
        return self.served.as_(organisation)

    async def told(self, *events: Event) -> None:
        async with self.database.transaction() as session:
            await apply(session, announced(events))

    async def one(self, path: str, organisation: str = "national:dfe") -> dict:
        answer = await self.as_(organisation).get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def items(self, path: str, organisation: str = "national:dfe") -> Sequence[dict]:
        return (await self.one(path, organisation))["items"]

    async def tables(self) -> Tables:
        async with self.database.reading() as connection:
            return await tables(connection)


@pytest.fixture
async def reporting(databases: Databases) -> AsyncIterator[Reporting]:
    """reporting_api with nothing in it; whatever a test tells it is rolled back."""
    async with served(SERVICE, databases.url(await databases.template(SERVICE))) as running:
        assert running.database is not None
        yield Reporting(running, running.database)


@pytest.fixture
def reports(reporting: Reporting) -> Reports:
    return Reports(reporting.served)


@pytest.fixture
async def project(reporting: Reporting) -> Event:
    """QWO's project of a year with four quarters, with Leeds as a partner and a school in it, everything read."""
    year = year_of_quarters()
    project = facts.project(programme_year_id=year.data.id)
    school = facts.participation(project)
    await reporting.told(year, project, facts.member(project), school, facts.line(school), plan(project, 2))
    await read_to_their_ends(reporting.database)
    return project


@pytest.fixture
async def report(reports: Reports, project: Event) -> dict:
    """The report of the project's first quarter, as a draft."""
    return await reports.of(project.data.id)
