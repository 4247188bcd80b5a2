import pytest

from services.assessment_api.instruments.queries import INSTRUMENTS
from services.assessment_api.participations.service import follow_member
from services.assessment_api.self_assessments.queries import SELF_ASSESSMENTS
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.projects import MemberJoined, MemberLeft
from tests.assessment_api.owner import Owner, a_member, a_participation, told
from tests.assessment_api.tool import every_answer
from tests.support.serving import Served
from tests.support.views import assert_rows_match_the_contract

PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"


async def seen(assessment: Served, caller: str, query: str = "") -> int:
    answer = await assessment.as_(caller).get(f"/v1/self-assessments?{query}")
    assert answer.status_code == 200, answer.text
    return len(answer.json()["items"])


@pytest.mark.parametrize(
    ("caller", "number"),
    [
        ("icb:QWO", 1), ("la:383", 1), ("school:107866", 1), ("national:dfe", 1), ("service:reporting", 1),
        ("icb:QHM", 0), ("la:100", 0), ("school:100000", 0), (PCG, 0),
        ("provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", 0), ("evaluator:ucl", 0),
    ],
)  # fmt: skip
async def test_each_caller_sees_its_own(assessment: Served, opened, caller: str, number: int):
    of = await opened()
    assert await seen(assessment, caller) == number
    answer = await assessment.as_(caller).get(f"/v1/self-assessments/{of['id']}")
    assert answer.status_code == (200 if number else 404)


async def test_a_parent_carer_group_sees_its_project_from_joining_until_leaving(
    assessment: Served, elm_park: Participation, opened
):
    await opened()
    member = a_member(project_id=elm_park.project_id, organisation=PCG)
    async with assessment.database.transaction() as session:
        await follow_member(session, told(MemberJoined(data=member)))
    assert await seen(assessment, PCG) == 1
    assert await seen(assessment, "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12") == 0
    left = member.model_copy(update={"left_on": member.joined_on, "version": 2})
    async with assessment.database.transaction() as session:
        await follow_member(session, told(MemberLeft(data=left)))
    assert await seen(assessment, PCG) == 0


async def test_what_is_read_is_what_was_answered_to_the_write(assessment: Served, submitted):
    written = await submitted()
    assert (await assessment.as_("la:383").get(f"/v1/self-assessments/{written['id']}")).json() == written


async def test_instruments_and_assessments_are_read_as_their_contracts_say(assessment: Served, submitted):
    await submitted()
    for view in (INSTRUMENTS, SELF_ASSESSMENTS):
        await assert_rows_match_the_contract(assessment.database, view)


async def test_the_list_is_filtered_by_each_of_its_filters(
    assessment: Served, owner: Owner, elm_park: Participation, opened
):
    await opened()
    other = owner.knows(
        a_participation(urn="107867", la_code="382", icb_code="QHM", cohort="existing", offer="embedding")
    )
    answer = await assessment.as_("school:107867").post(
        f"/v1/participations/{other.id}/self-assessments", json={"point": "embedding_review"}
    )
    assert answer.status_code == 201, answer.text
    assert await seen(assessment, "national:dfe") == 2
    for query in (
        f"project_id={other.project_id}", f"participation_id={other.id}", "icb_code=QHM", "la_code=382",
        "urn=107867", "point=embedding_review",
    ):  # fmt: skip
        assert await seen(assessment, "national:dfe", query) == 1, query
    assert await seen(assessment, "national:dfe", "status=submitted") == 0
    assert await seen(assessment, "national:dfe", "programme_year=2025-26&la_code=382,383") == 2


async def test_the_list_is_also_a_table(assessment: Served, submitted):
    await submitted()
    answer = await assessment.as_("icb:QWO").get("/v1/self-assessments?format=csv")
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 2


async def test_what_another_school_submits_leaves_this_one_as_it_was(assessment: Served, owner: Owner, submitted):
    path = f"/v1/self-assessments/{(await submitted(rating=3))['id']}"
    before = await assessment.as_("school:107866").get(path)
    other = owner.knows(a_participation(urn="107867"))
    school = assessment.as_("school:107867")
    opened = (await school.post(f"/v1/participations/{other.id}/self-assessments", json={"point": "baseline"})).json()
    at = f"/v1/self-assessments/{opened['id']}"
    saved = await school.put(f"{at}/answers", json={"answers": every_answer(0)}, headers={"If-Match": '"1"'})
    assert (await school.post(f"{at}/submission", headers={"If-Match": saved.headers["ETag"]})).status_code == 200
    after = await assessment.as_("school:107866").get(path)
    assert after.content == before.content
    assert after.headers["ETag"] == before.headers["ETag"]
