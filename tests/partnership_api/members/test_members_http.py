"""Members over HTTP: added by the project's board, seen by the partners, gone when the board says so."""

from datetime import timedelta

import pytest

from shared.kit.clock import today
from tests.support.partnership import departed, done, group_of, member_of, project_of, school_in
from tests.support.serving import Served

PROVIDER = "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
LEEDS = {"organisation": "la:383", "kind": "local_authority", "role": "partner", "joined_on": "2025-06-02"}
TOMORROW = (today() + timedelta(days=1)).isoformat()


async def test_a_board_adds_an_authority_under_the_name_of_the_register(partnership: Served):
    project = await project_of(partnership, "QWO")
    board = partnership.as_("icb:QWO")
    answer = await board.post(f"/v1/projects/{project['id']}/members", json=LEEDS)
    member = done(answer)
    assert (member["organisation_name"], member["icb_code"], member["left_on"]) == ("Leeds", "QWO", None)
    assert answer.headers["Location"] == f"http://partnership.test/v1/members/{member['id']}"
    read = await board.get(f"/v1/members/{member['id']}")
    assert (read.json(), read.headers["ETag"]) == (member, answer.headers["ETag"])


async def test_groups_boards_and_providers_are_named_too(partnership: Served):
    project, group = await project_of(partnership, "QWO"), await group_of(partnership, "Parents together")
    added = [
        await member_of(partnership, project, f"pcg:{group['id']}", "parent_carer_group"),
        await member_of(partnership, project, "icb:QOP", "icb"),
        await member_of(partnership, project, PROVIDER, "voluntary_organisation", provider_name="Calm Classrooms"),
    ]
    names = ["Parents together", "NHS Greater Manchester Integrated Care Board", "Calm Classrooms"]
    assert [member["organisation_name"] for member in added] == names


@pytest.mark.parametrize(
    ("change", "status", "problem"),
    [
        ({"organisation": "la:999"}, 409, "organisation-unknown"),
        ({"organisation": "icb:QZZ", "kind": "icb"}, 409, "organisation-unknown"),
        ({"organisation": f"pcg:{'0' * 36}", "kind": "parent_carer_group"}, 409, "organisation-unknown"),
        ({"organisation": "school:107866", "kind": "school"}, 422, "cannot-be-member"),
        ({"kind": "parent_carer_group"}, 422, "kind-does-not-fit"),
        ({"organisation": PROVIDER, "kind": "local_authority"}, 422, "kind-does-not-fit"),
        ({"organisation": PROVIDER, "kind": "charity"}, 422, "provider-not-named"),
        ({"joined_on": TOMORROW}, 409, "day-impossible"),
        ({"organisation": "la:38"}, 422, "unprocessable"),
        ({"organisation": "icb:QWO", "kind": "icb"}, 409, "member-already"),
    ],
)
async def test_who_cannot_join_is_refused_with_the_reason(partnership: Served, change, status, problem):
    project = await project_of(partnership, "QWO")
    answer = await partnership.as_("icb:QWO").post(f"/v1/projects/{project['id']}/members", json=LEEDS | change)
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (status, problem)
    if status == 422:
        assert answer.json()["errors"][0]["pointer"] in ("/organisation", "/kind", "/provider_name")


async def test_another_spelling_of_a_groups_id_is_not_another_organisation(partnership: Served):
    project, group = await project_of(partnership, "QWO"), await group_of(partnership)
    plain = group["id"].replace("-", "")
    spelt = f"pcg:{plain[:4]}-{plain[4:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:]}"
    body = LEEDS | {"organisation": spelt, "kind": "parent_carer_group"}
    answer = await partnership.as_("icb:QWO").post(f"/v1/projects/{project['id']}/members", json=body)
    assert answer.json()["type"].endswith("/organisation-unknown")


async def test_an_organisation_is_a_member_once_at_a_time_and_may_come_back(partnership: Served):
    project = await project_of(partnership, "QWO")
    member = await member_of(partnership, project, "la:383", "local_authority")
    path = f"/v1/projects/{project['id']}/members"
    twice = await partnership.as_("icb:QWO").post(path, json=LEEDS)
    assert (twice.status_code, twice.json()["type"].rsplit("/", 1)[-1]) == (409, "member-already")
    await departed(partnership, member)
    back = done(await partnership.as_("icb:QWO").post(path, json=LEEDS | {"joined_on": "2025-11-03"}))
    assert back["id"] != member["id"]


async def test_the_same_request_sent_twice_adds_one_member(partnership: Served):
    project = await project_of(partnership, "QWO")
    board, key = partnership.as_("icb:QWO"), {"Idempotency-Key": "join-1"}
    path = f"/v1/projects/{project['id']}/members"
    assert done(await board.post(path, json=LEEDS, headers=key)) == done(
        await board.post(path, json=LEEDS, headers=key)
    )


async def test_a_member_leaves_on_a_day_and_its_history_says_so(partnership: Served):
    member = await member_of(partnership, await project_of(partnership, "QWO"), "la:383", "local_authority")
    gone = await departed(partnership, member, "2025-09-30")
    assert (gone["left_on"], gone["version"]) == ("2025-09-30", 2)
    entries = done(await partnership.as_("icb:QWO").get(f"/v1/members/{member['id']}/history"), 200)["items"]
    assert [entry["event"] for entry in entries] == ["partnership.member.left", "partnership.member.joined"]
    assert entries[0]["changes"] == [{"field": "left_on", "before": None, "after": "2025-09-30"}]


@pytest.mark.parametrize(
    ("left_on", "headers", "status"),
    [
        ("2025-09-30", {}, 428),
        ("2025-09-30", {"If-Match": '"2"'}, 412),
        ("2025-06-01", {"If-Match": '"1"'}, 409),
        (TOMORROW, {"If-Match": '"1"'}, 409),
        ("soon", {"If-Match": '"1"'}, 422),
    ],
)
async def test_a_departure_that_is_blind_stale_or_impossible_is_refused(partnership: Served, left_on, headers, status):
    member = await member_of(partnership, await project_of(partnership, "QWO"), "la:383", "local_authority")
    board, path = partnership.as_("icb:QWO"), f"/v1/members/{member['id']}"
    answer = await board.post(f"{path}/departure", json={"left_on": left_on}, headers=headers)
    assert answer.status_code == status
    assert done(await board.get(path), 200)["left_on"] is None


async def test_a_member_leaves_once(partnership: Served):
    member = await member_of(partnership, await project_of(partnership, "QWO"), "la:383", "local_authority")
    await departed(partnership, member)
    again = await partnership.as_("icb:QWO").post(
        f"/v1/members/{member['id']}/departure", json={"left_on": "2025-10-01"}, headers={"If-Match": '"2"'}
    )
    assert (again.status_code, again.json()["type"].rsplit("/", 1)[-1]) == (409, "member-has-left")


async def test_the_board_that_runs_the_project_cannot_leave(partnership: Served):
    await project_of(partnership, "QWO")
    board = partnership.as_("icb:QWO")
    [lead] = done(await board.get("/v1/members"), 200)["items"]
    answer = await board.post(
        f"/v1/members/{lead['id']}/departure", json={"left_on": lead["joined_on"]}, headers={"If-Match": '"1"'}
    )
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "lead-cannot-leave")


async def test_the_list_is_filtered_by_project_organisation_and_kind(partnership: Served):
    west, north = await project_of(partnership, "QWO"), await project_of(partnership, "QOQ")
    await member_of(partnership, west, "la:383", "local_authority")
    await member_of(partnership, north, "la:810", "local_authority")

    async def listed(query: str) -> list[str]:
        page = done(await partnership.as_("national:dfe").get(f"/v1/members?{query}"), 200)
        return [member["organisation"] for member in page["items"]]

    assert await listed(f"project_id={west['id']}") == ["icb:QWO", "la:383"]
    assert await listed("kind=local_authority") == ["la:383", "la:810"]
    assert await listed("organisation=la:810,icb:QWO") == ["icb:QWO", "la:810"]


async def test_missing_partners_are_told_until_the_partnership_is_complete(partnership: Served):
    project, group = await project_of(partnership, "QWO"), await group_of(partnership)
    board, path = partnership.as_("icb:QWO"), f"/v1/projects/{project['id']}/partners-missing"
    none_yet = "No parent carer group is a member yet."
    assert done(await board.get(path), 200) == {
        "complete": False,
        "missing": [
            {"kind": "local_authority", "organisation": None, "sentence": "No local authority is a member yet."},
            {"kind": "school", "organisation": None, "sentence": "No school takes part yet."},
            {"kind": "parent_carer_group", "organisation": None, "sentence": none_yet},
        ],
    }
    authority = await member_of(partnership, project, "la:383", "local_authority")
    await member_of(partnership, project, f"pcg:{group['id']}", "parent_carer_group")
    await school_in(partnership, project, "107866", "383")
    assert done(await board.get(path), 200) == {"complete": True, "missing": []}
    await departed(partnership, authority)
    has_school = "This authority has a school in the project."
    assert done(await board.get(path), 200) == {
        "complete": False,
        "missing": [{"kind": "local_authority", "organisation": "la:383", "sentence": has_school}],
    }
