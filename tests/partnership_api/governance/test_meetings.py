"""Meetings: recorded, flagged when somebody was absent, corrected with what was there kept."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shared.kit.clock import today
from tests.support.governance import decision_of, governed_project, group, meeting_of, put_group
from tests.support.partnership import done, member_of, project_of
from tests.support.selection import if_match, refused
from tests.support.serving import Served

TOMORROW = (today() + timedelta(days=1)).isoformat()
HOST = "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12"
MEETING = {"held_on": "2025-10-07", "mode": "hybrid", "attended": ["icb:QWO"]}


def codes(meeting) -> list[str]:
    return [flag["code"] for flag in meeting["flags"]]


async def test_a_meeting_of_everybody_is_not_flagged(partnership: Served):
    project, parents = await governed_project(partnership)
    meeting = await meeting_of(partnership, project, "icb:QWO", "la:383", parents, "school:107866", "national:dfe")
    assert (meeting["flagged"], meeting["flags"], meeting["authorities"]) == (False, [], ["383"])
    read = await partnership.as_(parents).get(f"/v1/meetings/{meeting['id']}")
    assert (done(read, 200), read.headers["etag"]) == (meeting, '"1"')


async def test_a_meeting_without_those_it_needs_is_recorded_and_flagged(partnership: Served):
    project, _ = await governed_project(partnership)
    meeting = await meeting_of(partnership, project, "national:nhse")
    assert codes(meeting) == ["board_absent", "authority_absent", "parent_carers_absent"]
    assert meeting["flags"][1]["organisation"] == "la:383"
    assert meeting["flagged"] is True


async def test_a_host_that_speaks_for_parent_carers_in_the_group_does_so_at_a_meeting(partnership: Served):
    project, _ = await governed_project(partnership)
    await member_of(partnership, project, HOST, "voluntary_organisation", provider_name="Charity that hosts a forum")
    assert codes(await meeting_of(partnership, project, "icb:QWO", "la:383", HOST)) == ["parent_carers_absent"]
    done(await put_group(partnership, project, group((HOST, "parent_carer_group"))))
    assert codes(await meeting_of(partnership, project, "icb:QWO", "la:383", HOST)) == []


async def test_a_correction_is_judged_anew_and_what_was_there_stays_in_the_history(partnership: Served):
    project, parents = await governed_project(partnership)
    meeting = await meeting_of(partnership, project, "icb:QWO", "la:383")
    path = f"/v1/meetings/{meeting['id']}"
    board, change = partnership.as_("icb:QWO"), {"attended": ["icb:QWO", "la:383", parents]}
    refused(await board.patch(path, json=change), 428, "precondition-missing")
    corrected = done(await board.patch(path, json=change, headers=if_match(meeting)), 200)
    assert (corrected["flagged"], corrected["held_on"], corrected["version"]) == (False, meeting["held_on"], 2)
    refused(await board.patch(path, json=change, headers=if_match(meeting)), 412, "stale-version")
    newest, first = done(await board.get(f"{path}/history"), 200)["items"]
    assert {each["field"]: each["before"] for each in newest["changes"]}["attended"] == ["icb:QWO", "la:383"]
    assert first["event"] == "partnership.meeting.recorded"


async def test_a_corrected_day_is_the_day_of_the_meetings_decisions_too(partnership: Served):
    project, _ = await governed_project(partnership)
    meeting = await meeting_of(partnership, project)
    decision = await decision_of(partnership, meeting)
    board = partnership.as_("icb:QWO")
    change = {"held_on": "2025-10-14"}
    done(await board.patch(f"/v1/meetings/{meeting['id']}", json=change, headers=if_match(meeting)), 200)
    moved = done(await board.get(f"/v1/decisions/{decision['id']}"), 200)
    assert (moved["decided_on"], moved["version"]) == ("2025-10-14", 2)


async def test_who_took_part_in_a_decision_stays_at_its_meeting(partnership: Served):
    project, _ = await governed_project(partnership)
    meeting = await meeting_of(partnership, project, "icb:QWO", "la:383")
    await decision_of(partnership, meeting, "icb:QWO", "la:383")
    path, change = f"/v1/meetings/{meeting['id']}", {"attended": ["icb:QWO"]}
    answer = await partnership.as_("icb:QWO").patch(path, json=change, headers=if_match(meeting))
    assert refused(answer, 409, "took-part-in-decision")["detail"].endswith("la:383.")


async def test_a_meeting_in_the_future_is_refused_when_recorded_and_when_corrected(partnership: Served):
    project = await project_of(partnership, "QWO")
    board = partnership.as_("icb:QWO")
    path = f"/v1/projects/{project['id']}/meetings"
    refused(await board.post(path, json=MEETING | {"held_on": TOMORROW}), 409, "day-to-come")
    held_today = done(await board.post(path, json=MEETING | {"held_on": today().isoformat()}))
    answer = await board.patch(
        f"/v1/meetings/{held_today['id']}", json={"held_on": TOMORROW}, headers=if_match(held_today)
    )
    refused(answer, 409, "day-to-come")


async def test_only_partners_of_the_project_were_at_its_meeting(partnership: Served):
    project = await project_of(partnership, "QWO")
    body = MEETING | {"attended": ["icb:QWO", "la:383", "school:107866", "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"]}
    answer = await partnership.as_("icb:QWO").post(f"/v1/projects/{project['id']}/meetings", json=body)
    assert "icb:QWO" not in refused(answer, 409, "not-partners")["detail"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"held_on": "soon"}, "/held_on"),
        ({"held_on": "0001-01-01"}, "/held_on"),
        ({"mode": "by_post"}, "/mode"),
        ({"attended": []}, "/attended"),
        ({"attended": ["Leeds"]}, "/attended/0"),
        ({"attended": ["icb:QWO"] * 101}, "/attended"),
        ({"notes": "Born on 03/04/2015"}, "/notes"),
        ({"minutes_reference": "x" * 501}, "/minutes_reference"),
        ({"chair": "Somebody"}, "/chair"),
    ],
)
async def test_a_malformed_meeting_is_refused_by_its_field(partnership: Served, change, pointer: str):
    path = f"/v1/projects/{(await project_of(partnership, 'QWO'))['id']}/meetings"
    answer = await partnership.as_("icb:QWO").post(path, json=MEETING | change)
    assert [error["pointer"] for error in done(answer, 422)["errors"]] == [pointer]


async def test_the_list_is_filtered_and_sorted(partnership: Served):
    project, parents = await governed_project(partnership)
    other = await project_of(partnership, "QOP")
    early = await meeting_of(partnership, project, "icb:QWO", "la:383", parents, held_on="2025-06-03")
    late = await meeting_of(partnership, project, held_on="2025-12-02")
    theirs = await meeting_of(partnership, other, "icb:QOP")

    async def listed(query: str) -> list[str]:
        page = done(await partnership.as_("national:dfe").get(f"/v1/meetings?{query}"), 200)
        return [meeting["id"] for meeting in page["items"]]

    assert await listed("sort=-held_on") == [late["id"], theirs["id"], early["id"]]
    assert await listed(f"project_id={project['id']}") == [early["id"], late["id"]]
    assert await listed("flagged=false") == [early["id"]]
    assert await listed("attended=la:383,icb:QOP") == [early["id"], theirs["id"]]
    assert await listed("held_on=2025-12-02") == [late["id"]]
    csv = (await partnership.as_("national:dfe").get("/v1/meetings?format=csv&flagged=true")).text
    assert len(csv.splitlines()) == 3


async def test_a_meeting_sent_twice_with_a_key_is_recorded_once(partnership: Served):
    path = f"/v1/projects/{(await project_of(partnership, 'QWO'))['id']}/meetings"
    board, headers = partnership.as_("icb:QWO"), {"Idempotency-Key": str(uuid4())}
    first, second = [done(await board.post(path, json=MEETING, headers=headers)) for _ in range(2)]
    assert first == second
    assert done(await board.get("/v1/meetings?count=exact"), 200)["total"] == 1
