"""Key decisions, each with who took part: at a meeting or in writing, never deleted."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shared.kit.clock import today
from tests.support.governance import decision, decision_of, governed_project, meeting_of
from tests.support.partnership import done, project_of
from tests.support.selection import if_match, refused
from tests.support.serving import Served

TOMORROW = (today() + timedelta(days=1)).isoformat()


async def withdraw(partnership: Served, taken, **more):
    path = f"/v1/decisions/{taken['id']}/withdrawal"
    body = {"reason": "The list has changed."} | more
    return await partnership.as_("icb:QWO").post(path, json=body, headers=if_match(taken))


async def test_a_decision_is_recorded_with_who_took_part(partnership: Served):
    project, parents = await governed_project(partnership)
    meeting = await meeting_of(partnership, project, "icb:QWO", "la:383", parents)
    taken = await decision_of(partnership, meeting, "icb:QWO", parents, against=[parents])
    assert (taken["took_part"], taken["against"]) == (["icb:QWO", parents], [parents])
    assert (taken["decided_on"], taken["meeting_id"]) == (meeting["held_on"], meeting["id"])
    assert taken["status"] == "standing"
    read = await partnership.as_("la:383").get(f"/v1/decisions/{taken['id']}")
    assert (done(read, 200), read.headers["etag"]) == (taken, '"1"')


async def test_who_was_not_at_the_meeting_did_not_take_part(partnership: Served):
    project, parents = await governed_project(partnership)
    meeting = await meeting_of(partnership, project, "icb:QWO", "la:383")
    path = f"/v1/meetings/{meeting['id']}/decisions"
    answer = await partnership.as_("icb:QWO").post(path, json=decision("icb:QWO", parents))
    assert refused(answer, 409, "not-at-meeting")["detail"] == f"Some of these were not at the meeting: {parents}."


async def test_who_was_against_took_part(partnership: Served):
    project, _ = await governed_project(partnership)
    meeting = await meeting_of(partnership, project, "icb:QWO", "la:383")
    path = f"/v1/meetings/{meeting['id']}/decisions"
    answer = await partnership.as_("icb:QWO").post(path, json=decision("icb:QWO", against=["la:383"]))
    refused(answer, 422, "did-not-take-part")


async def test_a_decision_in_writing_has_a_day_and_no_meeting(partnership: Served):
    project, parents = await governed_project(partnership)
    board, path = partnership.as_("icb:QWO"), f"/v1/projects/{project['id']}/decisions"
    body = decision("icb:QWO", "la:383", parents, decided_on="2025-09-01")
    taken = done(await board.post(path, json=body))
    assert (taken["meeting_id"], taken["decided_on"]) == (None, "2025-09-01")
    refused(await board.post(path, json=body | {"decided_on": TOMORROW}), 409, "day-to-come")
    foreign = await board.post(path, json=body | {"took_part": ["icb:QWO", "la:999"]})
    assert refused(foreign, 409, "not-partners")["detail"].endswith("la:999.")


async def test_a_withdrawn_decision_stays_with_its_reason_and_what_stands_instead(partnership: Served):
    meeting = await meeting_of(partnership, await project_of(partnership, "QWO"))
    first, second = await decision_of(partnership, meeting), await decision_of(partnership, meeting)
    gone = done(await withdraw(partnership, first, superseded_by=second["id"]), 200)
    assert (gone["status"], gone["superseded_by"]) == ("withdrawn", second["id"])
    assert (gone["withdrawal_reason"], gone["withdrawn_on"]) == ("The list has changed.", today().isoformat())
    refused(await withdraw(partnership, gone), 409, "decision-withdrawn-already")
    refused(await withdraw(partnership, first), 412, "stale-version")
    path = f"/v1/decisions/{first['id']}"
    entries = done(await partnership.as_("icb:QWO").get(f"{path}/history"), 200)["items"]
    assert [entry["event"].rsplit(".", 1)[-1] for entry in entries] == ["withdrawn", "recorded"]
    assert (await partnership.as_("icb:QWO").delete(path)).status_code == 405


async def test_a_decision_is_superseded_by_another_standing_one_of_its_project(partnership: Served):
    meeting = await meeting_of(partnership, await project_of(partnership, "QWO"))
    elsewhere = await meeting_of(partnership, await project_of(partnership, "QOP"), "icb:QOP")
    taken, withdrawn = await decision_of(partnership, meeting), await decision_of(partnership, meeting)
    done(await withdraw(partnership, withdrawn), 200)
    foreign = await decision_of(partnership, elsewhere, "icb:QOP")
    for other in (taken["id"], withdrawn["id"], foreign["id"], str(uuid4())):
        refused(await withdraw(partnership, taken, superseded_by=other), 409, "cannot-supersede")


async def test_a_withdrawal_says_which_version_it_withdraws_and_why(partnership: Served):
    taken = await decision_of(partnership, await meeting_of(partnership, await project_of(partnership, "QWO")))
    path = f"/v1/decisions/{taken['id']}/withdrawal"
    blind = await partnership.as_("icb:QWO").post(path, json={"reason": "It was a mistake."})
    refused(blind, 428, "precondition-missing")
    wordless = await partnership.as_("icb:QWO").post(path, json={}, headers=if_match(taken))
    assert [error["pointer"] for error in done(wordless, 422)["errors"]] == ["/reason"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "A Kind"}, "/kind"),
        ({"title": ""}, "/title"),
        ({"decided": "x" * 4001}, "/decided"),
        ({"rationale": "Ring 01132 123 456 about it"}, "/rationale"),
        ({"took_part": []}, "/took_part"),
        ({"against": ["nobody"]}, "/against/0"),
        ({"decided_on": "2025-09-01"}, "/decided_on"),
    ],
)
async def test_a_malformed_decision_is_refused_by_its_field(partnership: Served, change, pointer: str):
    meeting = await meeting_of(partnership, await project_of(partnership, "QWO"))
    path = f"/v1/meetings/{meeting['id']}/decisions"
    answer = await partnership.as_("icb:QWO").post(path, json=decision("icb:QWO") | change)
    assert [error["pointer"] for error in done(answer, 422)["errors"]] == [pointer]


async def test_the_list_is_filtered_by_kind_status_and_who_took_part(partnership: Served):
    project, parents = await governed_project(partnership)
    meeting = await meeting_of(partnership, project, "icb:QWO", parents)
    plan = await decision_of(partnership, meeting, "icb:QWO", kind="plan")
    money = await decision_of(partnership, meeting, parents, kind="funding")
    done(await withdraw(partnership, plan), 200)

    async def listed(query: str) -> list[str]:
        page = done(await partnership.as_(parents).get(f"/v1/decisions?{query}"), 200)
        return [each["id"] for each in page["items"]]

    assert await listed("kind=plan,other") == [plan["id"]]
    assert await listed("status=standing") == [money["id"]]
    assert await listed(f"took_part={parents}") == [money["id"]]
    assert await listed(f"meeting_id={meeting['id']}&sort=-id") == [money["id"], plan["id"]]
    assert await listed(f"project_id={uuid4()}") == []
