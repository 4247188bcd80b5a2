"""A school's agreement is given by the school, or recorded by its board with who agreed; either may end."""

import pytest

from tests.support.partnership import done
from tests.support.selection import (
    close,
    confirmed,
    if_match,
    participation_of,
    project_with_schools,
    refused,
    withdrawn,
)
from tests.support.serving import Served

BOARD_SAYS = {"agreed_by": "Head teacher"}
REASON = {"reason": "The head asked."}


async def test_a_school_confirms_with_its_own_token(partnership: Served):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    agreed = await confirmed(partnership, selected)
    assert (agreed["status"], agreed["confirmed_by"], agreed["agreed_by"]) == ("confirmed", "school:100025", None)
    assert agreed["version"] == 2
    assert selected["created_at"] < agreed["confirmed_at"] <= agreed["updated_at"]
    read = await partnership.as_("school:100025").get(f"/v1/participations/{selected['id']}")
    assert read.json() == agreed


async def test_a_board_records_who_agreed_for_the_school(partnership: Served):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    path = f"/v1/participations/{selected['id']}/confirmation"
    board = partnership.as_("icb:QWO")
    body = refused(await board.post(path, json={}, headers=if_match(selected)), 422, "agreement-not-named")
    assert body["errors"][0]["pointer"] == "/agreed_by"
    agreed = done(await board.post(path, json=BOARD_SAYS, headers=if_match(selected)), 200)
    assert (agreed["confirmed_by"], agreed["agreed_by"]) == ("icb:QWO", "Head teacher")


async def test_a_school_speaks_for_itself_alone(partnership: Served):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    path = f"/v1/participations/{selected['id']}/confirmation"
    answer = await partnership.as_("school:100025").post(path, json=BOARD_SAYS, headers=if_match(selected))
    refused(answer, 422, "agreement-not-recorded")


@pytest.mark.parametrize("organisation", ["icb:QHG", "school:100026"])
async def test_others_find_nothing_to_confirm(partnership: Served, organisation):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    said = BOARD_SAYS if organisation.startswith("icb") else {}
    path = f"/v1/participations/{selected['id']}/confirmation"
    answer = await partnership.as_(organisation).post(path, json=said, headers=if_match(selected))
    refused(answer, 404, "participation-not-found")


@pytest.mark.parametrize("transition", ["confirmation", "withdrawal"])
@pytest.mark.parametrize("organisation", ["la:383", "national:dfe", "service:reporting", "evaluator:x"])
async def test_kinds_that_decide_nothing_here_are_refused(partnership: Served, transition, organisation):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    path = f"/v1/participations/{selected['id']}/{transition}"
    answer = await partnership.as_(organisation).post(path, json=REASON, headers=if_match(selected))
    refused(answer, 403, "forbidden")


@pytest.mark.parametrize(("transition", "body"), [("confirmation", BOARD_SAYS), ("withdrawal", REASON)])
@pytest.mark.parametrize(
    ("headers", "status"), [({}, 428), ({"If-Match": '"7"'}, 412), ({"If-Match": "nonsense"}, 400)]
)
async def test_a_transition_names_the_version_it_changes(partnership: Served, transition, body, headers, status):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    path = f"/v1/participations/{selected['id']}/{transition}"
    assert (await partnership.as_("icb:QWO").post(path, json=body, headers=headers)).status_code == status


async def test_a_school_is_confirmed_once(partnership: Served):
    agreed = await confirmed(partnership, await participation_of(partnership, await project_with_schools(partnership)))
    path = f"/v1/participations/{agreed['id']}/confirmation"
    body = refused(
        await partnership.as_("icb:QWO").post(path, json=BOARD_SAYS, headers=if_match(agreed)), 409, "not-selected"
    )
    assert body["detail"] == "The school is already confirmed."


async def test_a_board_withdraws_a_school_with_the_reason_and_once(partnership: Served):
    agreed = await confirmed(partnership, await participation_of(partnership, await project_with_schools(partnership)))
    left = await withdrawn(partnership, agreed)
    assert (left["status"], left["withdrawal_reason"], left["version"]) == ("withdrawn", "The head asked.", 3)
    assert agreed["confirmed_at"] == left["confirmed_at"] < left["withdrawn_at"] <= left["updated_at"]
    board, path = partnership.as_("icb:QWO"), f"/v1/participations/{left['id']}"
    refused(await board.post(f"{path}/withdrawal", json=REASON, headers=if_match(left)), 409, "withdrawn-already")
    refused(await board.post(f"{path}/confirmation", json=BOARD_SAYS, headers=if_match(left)), 409, "not-selected")


async def test_a_withdrawal_says_why(partnership: Served):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    path = f"/v1/participations/{selected['id']}/withdrawal"
    answer = await partnership.as_("icb:QWO").post(path, json={}, headers=if_match(selected))
    assert done(answer, 422)["errors"][0]["pointer"] == "/reason"


@pytest.mark.parametrize(("transition", "body"), [("confirmation", BOARD_SAYS), ("withdrawal", REASON)])
async def test_in_a_closed_project_no_school_confirms_or_leaves(partnership: Served, transition, body):
    project = await project_with_schools(partnership)
    selected = await participation_of(partnership, project)
    await close(partnership, project)
    path = f"/v1/participations/{selected['id']}/{transition}"
    answer = await partnership.as_("icb:QWO").post(path, json=body, headers=if_match(selected))
    refused(answer, 409, "project-closed")


async def test_the_history_tells_who_did_what(partnership: Served):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    await withdrawn(partnership, await confirmed(partnership, selected))
    path = f"/v1/participations/{selected['id']}/history"
    [left, agreed, chosen] = done(await partnership.as_("la:383").get(path), 200)["items"]
    assert [(each["event"].rpartition(".")[2], each["by"], each["version"]) for each in (chosen, agreed, left)] == [
        ("selected", "icb:QWO", 1), ("confirmed", "school:100025", 2), ("withdrawn", "icb:QWO", 3),
    ]  # fmt: skip
    assert {"field": "status", "before": "selected", "after": "confirmed"} in agreed["changes"]
    assert (await partnership.as_("la:382").get(path)).status_code == 404
