"""A project that was handed over: the successor goes on with its schools' assessments, the board before reads them."""

from typing import Any

import pytest

from services.assessment_api.main import SERVICE
from services.assessment_api.participations.service import follow_project
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.projects import ProjectDelivering, ProjectHandedOver
from tests.assessment_api.owner import Owner, a_participation, a_project, told
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

BEFORE, NOW, OTHER = "icb:QWO", "icb:S1Y5D", "icb:D7T5G"


async def handed_over(assessment: Served, owner: Owner, school: Participation) -> None:
    """The national team has handed the school's project over, and its event has arrived here before an older one."""
    before = a_project(school, "QWO")
    owner.projects[school.project_id] = after = a_project(school, "S1Y5D").model_copy(update={"version": 2})
    for event in (ProjectHandedOver(data=after), ProjectDelivering(data=before)):
        async with assessment.database.transaction() as session:
            await follow_project(session, told(event))


async def reopened(assessment: Served, organisation: str, of: dict[str, Any]) -> Any:
    return await assessment.as_(organisation).post(
        f"/v1/self-assessments/{of['id']}/reopening",
        json={"reason": "A domain was left out."},
        headers={"If-Match": f'"{of["version"]}"'},
    )


async def test_the_successor_sees_what_there_is_and_goes_on_with_it(
    assessment: Served, owner: Owner, elm_park: Participation, submitted
):
    of = await submitted()
    path = f"/v1/self-assessments/{of['id']}"
    assert (await assessment.as_(NOW).get(path)).status_code == 404
    await handed_over(assessment, owner, elm_park)
    for organisation, status in ((NOW, 200), (BEFORE, 200), (OTHER, 404)):
        assert (await assessment.as_(organisation).get(path)).status_code == status, organisation
    refused = await reopened(assessment, BEFORE, of)
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[-1]) == (403, "not-your-school")
    assert (await reopened(assessment, OTHER, of)).status_code == 404
    assert (await reopened(assessment, NOW, of)).status_code == 200


@pytest.mark.parametrize(("organisation", "status"), [(NOW, 201), (BEFORE, 403)])
async def test_the_board_that_answers_for_the_project_opens_assessments(
    assessment: Served, owner: Owner, elm_park: Participation, organisation: str, status: int
):
    owner.projects[elm_park.project_id] = a_project(elm_park, "S1Y5D")
    answer = await assessment.as_(organisation).post(
        f"/v1/participations/{elm_park.id}/self-assessments", json={"point": "baseline"}
    )
    assert answer.status_code == status, answer.text


async def test_the_successor_follows_what_happens(databases: Databases, network: Network, owner: Owner):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as assessment:
        school = owner.knows(a_participation())
        path = f"/v1/participations/{school.id}/self-assessments"
        answer = await assessment.as_(BEFORE).post(path, json={"point": "baseline"})
        assert answer.status_code == 201, answer.text
        await handed_over(assessment, owner, school)
        for organisation, number in ((NOW, 1), (BEFORE, 1), (OTHER, 0)):
            events = (
                await assessment.as_(organisation).get("/v1/events?type=assessment.self-assessment.opened")
            ).json()
            assert len(events) == number, organisation
