"""Each partner sees its projects, and nobody sees those of others."""

import pytest

from tests.support.partnership import (
    departed,
    done,
    group_of,
    hand_over,
    member_of,
    project_of,
    school_in,
    withdrawn,
)
from tests.support.serving import Served


async def seen_by(partnership: Served, organisation: str) -> list[str]:
    page = done(await partnership.as_(organisation).get("/v1/projects"), 200)
    return [project["icb_code"] for project in page["items"]]


async def status_for(partnership: Served, organisation: str | None, path: str, scope: str = "partnership:read") -> int:
    return (await partnership.as_(organisation, scope).get(path)).status_code


@pytest.mark.parametrize(
    ("organisation", "sees"),
    [
        ("icb:QHG", True),
        ("icb:QWO", False),
        ("la:823", False),
        ("school:109432", False),
        ("pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", False),
        ("national:dfe", True),
        ("service:reporting", True),
    ],
)
async def test_a_project_without_further_partners_is_its_boards_and_the_nations(
    partnership: Served, organisation, sees
):
    project = await project_of(partnership, "QHG")
    for path in ("", "/history", "/partners-missing"):
        found = await status_for(partnership, organisation, f"/v1/projects/{project['id']}{path}")
        assert found == (200 if sees else 404)
    assert await seen_by(partnership, organisation) == (["QHG"] if sees else [])


async def test_the_only_successor_of_a_board_sees_what_it_left(partnership: Served):
    for icb_code in ("QHG", "QUE", "QMJ"):
        await project_of(partnership, icb_code)
    assert await seen_by(partnership, "icb:S1Y5D") == ["QHG", "QUE"]
    assert await seen_by(partnership, "icb:QUE") == ["QUE"]


async def test_what_a_split_board_left_is_seen_by_the_successor_that_is_named(partnership: Served):
    project = await project_of(partnership, "QM7")
    for successor in ("icb:D7T5G", "icb:S1Y5D"):
        assert await seen_by(partnership, successor) == []
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    for organisation, sees in (("icb:S1Y5D", ["QM7"]), ("icb:QM7", ["QM7"]), ("icb:D7T5G", [])):
        assert await seen_by(partnership, organisation) == sees


async def test_an_authority_sees_a_project_while_it_is_a_member(partnership: Served):
    member = await member_of(partnership, await project_of(partnership, "QWO"), "la:383", "local_authority")
    assert (await seen_by(partnership, "la:383"), await seen_by(partnership, "la:382")) == (["QWO"], [])
    await departed(partnership, member)
    assert await seen_by(partnership, "la:383") == []


async def test_an_authority_and_a_school_see_a_project_while_the_school_takes_part(partnership: Served):
    project = await project_of(partnership, "QWO")
    authority = await member_of(partnership, project, "la:383", "local_authority")
    participation = await school_in(partnership, project, "107866", "383")
    await departed(partnership, authority)
    for organisation in ("la:383", "school:107866"):
        assert await seen_by(partnership, organisation) == ["QWO"]
    assert await seen_by(partnership, "school:107867") == []
    await withdrawn(partnership, participation)
    for organisation in ("la:383", "school:107866"):
        assert await seen_by(partnership, organisation) == []


async def test_a_parent_carer_group_sees_a_project_until_it_leaves_and_again_when_it_is_back(partnership: Served):
    project, group = await project_of(partnership, "QWO"), await group_of(partnership)
    organisation = f"pcg:{group['id']}"
    member = await member_of(partnership, project, organisation, "parent_carer_group")
    assert await seen_by(partnership, organisation) == ["QWO"]
    await departed(partnership, member)
    assert await seen_by(partnership, organisation) == []
    assert await status_for(partnership, organisation, f"/v1/projects/{project['id']}") == 404
    await member_of(partnership, project, organisation, "parent_carer_group", joined_on="2025-11-03")
    assert await seen_by(partnership, organisation) == ["QWO"]


@pytest.mark.parametrize("organisation", ["provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "evaluator:ace"])
async def test_who_cannot_be_a_partner_may_not_read_projects(partnership: Served, organisation):
    assert await status_for(partnership, organisation, "/v1/projects") == 403


async def test_reading_needs_a_token_with_the_scope_to_read(partnership: Served):
    assert await status_for(partnership, None, "/v1/projects") == 401
    assert await status_for(partnership, "icb:QWO", "/v1/projects", "assessment:read") == 403


@pytest.mark.parametrize("organisation", ["la:383", "school:107866", "national:dfe", "service:reporting"])
async def test_only_a_board_changes_a_project(partnership: Served, organisation):
    project = await project_of(partnership, "QWO")
    answer = await partnership.as_(organisation).patch(
        f"/v1/projects/{project['id']}", json={"name": "Mine"}, headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 403


async def test_another_board_can_neither_change_a_project_nor_learn_that_it_is_there(partnership: Served):
    project = await project_of(partnership, "QWO")
    foreign = partnership.as_("icb:QOP")
    answer = await foreign.patch(f"/v1/projects/{project['id']}", json={"name": "X"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 404


@pytest.mark.parametrize("organisation", ["la:383", "school:107866", "service:reporting"])
async def test_only_a_board_or_the_national_team_starts_a_project(partnership: Served, organisation):
    body = {"programme_year": "2025-26", "name": "A local partnership"}
    assert (await partnership.as_(organisation).post("/v1/projects", json=body)).status_code == 403
