"""What a school or its board may propose, and what is refused with its place."""

from typing import Any

import pytest

from shared.contracts.partnership.participations import Participation, ParticipationStatus
from tests.assessment_api.found import on_domain, renew
from tests.assessment_api.owner import Owner, a_participation, a_project
from tests.assessment_api.priorities.conftest import SAID
from tests.support.network import Network
from tests.support.serving import Served


async def test_a_proposal_keeps_the_ranking_and_what_was_missing_when_it_was_made(
    assessment: Served, elm_park: Participation, of_assessment, findings, two, propose
):
    answer = await propose(two)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    ranking = (await assessment.as_("school:107866").get(f"/v1/participations/{elm_park.id}/ranking")).json()
    assert (made["number"], made["status"], made["version"]) == (1, "proposed", 1)
    assert (made["ranked"], made["missing"]) == (ranking["domains"], ranking["missing"])
    assert [each["source"] for each in made["missing"]] == ["voice"]
    assert made["ranking_rule_id"] == ranking["rule"]["id"]
    assert made["priorities"] == [
        {"rank": rank, "domain": each["domain"], "finding_ids": each["finding_ids"], "reason": None}
        for rank, each in enumerate(two, start=1)
    ]
    await renew(assessment.database, elm_park, [on_domain("communication", 100.0)], source_id=of_assessment)
    kept = (await assessment.as_("icb:QWO").get(answer.headers["Location"])).json()
    assert kept == made


@pytest.mark.parametrize(("caller", "agreed"), [("school:107866", (True, False)), ("icb:QWO", (False, True))])
async def test_who_proposes_agrees_by_that(two, propose, caller: str, agreed: tuple[bool, bool]):
    made = (await propose(two, caller)).json()
    assert (made["school_agreed_at"] is not None, made["team_agreed_at"] is not None) == agreed
    assert {made["school_agreed_by"], made["team_agreed_by"]} == {caller, None}
    assert (made["proposed_by"], made["agreed_at"]) == (caller, None)


async def test_a_new_proposal_takes_the_place_of_the_open_one(assessment: Served, two, propose):
    first = (await propose(two)).json()
    second = (await propose(two[:1], "icb:QWO")).json()
    assert second["number"] == 2
    items = (await assessment.as_("la:383").get("/v1/priority-sets")).json()["items"]
    assert [(each["id"], each["status"]) for each in items] == [(first["id"], "superseded"), (second["id"], "proposed")]


def at(place: int, name: str) -> str:
    return f"/priorities/{place}/{name}"


async def test_every_fault_of_a_proposal_is_named_with_its_place(
    assessment: Served, elm_park: Participation, of_assessment, findings: dict[str, str], propose
):
    await renew(assessment.database, elm_park, [on_domain("environment", 85.0), *SAID[1:]], source_id=of_assessment)
    elsewhere = await renew(assessment.database, a_participation(urn="107867"), [on_domain("environment", 90.0)])
    [foreign] = (await assessment.as_("national:dfe").get(f"/v1/findings?source_id={elsewhere}")).json()["items"]
    answer = await propose(
        [
            {"domain": "environment", "finding_ids": [findings["environment"], findings["mental_health"]]},
            {"domain": "communication", "finding_ids": [foreign["id"], findings["communication"]]},
            {"domain": "music", "finding_ids": [], "reason": "There is none."},
            {"domain": "environment", "finding_ids": []},
            {"domain": "leadership_culture_and_values", "finding_ids": []},
        ]
    )
    assert answer.status_code == 422, answer.text
    assert {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]} == {
        (at(0, "finding_ids/0"), "superseded"),
        (at(0, "finding_ids/1"), "other_domain"),
        (at(1, "finding_ids/0"), "unknown"),
        (at(1, "reason"), "missing"),
        (at(2, "domain"), "unknown"),
        (at(3, "domain"), "repeated"),
        (at(3, "reason"), "missing"),
        (at(4, "reason"), "missing"),
    }
    details = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
    assert "The ranking has mental_health at place 2." in details[at(1, "reason")]
    assert (await assessment.as_("la:383").get("/v1/priority-sets")).json()["items"] == []


async def test_another_order_than_the_rankings_needs_a_reason_and_keeps_it(two, propose):
    turned = list(reversed(two))
    assert (await propose(turned)).status_code == 422
    reason = "Noise is being dealt with by the council already."
    answer = await propose([each | {"reason": reason} for each in turned])
    assert answer.status_code == 201, answer.text
    assert [each["reason"] for each in answer.json()["priorities"]] == [reason, reason]


async def test_a_priority_without_a_finding_says_why(findings, propose):
    assert (await propose([{"domain": "environment"}])).status_code == 422
    answer = await propose([{"domain": "environment", "reason": "Seen on a visit, and not rated."}])
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "priorities",
    [
        [],
        [{"domain": "environment", "finding_ids": ["1"]}],
        [{"domain": "environment", "reason": "Ask head@elmpark.sch.uk."}],
        [{"domain": "environment", "rank": 2}],
        [{"domain": "d" * 81}],
        [{"domain": f"d{number}"} for number in range(21)],
    ],
)
async def test_what_has_not_the_form_of_priorities_is_refused(propose, priorities: list[dict[str, Any]]):
    answer = await propose(priorities)
    assert answer.status_code == 422
    assert "elmpark" not in answer.text


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (ParticipationStatus.SELECTED, "The school has not confirmed that it takes part"),
        (ParticipationStatus.WITHDRAWN, "The school takes part no longer"),
    ],
)
async def test_only_a_school_that_takes_part_has_priorities(
    owner: Owner, elm_park: Participation, two, propose, status: ParticipationStatus, told: str
):
    owner.knows(elm_park.model_copy(update={"status": status}))
    answer = await propose(two)
    assert (answer.status_code, answer.json()["title"]) == (409, told)


async def test_a_year_without_weights_has_no_priorities_yet(assessment: Served, owner: Owner):
    later = owner.knows(a_participation(programme_year="2026-27"))
    answer = await assessment.as_("school:107866").post(
        f"/v1/participations/{later.id}/priority-sets",
        json={"priorities": [{"domain": "environment", "reason": "Seen on a visit."}]},
    )
    assert answer.status_code == 409
    assert answer.json()["title"] == "There are no ranking weights for this programme year yet"


@pytest.mark.parametrize("caller", ["icb:QHM", "school:100000"])
async def test_another_school_or_board_proposes_nothing(two, propose, caller: str):
    assert (await propose(two, caller)).status_code == 403


@pytest.mark.parametrize("caller", ["la:383", "national:dfe", "service:commissioning"])
async def test_only_schools_and_boards_propose(two, propose, caller: str):
    assert (await propose(two, caller)).status_code == 403


async def test_the_board_that_went_on_with_a_project_proposes_and_the_one_before_does_not(
    owner: Owner, elm_park: Participation, two, propose
):
    owner.projects[elm_park.project_id] = a_project(elm_park, lead_icb_code="QHM")
    assert (await propose(two, "icb:QWO")).status_code == 403
    assert (await propose(two, "icb:QHM")).status_code == 201


async def test_a_school_proposes_under_its_number_after_a_conversion(
    owner: Owner, elm_park: Participation, two, propose
):
    owner.knows(elm_park.model_copy(update={"current_urn": "150001"}))
    answer = await propose(two, "school:150001")
    assert (answer.status_code, answer.json()["urn"]) == (201, "107866")


async def test_nothing_is_proposed_while_partnership_is_away(network: Network, two, propose):
    network.away.add("partnership.test")
    assert (await propose(two)).status_code == 503
