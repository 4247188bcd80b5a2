"""Support proposals over HTTP: who sees them, what is refused, and how one is stopped."""

from uuid import uuid4

import pytest

from shared.contracts.partnership.projects import ProjectHandedOver
from tests.commissioning_api.participations.said import apply, as_sent
from tests.commissioning_api.proposals.instances import a_project
from tests.commissioning_api.proposals.runs import queued
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.serving import Served

SMALL = a_project(4, 3, items=16, providers=6)
TERMS = {"tailored_budget_pence": 10_000_00, "engagement_budget_pence": 3_000_00}


async def test_the_board_and_the_national_team_see_a_proposal_and_nobody_else(commissioning: Served):
    proposal_id = await queued(commissioning.database, SMALL)
    path = f"/v1/support-proposals/{proposal_id}"
    for who, status in (
        ("icb:QWO", 200), ("national:dfe", 200), ("icb:QF7", 404), ("school:107866", 403), ("la:383", 403),
        (f"pcg:{uuid4()}", 403), (f"provider:{uuid4()}", 403), ("evaluator:one", 403),
    ):  # fmt: skip
        assert (await commissioning.as_(who).get(path)).status_code == status, who
    assert (await commissioning.as_("icb:QF7").get("/v1/support-proposals")).json()["items"] == []
    assert len((await commissioning.as_("icb:QWO").get("/v1/support-proposals")).json()["items"]) == 1
    assert (await commissioning.as_(None).get(path)).status_code == 401


async def test_what_is_read_of_a_proposal_that_waits(commissioning: Served):
    proposal_id = await queued(commissioning.database, SMALL)
    answer = await commissioning.as_("icb:QWO").get(f"/v1/support-proposals/{proposal_id}")
    found = answer.json()
    assert (found["status"], found["schools"], found["lines"], found["objective"]) == ("queued", 3, [], None)
    assert found["terms"]["most_hours"] == 30
    assert "problem" not in found
    again = await commissioning.as_("icb:QWO").get(
        f"/v1/support-proposals/{proposal_id}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


async def test_a_waiting_proposal_is_cancelled_once(commissioning: Served):
    proposal_id = await queued(commissioning.database, SMALL)
    board, path = commissioning.as_("icb:QWO"), f"/v1/support-proposals/{proposal_id}/cancellation"
    assert (await board.post(path)).status_code == 428
    assert (await board.post(path, headers={"If-Match": '"7"'})).status_code == 412
    cancelled = await board.post(path, headers={"If-Match": '"1"'})
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert cancelled.json()["ended_at"]
    again = await board.post(path, headers={"If-Match": cancelled.headers["ETag"]})
    assert (again.status_code, again.json()["title"]) == (409, "The proposal has ended already")
    assert (await board.post(path, headers={"If-Match": '"1"'})).status_code == 412


async def test_only_the_board_that_leads_cancels(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    proposal_id = await queued(commissioning.database, SMALL, project_id=school.project_id)
    partnership.handed_over[school.project_id] = "QF7"
    await apply(commissioning, as_sent(ProjectHandedOver(data=partnership.project(school)), "partnership"))
    path, head = f"/v1/support-proposals/{proposal_id}/cancellation", {"If-Match": '"1"'}
    assert (await commissioning.as_("icb:QNQ").post(path, headers=head)).status_code == 404
    assert (await commissioning.as_("national:dfe").post(path, headers=head)).status_code == 403
    assert (await commissioning.as_("icb:QWO").post(path, headers=head)).status_code == 403
    assert (await commissioning.as_("icb:QF7").post(path, headers=head)).status_code == 200


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"tailored_budget_pence": 12.5}, "/tailored_budget_pence"),
        ({"tailored_budget_pence": "£12"}, "/tailored_budget_pence"),
        ({"engagement_budget_pence": -1}, "/engagement_budget_pence"),
        ({"embedding_budget_pence": 0.5}, "/embedding_budget_pence"),
        ({"embedding_budget_pence": -1}, "/embedding_budget_pence"),
        ({"fairness_floor": 1.1}, "/fairness_floor"),
        ({"most_hours": 0}, "/most_hours"),
        ({"time_limit_seconds": 601}, "/time_limit_seconds"),
        ({"budget": 1}, "/budget"),
        ({"least_hours": 31}, ""),
    ],
)
async def test_terms_that_cannot_be_are_named_with_their_place(
    commissioning: Served, partnership: PartnershipStandIn, given: dict[str, object], place: str
):
    school = partnership.takes_part()
    answer = await commissioning.as_("icb:QWO").post(
        f"/v1/projects/{school.project_id}/support-proposals", json=TERMS | given
    )
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == [place]


async def test_a_board_that_does_not_lead_asks_for_no_plan(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    partnership.handed_over[school.project_id] = "QF7"
    path = f"/v1/projects/{school.project_id}/support-proposals"
    assert (await commissioning.as_("icb:QWO").post(path, json=TERMS)).status_code == 403
    assert (await commissioning.as_("school:107866").post(path, json=TERMS)).status_code == 403


async def test_without_the_owner_of_projects_no_plan_is_asked_for(
    commissioning: Served, partnership: PartnershipStandIn, network
):
    school = partnership.takes_part()
    network.away.add("partnership.test")
    answer = await commissioning.as_("icb:QWO").post(f"/v1/projects/{school.project_id}/support-proposals", json=TERMS)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


async def test_without_a_confirmed_school_there_is_nothing_to_plan(
    commissioning: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part()
    answer = await commissioning.as_("icb:QWO").post(f"/v1/projects/{school.project_id}/support-proposals", json=TERMS)
    assert (answer.status_code, answer.json()["title"]) == (409, "No school of this project has confirmed so far")


async def test_while_one_plan_is_looked_for_no_other_is(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    await queued(commissioning.database, SMALL, project_id=school.project_id)
    answer = await commissioning.as_("icb:QWO").post(f"/v1/projects/{school.project_id}/support-proposals", json=TERMS)
    assert answer.status_code == 409
    assert answer.json()["title"] == "A plan for this project is being looked for already"
