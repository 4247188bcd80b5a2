"""A line answers findings of its own school, is taken from an offer that can be had, and adds to what exists."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.commissioning_api.local_offers.models import LocalOffer
from services.commissioning_api.packages import taking
from tests.commissioning_api.asking import (
    HEAD,
    NOT_THERE,
    a_line,
    an_offer,
    change,
    consider,
    considered,
    move,
    problem,
    propose,
    proposed,
)  # fmt: skip
from tests.commissioning_api.assessed import AssessmentStandIn, a_finding, finding_of
from tests.commissioning_api.offering import end
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.network import Network
from tests.support.serving import Served

COACHING = {"menu_item_code": "classroom-coaching", "domain": "teaching_and_learning"}


@pytest.mark.parametrize("code", ["superseded", "of_another_school", "of_another_domain", "not_found", "repeated"])
async def test_a_finding_that_does_not_stand_at_the_school_is_not_cited(
    commissioning: Served, partnership: PartnershipStandIn, assessment: AssessmentStandIn, code: str
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    own = finding_of(school.id, "mental_health")
    wrong = {
        "superseded": assessment.has(a_finding(school.id, "mental_health", id=uuid4(), status="superseded")).id,
        "of_another_school": assessment.has(a_finding(uuid4(), "mental_health")).id,
        "of_another_domain": finding_of(school.id, "environment"),
        "not_found": uuid4(),
        "repeated": own,
    }[code]
    answer = await propose(board, school.id, finding_ids=[str(own), str(wrong)])
    assert (answer.status_code, problem(answer)) == (409, "findings-not-to-be-cited")
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/finding_ids/1", code)]
    line = await proposed(board, school.id)
    changed = await change(board, line["id"], 1, finding_ids=[str(own), str(wrong)])
    assert (changed.status_code, problem(changed)) == (409, "findings-not-to-be-cited")
    assert (await board.get("/v1/package-lines")).json()["items"] == [line]


@pytest.mark.parametrize(
    ("offer", "line", "refusal"),
    [
        ({"la_codes": ["380"]}, {}, "local-offer-elsewhere"),
        ({"available_from": "2025-10-02"}, {}, "outside-the-offers-days"),
        ({"available_until": "2025-10-30"}, {}, "outside-the-offers-days"),
        ({"capacity_hours_per_month": 2.75}, {}, "beyond-capacity"),
        ({"exists_locally": True, "exists_for": "Pupils with a plan."}, {}, "exists-locally"),
        (
            {},
            {"menu_item_code": "classroom-coaching", "domain": "teaching_and_learning"},
            "local-offer-of-another-item",
        ),
    ],
)
async def test_what_cannot_be_had_is_refused_by_its_rule(
    commissioning: Served,
    partnership: PartnershipStandIn,
    offer: dict[str, Any],
    line: dict[str, Any],
    refusal: str,
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    made = await an_offer(board, "anxiety-training", **offer)
    answer = await propose(board, school.id, local_offer_id=made, **line)
    assert (answer.status_code, problem(answer)) == (409, refusal)
    assert (await board.get("/v1/package-lines")).json()["items"] == []


async def test_an_offer_that_is_withdrawn_or_another_boards_or_unknown_is_not_had(
    commissioning: Served, partnership: PartnershipStandIn
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    withdrawn = await an_offer(board, "anxiety-training")
    await end(board, f"local-offers/{withdrawn}/withdrawal", 1)
    for offer in (withdrawn, str(uuid4())):
        assert problem(await propose(board, school.id, local_offer_id=offer)) == "local-offer-not-had"
    elsewhere = await an_offer(commissioning.as_("icb:QF7"), "anxiety-training")
    assert problem(await propose(board, school.id, local_offer_id=elsewhere)) == "local-offer-elsewhere"


async def test_an_offer_of_another_year_is_not_had(commissioning: Served, partnership: PartnershipStandIn):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    line = await proposed(board, school.id)
    offer = await an_offer(board, "anxiety-training", unit_cost_pence=1)
    async with commissioning.database.transaction() as session:
        (await session.get_one(LocalOffer, UUID(offer))).programme_year = "2026-27"
    later = {"starts_on": "2025-11-01", "ends_on": "2025-11-30"}
    refused = await propose(board, school.id, local_offer_id=offer, **later)
    assert (refused.status_code, problem(refused)) == (409, "local-offer-of-another-year")
    changed = await change(board, line["id"], 1, local_offer_id=offer)
    assert (changed.status_code, problem(changed)) == (409, "local-offer-of-another-year")
    assert (await board.get("/v1/package-lines")).json()["items"] == [line]


async def test_a_service_that_exists_is_bought_when_the_line_says_what_it_adds(
    commissioning: Served, partnership: PartnershipStandIn
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    offer = await an_offer(board, "anxiety-training", exists_locally=True, exists_for="Pupils with a plan.")
    line = await proposed(board, school.id, local_offer_id=offer, adds="It reaches all staff.")
    taken_back = await change(board, line["id"], 1, adds=None)
    assert (taken_back.status_code, problem(taken_back)) == (409, "exists-locally")


async def test_a_line_keeps_the_price_it_was_proposed_at_unless_it_takes_another_offer(
    commissioning: Served, partnership: PartnershipStandIn
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    offer = await an_offer(board, "anxiety-training", unit="half_day", hours_per_unit=3, unit_cost_pence=48_000)
    line = await proposed(board, school.id, local_offer_id=offer, hours=3.25)
    assert (line["units"], line["unit_cost_pence"], line["cost_pence"]) == (2, 48_000, 96_000)
    path = f"/v1/local-offers/{offer}"
    dearer = await board.patch(path, json={"unit_cost_pence": 60_000}, headers={"If-Match": '"1"'})
    assert dearer.status_code == 200
    longer = (await change(board, line["id"], 1, hours=6.25)).json()
    assert (longer["units"], longer["unit_cost_pence"], longer["cost_pence"]) == (3, 48_000, 144_000)
    other = await an_offer(board, "anxiety-training", unit_cost_pence=1)
    moved = (await change(board, line["id"], 2, local_offer_id=other)).json()
    assert (moved["units"], moved["unit_cost_pence"], moved["cost_pence"]) == (7, 1, 7)
    assert moved["provider_id"] != line["provider_id"]


async def test_what_has_still_to_begin_is_asked_for_in_time(
    commissioning: Served, partnership: PartnershipStandIn, monkeypatch: pytest.MonkeyPatch
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    offer = await an_offer(board, "anxiety-training", lead_time_days=14)
    monkeypatch.setattr(taking, "today", lambda: date(2025, 10, 1) - timedelta(13))
    late = await propose(board, school.id, local_offer_id=offer)
    assert (late.status_code, problem(late)) == (409, "earlier-than-its-lead-time")
    monkeypatch.setattr(taking, "today", lambda: date(2025, 10, 1) - timedelta(14))
    assert (await propose(board, school.id, local_offer_id=offer)).status_code == 201


async def test_hours_that_others_take_are_gone_until_their_line_is_cancelled(
    commissioning: Served, partnership: PartnershipStandIn
):
    board = commissioning.as_("icb:QWO")
    schools = [partnership.takes_part(), partnership.takes_part(urn="107867")]
    offer = await an_offer(board, "anxiety-training", capacity_hours_per_month=5)
    first = await proposed(board, schools[0].id, local_offer_id=offer)
    refused = await propose(board, schools[1].id, local_offer_id=offer)
    assert problem(refused) == "beyond-capacity"
    assert "October 2025" in refused.json()["detail"]
    await proposed(board, schools[1].id, local_offer_id=offer, starts_on="2025-11-01", ends_on="2025-11-30")
    await move(board, first["id"], "cancellation", 1, {"reason": "Not wanted."})
    await proposed(board, schools[1].id, local_offer_id=offer)


async def test_the_same_line_is_not_proposed_twice_and_not_moved_onto_another(
    commissioning: Served, partnership: PartnershipStandIn
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    await proposed(board, school.id)
    again = await propose(board, school.id, starts_on="2025-10-31", ends_on="2025-11-30")
    assert (again.status_code, problem(again)) == (409, "line-there-already")
    after = await proposed(board, school.id, starts_on="2025-11-01", ends_on="2025-11-30")
    moved = await change(board, after["id"], 1, starts_on="2025-10-31")
    assert (moved.status_code, problem(moved)) == (409, "line-there-already")


async def test_nothing_is_agreed_before_both_were_considered(commissioning: Served, partnership: PartnershipStandIn):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    line = await proposed(board, school.id)
    package = f"/v1/participations/{school.id}/package"
    assert (await board.get(package)).json()["considerations_missing"] == ["survey", "voice"]
    neither = await move(board, line["id"], "agreement", 1, HEAD)
    assert (neither.status_code, problem(neither)) == (409, "not-considered")
    assert "the parent carer survey and children's voice" in neither.json()["detail"]
    await consider(board, school.id, "survey", {"available": True, "what_it_led_to": "Anxiety comes first."})
    one = await move(board, line["id"], "agreement", 1, HEAD)
    assert "survey" not in one.json()["detail"]
    await consider(commissioning.as_("school:107866"), school.id, "voice", NOT_THERE)
    assert (await move(board, line["id"], "agreement", 1, HEAD)).status_code == 200
    shown = (await board.get(package)).json()
    assert shown["considerations_missing"] == []
    assert [(each["source"], each["available"]) for each in shown["considerations"]] == [
        ("survey", True), ("voice", False),
    ]  # fmt: skip
    listed = (await board.get("/v1/considerations?source=survey")).json()["items"]
    assert listed == shown["considerations"][:1]


@pytest.mark.parametrize("organisation", ["icb:QWO", "school:107866"])
async def test_whose_agreement_is_recorded_is_said_by_a_board_and_only_by_it(
    commissioning: Served, partnership: PartnershipStandIn, organisation: str
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    line = await proposed(board, school.id)
    await considered(board, school.id)
    wrong = None if organisation == "icb:QWO" else HEAD
    answer = await move(commissioning.as_(organisation), line["id"], "agreement", 1, wrong)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/agreement")


@pytest.mark.parametrize("source", ["survey", "voice"])
async def test_what_is_there_is_not_said_to_be_missing(
    commissioning: Served, partnership: PartnershipStandIn, assessment: AssessmentStandIn, source: str
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    (assessment.surveyed if source == "survey" else assessment.heard).add(school.id)
    answer = await consider(board, school.id, source, NOT_THERE)
    assert (answer.status_code, problem(answer)) == (409, "it-was-there")
    for said in ({"available": True}, {"available": False, "what_it_led_to": "Nothing."}):
        faulty = await consider(board, school.id, source, said)
        assert (faulty.status_code, faulty.json()["errors"][0]["pointer"]) == (422, "/what_it_led_to")
    first = await consider(board, school.id, source, {"available": True, "what_it_led_to": "Calm comes first."})
    assert (first.status_code, first.json()["version"]) == (201, 1)
    assert (await consider(board, school.id, source, NOT_THERE)).status_code in (409, 412)
    again = await consider(board, school.id, source, {"available": True, "what_it_led_to": "Sleep."}, version=1)
    assert (again.status_code, again.json()["version"], again.json()["what_it_led_to"]) == (200, 2, "Sleep.")
    stale = await consider(board, school.id, source, {"available": True, "what_it_led_to": "No."}, version=1)
    assert stale.status_code == 412


async def test_a_consideration_is_its_own_schools_and_boards(
    commissioning: Served, partnership: PartnershipStandIn, network: Network
):
    school = partnership.takes_part()
    for organisation, status in (
        ("icb:QF7", 404), ("school:107001", 404), ("la:383", 403), ("national:dfe", 403), ("evaluator:iff", 403),
    ):  # fmt: skip
        answer = await consider(commissioning.as_(organisation), school.id, "survey", NOT_THERE)
        assert answer.status_code == status, organisation
    await considered(commissioning.as_("school:107866"), school.id)
    for organisation, number in (
        ("icb:QWO", 2), ("la:383", 2), ("school:107866", 2), ("icb:QF7", 0), ("la:373", 0), ("school:107001", 0),
    ):  # fmt: skip
        listed = await commissioning.as_(organisation).get("/v1/considerations")
        assert len(listed.json()["items"]) == number, organisation
    network.away.add("assessment.test")
    away = await consider(commissioning.as_("icb:QWO"), partnership.takes_part().id, "survey", NOT_THERE)
    assert (away.status_code, away.headers["Retry-After"]) == (503, "5")


async def test_a_line_sent_by_its_board_names_its_offer_and_its_findings(
    commissioning: Served, partnership: PartnershipStandIn
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    sent = await a_line(board, school.id)
    for name in ("local_offer_id", "finding_ids"):
        body = {key: value for key, value in sent.items() if key != name}
        answer = await board.post(f"/v1/participations/{school.id}/package-lines", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{name}")
