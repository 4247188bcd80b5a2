from services.assessment_api.main import SERVICE
from services.assessment_api.participations.service import follow_member
from shared.contracts.partnership.projects import MemberJoined
from tests.assessment_api.owner import Owner, a_member, a_participation, told
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"


async def heard(served: Served, caller: str) -> list[str]:
    answer = await served.as_(caller).get("/v1/events")
    assert answer.status_code == 200, answer.text
    return [event["type"] for event in answer.json()]


async def test_each_caller_hears_of_published_tools_and_of_the_schools_it_may_see(
    databases: Databases, network: Network, owner: Owner
):
    school = owner.knows(a_participation())
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        async with running.database.transaction() as session:
            member = a_member(project_id=school.project_id, organisation=PCG)
            await follow_member(session, told(MemberJoined(data=member)))
        answer = await running.as_("school:107866").post(
            f"/v1/participations/{school.id}/self-assessments", json={"point": "baseline"}
        )
        assert answer.status_code == 201, answer.text
        published = [*["assessment.instrument.published"] * 3, "assessment.ranking-rule.published"]
        drafted = "assessment.instrument.drafted"
        for caller in ("school:107866", "icb:QWO", "la:383", PCG, "service:commissioning"):
            assert await heard(running, caller) == [*published, "assessment.self-assessment.opened"], caller
        for caller in ("school:100000", "icb:QHM", "la:382", PCG[:-1] + "2", "evaluator:ucl"):
            assert await heard(running, caller) == published, caller
        assert (await heard(running, "national:dfe")).count(drafted) == 3
