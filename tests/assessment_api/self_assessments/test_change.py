"""What changed from a school's baseline to its follow-up."""

import pytest

from services.assessment_api.participations.service import follow_member
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.projects import MemberJoined
from tests.assessment_api.acting import act
from tests.assessment_api.editions import NATIONAL, act as act_on_instrument, an_edition
from tests.assessment_api.owner import Owner, a_member, a_participation, told
from tests.assessment_api.tool import TOOL
from tests.support.serving import Served

SCHOOL = "school:107866"
PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"


def address(of: Participation) -> str:
    return f"/v1/participations/{of.id}/assessment-change"


async def test_the_change_of_each_domain_is_told_once_both_are_submitted(
    assessment: Served, elm_park: Participation, submitted
):
    baseline, follow_up = await submitted(rating=1), await submitted("follow_up", rating=3)
    answer = await assessment.as_(SCHOOL).get(address(elm_park))
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "participation_id": str(elm_park.id), "urn": "107866", "programme_year": "2025-26",
        "baseline_id": baseline["id"], "follow_up_id": follow_up["id"], "same_instrument": True,
        "domains": [
            {"domain": domain, "baseline": 25.0, "follow_up": 75.0, "change": 50.0} for domain in TOOL.domains
        ],
    }  # fmt: skip


async def test_a_follow_up_with_another_edition_says_so(assessment: Served, elm_park: Participation, submitted):
    await submitted()
    drafted = await assessment.as_(NATIONAL).post("/v1/instruments", json=an_edition())
    await act_on_instrument(assessment, drafted.json(), "publication")
    await submitted("follow_up")
    assert (await assessment.as_(SCHOOL).get(address(elm_park))).json()["same_instrument"] is False


async def test_before_that_the_refusal_says_what_is_missing(
    assessment: Served, elm_park: Participation, opened, submitted
):
    school = assessment.as_(SCHOOL)
    assert (await school.get(address(elm_park))).json()["title"] == "There is no baseline to compare with"
    await submitted()
    answer = await school.get(address(elm_park))
    assert (answer.status_code, answer.json()["detail"]) == (409, "The school has not begun its follow-up.")
    await opened("follow_up")
    answer = await school.get(address(elm_park))
    assert answer.json()["detail"] == "The follow-up has not been submitted, or was opened again."


async def test_it_is_told_no_more_when_one_is_opened_again(assessment: Served, elm_park: Participation, submitted):
    baseline = await submitted()
    await submitted("follow_up")
    await act(assessment, baseline, "reopening", "icb:QWO", json={"reason": "Two classes were left out."})
    answer = await assessment.as_(SCHOOL).get(address(elm_park))
    assert (answer.status_code, answer.json()["title"]) == (409, "The change cannot be told yet")


async def test_an_existing_school_has_no_baseline_to_compare_with(assessment: Served, owner: Owner):
    existing = owner.knows(a_participation(cohort="existing", offer="embedding"))
    path = f"/v1/participations/{existing.id}/self-assessments"
    assert (await assessment.as_(SCHOOL).post(path, json={"point": "embedding_review"})).status_code == 201
    assert (await assessment.as_(SCHOOL).get(address(existing))).status_code == 404


@pytest.mark.parametrize(
    ("caller", "status"),
    [
        ("icb:QWO", 200), ("la:383", 200), ("national:dfe", 200), ("service:reporting", 200), (PCG, 200),
        ("icb:QHM", 404), ("la:100", 404), ("school:100000", 404), (PCG[:-1] + "2", 404), ("evaluator:ucl", 404),
        ("provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", 404),
    ],
)  # fmt: skip
async def test_whoever_sees_both_sees_the_change(
    assessment: Served, elm_park: Participation, submitted, caller: str, status: int
):
    await submitted()
    await submitted("follow_up")
    async with assessment.database.transaction() as session:
        member = a_member(project_id=elm_park.project_id, organisation=PCG)
        await follow_member(session, told(MemberJoined(data=member)))
    assert (await assessment.as_(caller).get(address(elm_park))).status_code == status
