"""Who hears of an update request through the feed: the partner that is asked, the boards, the national team."""

import pytest

from services.reporting_api.main import SERVICE
from services.reporting_api.subscriptions import apply
from shared.contracts.partnership import projects
from tests.reporting_api import facts
from tests.reporting_api.reports import Reports, done, year_of_quarters
from tests.support.databases import Databases
from tests.support.serving import live

TYPES = "reporting.update-request.asked,reporting.update-request.answered"


@pytest.mark.parametrize(
    ("who", "heard"),
    [
        ("la:383", ["asked", "answered"]),
        ("icb:QWO", ["asked", "answered"]),
        ("icb:QHM", ["asked", "answered"]),
        ("national:dfe", ["asked", "answered"]),
        ("icb:QOQ", []),
        ("la:382", []),
        ("school:107866", []),
    ],
)
async def test_a_request_is_heard_of_by_those_it_concerns(databases: Databases, who: str, heard: list[str]):
    year = year_of_quarters()
    project = facts.project(programme_year_id=year.data.id)
    handed_over = facts.again(project, projects.ProjectHandedOver, lead_icb_code="QHM")
    told = [year, project, facts.member(project), facts.participation(project), handed_over]
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as served:
        async with served.database.transaction() as session:
            await apply(session, facts.announced(told))
        reports = Reports(served)
        asked = done(await reports.ask(project.data.id, who="icb:QHM"), 201)
        path = f"/v1/update-requests/{asked['id']}/answer"
        done(await reports.act("la:383", path, {"answer": "All of them."}, on=asked))
        answer = await served.as_(who).get(f"/v1/events?type={TYPES}&wait={2 if heard else 0}")
    assert [event["type"].rsplit(".", 1)[-1] for event in answer.json()] == heard
