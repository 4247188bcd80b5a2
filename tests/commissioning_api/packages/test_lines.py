"""A line moves from proposed to agreed, or is cancelled; nobody's change is overwritten unseen."""

import pytest

from tests.commissioning_api.asking import HEAD, change, considered, move, problem, proposed
from tests.commissioning_api.stand_in import PartnershipStandIn, as_it_became
from tests.support.network import Network
from tests.support.serving import Served

REASON = {"reason": "The school has it already."}


async def test_a_proposed_line_is_changed_and_what_is_left_out_stays(
    commissioning: Served, partnership: PartnershipStandIn
):
    board = commissioning.as_("icb:QWO")
    line = await proposed(board, partnership.takes_part().id, adds="A second session.")
    answer = await change(board, line["id"], 1, hours=2.25, adds=None)
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert (changed["hours"], changed["adds"], changed["version"]) == (2.25, None, 2)
    kept = set(line) - {"hours", "adds", "version", "updated_at"}
    assert {name: changed[name] for name in kept} == {name: line[name] for name in kept}
    assert (await board.get(f"/v1/package-lines/{line['id']}")).json() == changed


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"ends_on": "2025-09-30"}, "ends-before-it-starts"),
        ({"ends_on": "2026-04-01"}, "outside-the-programme-year"),
        ({"domain": "environment"}, "domain-not-answered"),
    ],
)
async def test_a_change_is_held_against_the_same_rules(
    commissioning: Served, partnership: PartnershipStandIn, values: dict[str, str], refusal: str
):
    board = commissioning.as_("icb:QWO")
    line = await proposed(board, partnership.takes_part().id)
    answer = await change(board, line["id"], 1, **values)
    assert (answer.status_code, problem(answer)) == (409, refusal)
    assert (await board.get(f"/v1/package-lines/{line['id']}")).json() == line


async def test_the_item_of_a_line_cannot_be_changed(commissioning: Served, partnership: PartnershipStandIn):
    board = commissioning.as_("icb:QWO")
    line = await proposed(board, partnership.takes_part().id)
    answer = await change(board, line["id"], 1, menu_item_code="sensory-audit")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/menu_item_code")


@pytest.mark.parametrize("organisation", ["icb:QWO", "school:107866"])
async def test_the_school_agrees_or_its_board_records_it(
    commissioning: Served, partnership: PartnershipStandIn, organisation: str
):
    board = commissioning.as_("icb:QWO")
    school = partnership.takes_part()
    line = await proposed(board, school.id)
    await considered(board, school.id)
    said = HEAD if organisation == "icb:QWO" else {"agreement": None}
    answer = await move(commissioning.as_(organisation), line["id"], "agreement", 1, said)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["version"]) == ("agreed", 2)
    assert answer.json()["agreed_at"] is not None
    assert (answer.json()["agreed_by"], answer.json()["agreement"]) == (organisation, said["agreement"])
    history = (await board.get(f"/v1/package-lines/{line['id']}/history")).json()["items"]
    assert [(entry["event"], entry["by"]) for entry in history] == [
        ("commissioning.package-line.agreed", organisation),
        ("commissioning.package-line.proposed", "icb:QWO"),
    ]


async def test_an_agreed_line_is_neither_changed_nor_agreed_again_but_can_be_cancelled(
    commissioning: Served, partnership: PartnershipStandIn
):
    board = commissioning.as_("icb:QWO")
    school = partnership.takes_part()
    line = await proposed(board, school.id)
    await considered(board, school.id)
    await move(board, line["id"], "agreement", 1, HEAD)
    for answer in (await change(board, line["id"], 2, hours=1), await move(board, line["id"], "agreement", 2, HEAD)):
        assert (answer.status_code, problem(answer)) == (409, "line-not-proposed")
    cancelled = (await move(board, line["id"], "cancellation", 2, REASON)).json()
    assert (cancelled["status"], cancelled["cancellation_reason"]) == ("cancelled", REASON["reason"])
    again = await move(board, line["id"], "cancellation", 3, REASON)
    assert (again.status_code, problem(again)) == (409, "line-already-cancelled")


async def test_nothing_is_agreed_for_a_school_that_has_withdrawn_but_its_lines_can_be_cancelled(
    commissioning: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    line = await proposed(board, school.id)
    partnership.participations[school.id] = as_it_became(school, status="withdrawn", version=3)
    answers = [await move(board, line["id"], "agreement", 1, HEAD), await change(board, line["id"], 1, hours=1)]
    assert [problem(answer) for answer in answers] == ["participation-withdrawn"] * 2
    assert (await move(board, line["id"], "cancellation", 1, REASON)).status_code == 200


async def test_a_cancellation_needs_a_reason_and_nobody_else(
    commissioning: Served, partnership: PartnershipStandIn, network: Network
):
    board = commissioning.as_("icb:QWO")
    line = await proposed(board, partnership.takes_part().id)
    network.away.add("partnership.test")
    assert (await move(board, line["id"], "cancellation", 1, {})).status_code == 422
    assert (await move(board, line["id"], "agreement", 1, HEAD)).status_code == 503
    assert (await move(board, line["id"], "cancellation", 1, REASON)).status_code == 200


async def test_a_change_names_the_version_it_was_made_on(commissioning: Served, partnership: PartnershipStandIn):
    board = commissioning.as_("icb:QWO")
    line = await proposed(board, partnership.takes_part().id)
    path = f"/v1/package-lines/{line['id']}"
    assert (await board.patch(path, json={"hours": 1})).status_code == 428
    assert (await board.post(f"{path}/agreement")).status_code == 428
    assert (await board.post(f"{path}/cancellation", json=REASON)).status_code == 428
    await change(board, line["id"], 1, hours=1)
    stale = [
        await change(board, line["id"], 1, hours=2),
        await move(board, line["id"], "agreement", 1, HEAD),
        await move(board, line["id"], "cancellation", 1, REASON),
    ]
    assert [answer.status_code for answer in stale] == [412, 412, 412]
    assert (await board.get(path)).json()["hours"] == 1


async def test_a_line_that_is_known_already_is_not_sent_again(commissioning: Served, partnership: PartnershipStandIn):
    board = commissioning.as_("icb:QWO")
    line = await proposed(board, partnership.takes_part().id)
    path = f"/v1/package-lines/{line['id']}"
    assert (await board.get(path, headers={"If-None-Match": '"1"'})).status_code == 304
    await change(board, line["id"], 1, hours=1)
    assert (await board.get(path, headers={"If-None-Match": '"1"'})).status_code == 200
