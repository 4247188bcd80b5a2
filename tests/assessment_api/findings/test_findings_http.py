import pytest

from services.assessment_api.findings.queries import FINDINGS
from services.assessment_api.participations.service import follow_member
from shared.contracts.assessment.findings import FindingSource
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.projects import MemberJoined
from tests.assessment_api.found import on_domain, on_question, renew, theme
from tests.assessment_api.owner import a_member, a_participation, told
from tests.support.serving import Served
from tests.support.views import assert_rows_match_the_contract

PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
PROVIDER = "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"


@pytest.fixture
def school() -> Participation:
    return a_participation()


async def listed(assessment: Served, caller: str, query: str = "") -> list[dict]:
    answer = await assessment.as_(caller).get(f"/v1/findings?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.mark.parametrize(
    ("caller", "number"),
    [
        ("icb:QWO", 1), ("la:383", 1), ("school:107866", 1), ("national:dfe", 1), ("service:commissioning", 1),
        ("icb:QHM", 0), ("la:100", 0), ("school:100000", 0), (PCG, 0), (PROVIDER, 0), ("evaluator:ucl", 0),
    ],
)  # fmt: skip
async def test_each_caller_sees_its_own(assessment: Served, school: Participation, caller: str, number: int):
    await renew(assessment.database, school, [on_domain("environment", 40.0)])
    [finding] = await listed(assessment, "national:dfe")
    assert len(await listed(assessment, caller)) == number
    answer = await assessment.as_(caller).get(f"/v1/findings/{finding['id']}")
    assert answer.status_code == (200 if number else 404)


async def test_a_parent_carer_group_sees_those_of_its_projects(assessment: Served, school: Participation):
    await renew(assessment.database, school, [on_domain("environment", 40.0)])
    async with assessment.database.transaction() as session:
        member = a_member(project_id=school.project_id, organisation=PCG)
        await follow_member(session, told(MemberJoined(data=member)))
    assert len(await listed(assessment, PCG)) == 1
    assert len(await listed(assessment, PCG[:-1] + "2")) == 0


async def test_what_was_cited_stays_readable_and_says_what_took_its_place(assessment: Served, school: Participation):
    of = await renew(assessment.database, school, [on_domain("environment", 40.0)])
    [before] = await listed(assessment, "school:107866")
    await renew(assessment.database, school, [on_domain("environment", 55.0)], source_id=of)
    answer = await assessment.as_("school:107866").get(f"/v1/findings/{before['id']}")
    [now] = await listed(assessment, "school:107866", "status=current")
    assert answer.json()["status"] == "superseded"
    assert answer.json()["superseded_by"] == now["id"]
    assert (answer.json()["need"], now["need"]) == (40.0, 55.0)
    assert answer.headers["ETag"] == '"2"'


async def test_the_list_is_filtered_by_each_of_its_filters(assessment: Served, school: Participation):
    said = [on_domain("environment", 40.0), on_question("environment", "e1", 50.0), on_domain("mental_health", 60.0)]
    of = await renew(assessment.database, school, said)
    await renew(assessment.database, school, said[:2], source_id=of)
    other = a_participation(urn="107867", la_code="382", icb_code="QHM", programme_year="2026-27")
    heard = await renew(assessment.database, other, [theme("environment", 70.0)], FindingSource.VOICE, occasion="day")
    for query, number in {
        f"project_id={other.project_id}": 1, f"participation_id={school.id}": 3, "icb_code=QHM": 1, "la_code=382": 1,
        "urn=107867": 1, "programme_year=2026-27": 1, "source=voice": 1, "source=voice,self_assessment": 4,
        f"source_id={heard}": 1, "scope=theme": 1, "scope=domain,question": 3, "domain=environment": 3,
        "status=superseded": 1, "": 4,
    }.items():  # fmt: skip
        assert len(await listed(assessment, "national:dfe", query)) == number, query


async def test_the_list_is_also_a_table(assessment: Served, school: Participation):
    await renew(assessment.database, school, [on_domain("environment", 40.0)])
    answer = await assessment.as_("icb:QWO").get("/v1/findings?format=csv")
    assert len(answer.text.splitlines()) == 2


async def test_what_is_read_is_what_the_contract_says(assessment: Served, school: Participation):
    of = await renew(assessment.database, school, [on_domain("environment", 40.0), theme("environment", 70.5)])
    await renew(assessment.database, school, [on_domain("environment", 41.0)], source_id=of)
    await assert_rows_match_the_contract(assessment.database, FINDINGS)
