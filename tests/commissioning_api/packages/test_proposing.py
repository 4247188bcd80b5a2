"""Proposing support to a school: only its board, only from the menu, only inside the year."""

from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.commissioning import packages as contract
from tests.commissioning_api.asking import HOUR_PENCE, LINE, a_line, problem, propose, proposed
from tests.commissioning_api.assessed import AssessmentStandIn
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.network import Network
from tests.support.serving import Served


async def test_a_board_proposes_an_item_of_the_menu(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    answer = await propose(board, school.id)
    assert answer.status_code == 201, answer.text
    line = answer.json()
    assert {name: line[name] for name in LINE} == LINE
    assert (line["urn"], line["la_code"], line["project_id"]) == (school.urn, school.la_code, str(school.project_id))
    assert (line["menu_item_title"], line["strand"]) == ("Understanding anxiety in the classroom", "tailored_support")
    assert (line["units"], line["unit_cost_pence"], line["cost_pence"]) == (3, HOUR_PENCE, 3 * HOUR_PENCE)
    assert (line["status"], line["agreed_at"], line["version"]) == ("proposed", None, 1)
    read = await board.get(answer.headers["Location"])
    assert read.json() == line
    assert read.headers["ETag"] == answer.headers["ETag"] == '"1"'
    assert contract.PackageLine.model_validate(line).model_dump(mode="json") == line


async def test_the_owners_are_asked_with_the_callers_own_token(
    commissioning: Served, partnership: PartnershipStandIn, assessment: AssessmentStandIn
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    line = await a_line(board, school.id)
    partnership.askers.clear()
    await proposed(board, school.id, **line)
    assert (partnership.askers, assessment.askers) == (["icb:QWO"] * 3, ["icb:QWO"])


@pytest.mark.parametrize(
    ("school", "line", "refusal"),
    [
        ({}, {"menu_item_code": "horse-riding"}, "not-on-the-menu"),
        ({"offer": "embedding"}, {}, "not-in-this-offer"),
        ({}, {"domain": "environment"}, "domain-not-answered"),
        ({}, {"starts_on": "2025-03-31"}, "outside-the-programme-year"),
        ({}, {"ends_on": "2026-04-01"}, "outside-the-programme-year"),
        ({}, {"ends_on": "2025-09-30"}, "ends-before-it-starts"),
        ({"status": "selected"}, {}, "participation-not-confirmed"),
        ({"status": "withdrawn"}, {}, "participation-withdrawn"),
        ({"programme_year": "2024-25"}, {}, "programme-year-missing"),
    ],
)
async def test_what_may_not_be_commissioned_is_refused_by_its_rule(
    commissioning: Served, partnership: PartnershipStandIn, school: dict[str, Any], line: dict[str, Any], refusal: str
):
    board = commissioning.as_("icb:QWO")
    answer = await propose(board, partnership.takes_part(**school).id, **line)
    assert (answer.status_code, problem(answer)) == (409, refusal)
    assert (await board.get("/v1/package-lines")).json()["items"] == []


async def test_the_refusal_of_what_is_off_the_menu_says_so(commissioning: Served, partnership: PartnershipStandIn):
    answer = await propose(commissioning.as_("icb:QWO"), partnership.takes_part().id, menu_item_code="horse-riding")
    assert answer.json()["title"] == "Nothing outside the menu may be commissioned"
    assert "horse-riding" not in answer.text


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        ({"hours": 1.3}, "/hours"),
        ({"cost_pence": 100}, "/cost_pence"),
        ({"finding_ids": []}, "/finding_ids"),
        ({"reason": ""}, "/reason"),
        ({"pupil": "A"}, "/pupil"),
        ({"starts_on": "soon"}, "/starts_on"),
    ],
)
async def test_a_malformed_line_is_refused_at_its_place(
    commissioning: Served, partnership: PartnershipStandIn, line: dict[str, Any], pointer: str
):
    answer = await propose(commissioning.as_("icb:QWO"), partnership.takes_part().id, **line)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])


async def test_a_school_of_another_board_and_an_unknown_one_are_the_same(
    commissioning: Served, partnership: PartnershipStandIn
):
    foreign = partnership.takes_part(icb_code="QF7")
    board = commissioning.as_("icb:QWO")
    answers = [await propose(board, foreign.id), await propose(board, uuid4())]
    assert [(answer.status_code, problem(answer)) for answer in answers] == [(404, "participation-not-found")] * 2
    assert answers[0].json()["detail"] == answers[1].json()["detail"]


@pytest.mark.parametrize("away", ["partnership.test", "assessment.test"])
async def test_nothing_is_half_written_while_an_owner_is_away(
    commissioning: Served, partnership: PartnershipStandIn, network: Network, away: str
):
    school = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    line = await a_line(board, school.id)
    network.away.add(away)
    answer = await propose(board, school.id, **line)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert (await board.get("/v1/package-lines")).json()["items"] == []
    assert (await board.get(f"/v1/participations/{school.id}/package")).status_code == 404
    network.away.clear()
    assert (await propose(board, school.id)).status_code == 201


async def test_a_token_that_may_not_ask_the_owner_is_told_so(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    line = await a_line(commissioning.as_("icb:QWO"), school.id)
    answer = await propose(commissioning.as_("icb:QWO", "commissioning:write"), school.id, **line)
    assert (answer.status_code, problem(answer)) == (403, "forbidden")
    assert "partnership" in answer.json()["detail"]


async def test_a_package_has_a_greatest_number_of_lines_and_cancelled_ones_do_not_count(
    commissioning: Served, partnership: PartnershipStandIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(contract, "GREATEST_PACKAGE", 2)
    school = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    days = [{"starts_on": f"2025-10-0{day}", "ends_on": f"2025-10-0{day}"} for day in (1, 2, 3)]
    line, _ = [await proposed(board, school.id, **day) for day in days[:2]]
    assert problem(await propose(board, school.id, **days[2])) == "package-full"
    await board.post(
        f"/v1/package-lines/{line['id']}/cancellation", json={"reason": "Not needed."}, headers={"If-Match": '"1"'}
    )
    assert (await propose(board, school.id, **days[2])).status_code == 201
