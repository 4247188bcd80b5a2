import pytest

from services.reporting_api.exports.worker import work_once
from services.reporting_api.main import SERVICE
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.support.settings import settings_for

SETTINGS = settings_for(SERVICE, "postgresql://nobody@127.0.0.1/none")


class Exporting:
    """Asks for exports and has them written."""

    def __init__(self, reporting: Reporting) -> None:
        self.reporting = reporting

    async def asked(self, organisation: str = "icb:QWO", table: str = "schools", form: str = "csv", **filters):
        body = {"table": table, "form": form, "filters": filters}
        answer = await self.reporting.as_(organisation).post("/v1/exports", json=body)
        assert answer.status_code == 202, answer.text
        return answer.json()

    async def written(self, organisation: str = "icb:QWO", **given):
        asked = await self.asked(organisation, **given)
        assert await work_once(self.reporting.database, SETTINGS)
        return await self.reporting.one(f"/v1/exports/{asked['id']}", organisation)

    async def opened(self, link: str):
        return await self.reporting.as_(None).get(link)


@pytest.fixture
def exporting(reporting: Reporting) -> Exporting:
    return Exporting(reporting)


@pytest.fixture
async def two_boards(reporting: Reporting) -> None:
    """A project of QWO with a school in Leeds and one in Bradford, and one of QHM with a school in Hull."""
    project, other = facts.project(), facts.project(icb_code="QHM", name="Humber")
    leeds = facts.participation(project, school_name='=HYPERLINK("http://x")', urn="107866", la_code="383")
    bradford = facts.participation(project, school_name="Ash “Grove”,\nlower", urn="107201", la_code="380")
    hull = facts.participation(other, school_name="Oak Lane", urn="118000", la_code="810")
    await reporting.told(project, other, leeds, bradford, hull)
    await reporting.told(facts.assessment(leeds, scores={"communication": 40.0}), facts.line(leeds, hours=6.25))
