"""Buying a line by the partnership's decision out of released money; varying, completing and cancelling what was."""

from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.programmes import CommitmentsUpTo
from tests.commissioning_api.asking import HOUR_PENCE, agreed, change, considered, move, problem, proposed
from tests.commissioning_api.packages.buying import bought, commission, funded, position
from tests.commissioning_api.stand_in import YEAR, PartnershipStandIn, as_it_became
from tests.support.network import Network
from tests.support.serving import Served

COST = 3 * HOUR_PENCE
VARIED = {"reason": "Fewer staff can come.", "agreement": "Head teacher"}
OFF = {"reason": "The school has it already."}


@pytest.fixture
async def school(commissioning: Served, partnership: PartnershipStandIn) -> Participation:
    """A school of a project to which ten times a line's cost is released."""
    taking_part = partnership.takes_part()
    await funded(commissioning, partnership, taking_part, 10 * COST)
    return taking_part


async def test_an_agreed_line_is_bought_by_a_decision_and_its_cost_is_committed(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation
):
    line = await bought(commissioning, partnership, school)
    assert (line["status"], line["version"], line["cost_pence"]) == ("commissioned", 3, COST)
    assert line["decision_id"] in {str(each) for each in partnership.decisions}
    assert line["commissioned_at"] is not None
    money = await position(commissioning.as_("icb:QWO"), school)
    assert (money["committed_pence"], money["free_pence"]) == (COST, 9 * COST)
    history = (await commissioning.as_("icb:QWO").get(f"/v1/package-lines/{line['id']}/history")).json()["items"]
    assert [entry["event"].rsplit(".", 1)[-1] for entry in history] == ["commissioned", "agreed", "proposed"]


async def test_only_an_agreed_line_is_bought_and_only_once(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation
):
    board, decision = commissioning.as_("icb:QWO"), str(partnership.decides(school).id)
    early = await commission(board, await proposed(board, school.id, hours=1, ends_on="2025-10-01"), decision)
    assert (early.status_code, problem(early)) == (409, "line-not-agreed")
    line = await bought(commissioning, partnership, school, starts_on="2025-10-02")
    again = await commission(board, line, decision)
    assert (again.status_code, problem(again)) == (409, "line-not-agreed")
    assert (await position(board, school))["committed_pence"] == COST


@pytest.mark.parametrize(
    "decision",
    [{"status": "withdrawn"}, {"kind": "selection"}, {"project_id": uuid4()}, None],
    ids=["withdrawn", "of another kind", "of another project", "unknown"],
)
async def test_a_decision_that_does_not_stand_buys_nothing(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation, decision: dict[str, Any] | None
):
    board = commissioning.as_("icb:QWO")
    await considered(board, school.id)
    line = await agreed(board, school.id)
    named = uuid4() if decision is None else partnership.decides(school, **decision).id
    answer = await commission(board, line, str(named))
    assert (answer.status_code, problem(answer)) == (409, "decision-does-not-stand")
    assert (await board.get(f"/v1/package-lines/{line['id']}")).json() == line


async def test_nothing_is_bought_with_nothing_released(commissioning: Served, partnership: PartnershipStandIn):
    school, board = partnership.takes_part(), commissioning.as_("icb:QWO")
    await funded(commissioning, partnership, school, 0)
    await considered(board, school.id)
    line = await agreed(board, school.id)
    answer = await commission(board, line, str(partnership.decides(school).id))
    assert (answer.status_code, problem(answer)) == (409, "nothing-released")


async def test_nothing_is_bought_beyond_what_is_released(commissioning: Served, partnership: PartnershipStandIn):
    school, board = partnership.takes_part(), commissioning.as_("icb:QWO")
    await funded(commissioning, partnership, school, COST - 1)
    await considered(board, school.id)
    line = await agreed(board, school.id)
    answer = await commission(board, line, str(partnership.decides(school).id))
    assert (answer.status_code, problem(answer)) == (409, "not-enough-released")
    assert (await board.get(f"/v1/package-lines/{line['id']}")).json() == line
    assert (await position(board, school))["committed_pence"] == 0


async def test_where_the_year_lets_the_allocation_be_committed_a_line_is_bought_before_any_release_and_not_beyond_it(
    commissioning: Served, partnership: PartnershipStandIn
):
    partnership.year = YEAR.model_copy(update={"commitments_up_to": CommitmentsUpTo.ALLOCATED})
    school, board = partnership.takes_part(), commissioning.as_("icb:QWO")
    await funded(commissioning, partnership, school, 0, tailored_support=COST + HOUR_PENCE)
    line = await bought(commissioning, partnership, school)
    money = await position(board, school)
    assert (money["committed_pence"], money["released_pence"], money["free_pence"]) == (COST, 0, -COST)
    dearer = await move(board, line["id"], "variation", 3, {"hours": 4, **VARIED})
    assert (dearer.status_code, dearer.json()["cost_pence"]) == (200, COST + HOUR_PENCE)
    too_dear = await move(board, line["id"], "variation", 4, {"unit_cost_pence": HOUR_PENCE + 1, **VARIED})
    assert (too_dear.status_code, problem(too_dear)) == (409, "not-enough-in-the-strand")
    another = await agreed(board, school.id, starts_on="2025-11-01", ends_on="2025-11-30", hours=1)
    refused = await commission(board, another, str(partnership.decides(school).id))
    assert (refused.status_code, problem(refused)) == (409, "not-enough-in-the-strand")
    told = (await board.get(f"/v1/projects/{school.project_id}/position")).json()
    assert (told["total"]["underspend_forecast_pence"], told["over_committed"]) == (0, False)


async def test_nothing_is_bought_with_nothing_allocated_whatever_the_year_lets_be_committed(
    commissioning: Served, partnership: PartnershipStandIn
):
    partnership.year = YEAR.model_copy(update={"commitments_up_to": CommitmentsUpTo.ALLOCATED})
    school, board = partnership.takes_part(), commissioning.as_("icb:QWO")
    await considered(board, school.id)
    line = await agreed(board, school.id)
    answer = await commission(board, line, str(partnership.decides(school).id))
    assert (answer.status_code, problem(answer)) == (409, "nothing-allocated")


async def test_an_embedding_school_is_paid_for_from_its_own_budget_line(
    commissioning: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part(offer="embedding")
    await funded(commissioning, partnership, school, 10 * COST, embedding=5 * COST, tailored_support=5 * COST)
    items = (await commissioning.as_("icb:QWO").get("/v1/menu-items?offer=embedding&limit=1")).json()["items"]
    item = {"menu_item_code": items[0]["code"], "domain": items[0]["domains"][0]}
    line = await bought(commissioning, partnership, school, **item)
    assert line["funding_strand"] == "embedding"
    found = (await commissioning.as_("icb:QWO").get(f"/v1/projects/{school.project_id}/position")).json()["strands"]
    assert {each["strand"]: each["committed_pence"] for each in found if each["committed_pence"]} == {"embedding": COST}


async def test_a_price_is_not_changed_after_agreement_but_varied_with_a_reason(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation
):
    board = commissioning.as_("icb:QWO")
    line = await bought(commissioning, partnership, school)
    assert problem(await change(board, line["id"], 3, hours=1)) == "line-not-proposed"
    refused = await change(board, line["id"], 3, unit_cost_pence=1)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/unit_cost_pence")
    varied = await move(board, line["id"], "variation", 3, {"hours": 2, "unit_cost_pence": 30_000, **VARIED})
    assert varied.status_code == 200, varied.text
    now = varied.json()
    assert (now["hours"], now["units"], now["cost_pence"], now["status"]) == (2, 2, 60_000, "commissioned")
    assert (now["variation_reason"], now["agreement"]) == (VARIED["reason"], VARIED["agreement"])
    assert (await position(board, school))["committed_pence"] == 60_000
    dearer = await move(board, line["id"], "variation", 4, {"unit_cost_pence": 50_000, **VARIED})
    assert (await position(board, school))["committed_pence"] == dearer.json()["cost_pence"] == 100_000
    too_dear = await move(board, line["id"], "variation", 5, {"unit_cost_pence": 10 * COST, **VARIED})
    assert (too_dear.status_code, problem(too_dear)) == (409, "not-enough-released")
    history = (await board.get(f"/v1/package-lines/{line['id']}/history")).json()["items"]
    assert [entry["event"].rsplit(".", 1)[-1] for entry in history][:3] == ["varied", "varied", "commissioned"]


@pytest.mark.parametrize(
    ("variation", "status", "refusal"),
    [
        ({}, 422, "nothing-varied"),
        ({"ends_on": "2026-04-01"}, 409, "outside-the-programme-year"),
        ({"hours": 1, "reason": None}, 422, "payload-refused"),
        ({"hours": 1, "agreement": None}, 422, "payload-refused"),
        ({"unit_cost_pence": 12.5}, 422, "payload-refused"),
        ({"unit_cost_pence": "£12"}, 422, "payload-refused"),
    ],
)
async def test_a_variation_is_held_against_the_rules(
    commissioning: Served,
    partnership: PartnershipStandIn,
    school: Participation,
    variation: dict[str, Any],
    status: int,
    refusal: str,
):
    board = commissioning.as_("icb:QWO")
    line = await bought(commissioning, partnership, school)
    answer = await move(board, line["id"], "variation", 3, VARIED | variation)
    assert answer.status_code == status, answer.text
    if status == 409 or refusal == "nothing-varied":
        assert problem(answer) == refusal
    assert (await board.get(f"/v1/package-lines/{line['id']}")).json() == line


async def test_an_agreed_line_is_varied_without_any_money(commissioning: Served, partnership: PartnershipStandIn):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    await considered(board, school.id)
    line = await agreed(board, school.id)
    answer = await move(board, line["id"], "variation", 2, {"hours": 1, **VARIED})
    assert (answer.status_code, answer.json()["cost_pence"]) == (200, HOUR_PENCE)
    unsaid = await proposed(board, school.id, starts_on="2025-11-01", ends_on="2025-11-30")
    assert problem(await move(board, unsaid["id"], "variation", 1, {"hours": 1, **VARIED})) == "line-not-to-vary"


async def test_what_is_cancelled_gives_its_money_back_even_with_everybody_else_away(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation, network: Network
):
    board = commissioning.as_("icb:QWO")
    line = await bought(commissioning, partnership, school)
    network.away |= {"partnership.test", "assessment.test"}
    answer = await move(board, line["id"], "cancellation", 3, OFF)
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    money = await position(board, school)
    assert (money["committed_pence"], money["free_pence"]) == (0, 10 * COST)


async def test_what_was_given_whole_stands(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation
):
    board = commissioning.as_("icb:QWO")
    line = await bought(commissioning, partnership, school)
    answer = await move(board, line["id"], "completion", 3)
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")
    assert answer.json()["completed_at"] is not None
    assert problem(await move(board, line["id"], "cancellation", 4, OFF)) == "line-completed"
    assert problem(await move(board, line["id"], "completion", 4)) == "line-not-bought"
    assert problem(await move(board, line["id"], "variation", 4, {"hours": 1, **VARIED})) == "line-not-to-vary"
    assert (await position(board, school))["committed_pence"] == COST


async def test_nothing_is_bought_for_a_school_that_has_withdrawn(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation
):
    board = commissioning.as_("icb:QWO")
    await considered(board, school.id)
    line = await agreed(board, school.id)
    partnership.participations[school.id] = as_it_became(school, status="withdrawn", version=3)
    answer = await commission(board, line, str(partnership.decides(school).id))
    assert (answer.status_code, problem(answer)) == (409, "participation-withdrawn")


@pytest.mark.parametrize("step", ["agreement", "commissioning", "variation"])
async def test_with_partnership_away_nothing_is_half_written(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation, network: Network, step: str
):
    board, decision = commissioning.as_("icb:QWO"), str(partnership.decides(school).id)
    await considered(board, school.id)
    line = await (proposed if step == "agreement" else agreed)(board, school.id)
    body = {
        "agreement": {"agreement": "Head teacher"},
        "commissioning": {"decision_id": decision},
        "variation": {"hours": 1, **VARIED},
    }[step]
    network.away.add("partnership.test")
    answer = await move(board, line["id"], step, line["version"], body)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert (await board.get(f"/v1/package-lines/{line['id']}")).json() == line
    assert (await position(board, school))["committed_pence"] == 0
    network.away.clear()
    assert (await move(board, line["id"], step, line["version"], body)).status_code == 200
