"""The partners of a project see each other; a member always sees its own membership."""

import pytest

from tests.support.partnership import departed, done, group_of, member_of, project_of, school_in
from tests.support.serving import Served

PROVIDER = "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
LEEDS = {"organisation": "la:383", "kind": "local_authority", "role": "partner", "joined_on": "2025-06-02"}


async def seen_by(partnership: Served, organisation: str) -> list[str]:
    page = done(await partnership.as_(organisation).get("/v1/members"), 200)
    return [member["organisation"] for member in page["items"]]


async def test_partners_see_every_member_and_others_none(partnership: Served):
    project = await project_of(partnership, "QWO")
    await member_of(partnership, project, "la:383", "local_authority")
    await school_in(partnership, project, "107866", "383")
    everybody = ["icb:QWO", "la:383"]
    for organisation in ("icb:QWO", "la:383", "school:107866", "national:nhse", "service:reporting"):
        assert await seen_by(partnership, organisation) == everybody, organisation
    for organisation in ("icb:QOP", "la:381", "school:107867", PROVIDER):
        assert await seen_by(partnership, organisation) == [], organisation


async def test_a_group_that_left_sees_that_it_was_there_and_nothing_more(partnership: Served):
    project, group = await project_of(partnership, "QWO"), await group_of(partnership)
    organisation = f"pcg:{group['id']}"
    member = await member_of(partnership, project, organisation, "parent_carer_group")
    assert await seen_by(partnership, organisation) == ["icb:QWO", organisation]
    await departed(partnership, member)
    assert await seen_by(partnership, organisation) == [organisation]
    own = done(await partnership.as_(organisation).get(f"/v1/members/{member['id']}"), 200)
    assert own["left_on"] == "2025-09-30"


async def test_a_provider_sees_its_own_membership_alone(partnership: Served):
    project = await project_of(partnership, "QWO")
    await member_of(partnership, project, PROVIDER, "voluntary_organisation", provider_name="Calm Classrooms")
    assert await seen_by(partnership, PROVIDER) == [PROVIDER]


async def test_a_foreign_member_is_not_found_and_its_history_neither(partnership: Served):
    member = await member_of(partnership, await project_of(partnership, "QWO"), "la:383", "local_authority")
    for path in ("", "/history"):
        assert (await partnership.as_("icb:QOP").get(f"/v1/members/{member['id']}{path}")).status_code == 404


async def test_another_board_adds_and_ends_nothing(partnership: Served):
    project = await project_of(partnership, "QWO")
    member = await member_of(partnership, project, "la:383", "local_authority")
    foreign = partnership.as_("icb:QOP")
    added = await foreign.post(f"/v1/projects/{project['id']}/members", json=LEEDS)
    ended = await foreign.post(
        f"/v1/members/{member['id']}/departure", json={"left_on": "2025-09-30"}, headers={"If-Match": '"1"'}
    )
    assert (added.status_code, ended.status_code) == (404, 404)


async def test_a_board_that_is_a_member_of_anothers_project_does_not_run_it(partnership: Served):
    project = await project_of(partnership, "QWO")
    member = await member_of(partnership, project, "icb:QOP", "icb")
    guest = partnership.as_("icb:QOP")
    assert (await guest.get(f"/v1/members/{member['id']}")).status_code == 200
    ended = await guest.post(
        f"/v1/members/{member['id']}/departure", json={"left_on": "2025-09-30"}, headers={"If-Match": '"1"'}
    )
    assert (ended.status_code, ended.json()["type"].rsplit("/", 1)[-1]) == (404, "project-not-found")


@pytest.mark.parametrize("organisation", ["la:383", "school:107866", PROVIDER, "national:dfe", "service:reporting"])
async def test_only_a_board_adds_and_ends_members(partnership: Served, organisation):
    project = await project_of(partnership, "QWO")
    member = await member_of(partnership, project, "la:383", "local_authority")
    client = partnership.as_(organisation)
    added = await client.post(f"/v1/projects/{project['id']}/members", json=LEEDS)
    ended = await client.post(f"/v1/members/{member['id']}/departure", json={"left_on": "2025-09-30"})
    assert (added.status_code, ended.status_code) == (403, 403)


async def test_members_need_a_token_with_the_right_scope(partnership: Served):
    project = await project_of(partnership, "QWO")
    path = f"/v1/projects/{project['id']}/members"
    assert (await partnership.as_(None).get("/v1/members")).status_code == 401
    assert (await partnership.as_("evaluator:ace").get("/v1/members")).status_code == 403
    assert (await partnership.as_("icb:QWO", "partnership:read").post(path, json=LEEDS)).status_code == 403
