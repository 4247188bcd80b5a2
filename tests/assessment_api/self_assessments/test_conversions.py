"""A school that became an academy goes on with its assessments under its new number."""

import pytest

from services.assessment_api.main import SERVICE
from services.assessment_api.participations.service import follow_participation
from shared.contracts.partnership.participations import Participation, ParticipationConverted
from tests.assessment_api.owner import Owner, a_participation, told
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

OLD, NEW, OTHER = "school:107866", "school:145001", "school:145002"


async def converted(assessment: Served, owner: Owner, school: Participation) -> None:
    """The register's import has given the school its new number, and that has arrived here."""
    after = owner.knows(school.model_copy(update={"current_urn": "145001", "version": school.version + 1}))
    async with assessment.database.transaction() as session:
        await follow_participation(session, told(ParticipationConverted(data=after)))


async def test_its_assessments_are_the_schools_under_both_numbers(
    assessment: Served, owner: Owner, elm_park: Participation, submitted
):
    path = f"/v1/self-assessments/{(await submitted())['id']}"
    assert (await assessment.as_(NEW).get(path)).status_code == 404
    await converted(assessment, owner, elm_park)
    for organisation, status in ((OLD, 200), (NEW, 200), (OTHER, 404)):
        assert (await assessment.as_(organisation).get(path)).status_code == status, organisation


@pytest.mark.parametrize(("organisation", "status"), [(NEW, 201), (OTHER, 403)])
async def test_it_opens_assessments_under_its_new_number(
    assessment: Served, owner: Owner, elm_park: Participation, organisation: str, status: int
):
    await converted(assessment, owner, elm_park)
    path = f"/v1/participations/{elm_park.id}/self-assessments"
    answer = await assessment.as_(organisation).post(path, json={"point": "baseline"})
    assert answer.status_code == status, answer.text


async def test_it_follows_what_happens(databases: Databases, network: Network, owner: Owner):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as assessment:
        school = owner.knows(a_participation())
        path = f"/v1/participations/{school.id}/self-assessments"
        answer = await assessment.as_("icb:QWO").post(path, json={"point": "baseline"})
        assert answer.status_code == 201, answer.text
        await converted(assessment, owner, school)
        for organisation, number in ((OLD, 1), (NEW, 1), (OTHER, 0)):
            feed = await assessment.as_(organisation).get("/v1/events?type=assessment.self-assessment.opened")
            assert len(feed.json()) == number, organisation
