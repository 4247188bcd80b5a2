"""From what is known of a project to a plan, and from a line of it to a line of a package."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from services.commissioning_api.proposals.models import SupportProposal
from services.commissioning_api.proposals.worker import work_once
from shared.contracts.commissioning.menus import Strand
from shared.contracts.partnership.participations import Cohort, Offer, Participation
from tests.commissioning_api.offering import offered, registered
from tests.commissioning_api.proposals.asking import (
    ACCEPTANCE,
    NEEDS,
    TERMS,
    a_school_in_need,
    accept,
    asked,
    findings_of,
    solved,
)
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.network import Network
from tests.support.serving import Served


@pytest.fixture(autouse=True)
def in_the_year(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2025, 9, 1, 9, tzinfo=UTC))


@pytest.fixture
async def school(commissioning: Served, partnership: PartnershipStandIn, network: Network) -> Participation:
    return await a_school_in_need(commissioning, partnership, findings_of(network))


async def test_a_plan_is_made_of_what_is_known(commissioning: Served, school: Participation):
    made = await asked(commissioning, school)
    assert (made["status"], made["schools"], made["lines"]) == ("queued", 1, [])
    async with commissioning.database.transaction() as session:
        kept = select(SupportProposal.problem).where(SupportProposal.id == UUID(made["id"]))
        problem = (await session.execute(kept)).scalar_one()
    [taken_down] = problem["schools"]
    assert taken_down["needs"] == NEEDS
    assert (taken_down["first_priority"], taken_down["bought"]) == ("mental_health", [])
    assert {each["item_code"] for each in problem["offers"]} == {
        "anxiety-training", "social-communication-workshop", "parent-carer-workshop",
    }  # fmt: skip
    # From the 15th of September, after fourteen days, to the end of March.
    assert {round(each["months"], 2) for each in problem["offers"]} == {6.53}
    assert await work_once(commissioning.database)
    found = (await commissioning.as_("icb:QWO").get(f"/v1/support-proposals/{made['id']}")).json()
    assert found["status"] == "found"
    [plan] = found["plans"]
    assert plan["need"] == 110
    assert {line["menu_item_code"] for line in found["lines"]} == {each["item_code"] for each in problem["offers"]}
    anxiety = next(line for line in found["lines"] if line["menu_item_code"] == "anxiety-training")
    assert (anxiety["domain"], len(anxiety["finding_ids"]), anxiety["hours"]) == ("mental_health", 1, 3)


async def test_a_plan_may_count_from_another_day_than_today(
    commissioning: Served, school: Participation, time_machine: TimeMachineFixture
):
    time_machine.move_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    now = await solved(commissioning, school)
    assert (now["terms"]["on"], now["lines"]) == ("2026-11-24", [])
    then = await solved(commissioning, school, on="2025-09-01")
    assert (then["terms"]["on"], then["status"], len(then["lines"])) == ("2025-09-01", "found", 3)


async def test_an_existing_school_is_planned_for_from_the_embedding_budget_and_its_line_is_paid_from_there(
    commissioning: Served, partnership: PartnershipStandIn, network: Network
):
    school = await a_school_in_need(
        commissioning, partnership, findings_of(network), offer=Offer.EMBEDDING, cohort=Cohort.EXISTING
    )
    board = commissioning.as_("icb:QWO")
    other = await registered(board, name="Aire Valley Advisers")
    await offered(board, other["id"], menu_item_code="neurodiversity-introduction")
    nothing = await solved(commissioning, school)
    assert (nothing["terms"]["embedding_budget_pence"], nothing["status"]) == (0, "infeasible")
    assert "The budget of £0 for the embedding offer" in nothing["conflicts"][0]
    proposal = await solved(
        commissioning, school, tailored_budget_pence=0, engagement_budget_pence=0, embedding_budget_pence=10_000_00
    )
    assert (proposal["status"], {line["strand"] for line in proposal["lines"]}) == ("found", set(Strand))
    accepted = (await accept(commissioning, proposal, 1)).json()["lines"][0]["accepted_as"]
    line = (await board.get(f"/v1/package-lines/{accepted}")).json()
    assert line["funding_strand"] == "embedding"


async def test_one_plan_is_looked_for_at_a_time(commissioning: Served, school: Participation):
    await asked(commissioning, school)
    again = await commissioning.as_("icb:QWO").post(f"/v1/projects/{school.project_id}/support-proposals", json=TERMS)
    assert again.status_code == 409
    assert await work_once(commissioning.database)
    await asked(commissioning, school)


async def test_a_line_of_the_plan_becomes_a_line_of_the_package(commissioning: Served, school: Participation):
    proposal = await solved(commissioning, school)
    line = next(each for each in proposal["lines"] if each["menu_item_code"] == "anxiety-training")
    answer = await accept(commissioning, proposal, line["number"])
    assert answer.status_code == 200, answer.text
    accepted = next(each for each in answer.json()["lines"] if each["number"] == line["number"])
    package = await commissioning.as_("icb:QWO").get(f"/v1/package-lines/{accepted['accepted_as']}")
    made = package.json()
    assert (made["status"], made["hours"], made["cost_pence"]) == ("proposed", line["hours"], line["cost_pence"])
    assert (made["local_offer_id"], made["finding_ids"]) == (line["local_offer_id"], line["finding_ids"])
    again = await accept(commissioning, answer.json(), line["number"])
    assert (again.status_code, again.json()["title"]) == (409, "The line was accepted already")
    assert (await accept(commissioning, proposal, line["number"])).status_code in {409, 412}


async def test_what_was_accepted_counts_in_the_next_plan(commissioning: Served, school: Participation):
    proposal = await solved(commissioning, school)
    line = next(each for each in proposal["lines"] if each["menu_item_code"] == "anxiety-training")
    assert (await accept(commissioning, proposal, line["number"])).status_code == 200
    later = await solved(commissioning, school)
    assert "anxiety-training" not in {each["menu_item_code"] for each in later["lines"]}
    assert later["objective"] == pytest.approx(proposal["objective"])


async def test_a_line_may_be_changed_when_it_is_accepted(commissioning: Served, school: Participation):
    proposal = await solved(commissioning, school)
    answer = await accept(commissioning, proposal, 1, hours=1.5)
    accepted = answer.json()["lines"][0]["accepted_as"]
    assert (await commissioning.as_("icb:QWO").get(f"/v1/package-lines/{accepted}")).json()["hours"] == 1.5


async def test_a_refused_line_leaves_the_proposal_as_it_was(commissioning: Served, school: Participation):
    proposal = await solved(commissioning, school)
    answer = await accept(commissioning, proposal, 1, starts_on="2026-04-02", ends_on="2026-04-03")
    assert answer.status_code == 409
    assert (await accept(commissioning, proposal, 99)).status_code == 404
    path = f"/v1/support-proposals/{proposal['id']}"
    assert (await commissioning.as_("icb:QWO").get(path)).json() == proposal
    assert (await commissioning.as_("icb:QWO").get("/v1/package-lines")).json()["items"] == []


async def test_nothing_is_accepted_while_the_plan_is_looked_for(commissioning: Served, school: Participation):
    waiting = await asked(commissioning, school)
    answer = await accept(commissioning, waiting, 1)
    assert (answer.status_code, answer.json()["title"]) == (409, "The proposal has not ended yet")


async def test_an_acceptance_without_its_version_or_from_another_board_is_refused(
    commissioning: Served, school: Participation
):
    proposal = await solved(commissioning, school)
    path = f"/v1/support-proposals/{proposal['id']}/lines/1/acceptance"
    assert (await commissioning.as_("icb:QWO").post(path, json=ACCEPTANCE)).status_code == 428
    head = {"If-Match": f'"{proposal["version"]}"'}
    assert (await commissioning.as_("icb:QF7").post(path, json=ACCEPTANCE, headers=head)).status_code == 404
    stale = {"If-Match": '"1"'}
    assert (await commissioning.as_("icb:QWO").post(path, json=ACCEPTANCE, headers=stale)).status_code == 412
    assert (await commissioning.as_("icb:QWO").get("/v1/package-lines")).json()["items"] == []
