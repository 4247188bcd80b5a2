"""Who sees the project sees how it is governed, its schools excepted; its board alone records it."""

import pytest

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.governance import decision, decision_of, governed_project, group, meeting_of, put_group
from tests.support.partnership import departed, done, hand_over, member_of, project_of
from tests.support.selection import refused
from tests.support.serving import Served, live

ABSENT = "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
PARTS = ("governance-group", "meeting", "decision")


async def paths_of_everything(partnership: Served, project) -> list[str]:
    done(await put_group(partnership, project, group((f"icb:{project['icb_code']}", "icb"))))
    meeting = await meeting_of(partnership, project, f"icb:{project['icb_code']}")
    taken = await decision_of(partnership, meeting, f"icb:{project['icb_code']}")
    of_project = f"/v1/projects/{project['id']}/governance-group"
    ones = [of_project, f"/v1/meetings/{meeting['id']}", f"/v1/decisions/{taken['id']}"]
    return [*ones, f"{of_project}/gaps", *(f"{path}/history" for path in ones)]


async def statuses(partnership: Served, organisation: str, paths: list[str]) -> set[int]:
    client = partnership.as_(organisation)
    return {(await client.get(path)).status_code for path in paths}


async def listed(partnership: Served, organisation: str) -> set[int]:
    client = partnership.as_(organisation)
    pages = [done(await client.get(f"/v1/{part}s"), 200) for part in PARTS]
    return {len(page["items"]) for page in pages}


async def test_partners_see_it_and_strangers_do_not(partnership: Served):
    project, parents = await governed_project(partnership)
    paths = await paths_of_everything(partnership, project)
    for organisation in ("icb:QWO", "la:383", parents, "national:nhse", "service:commissioning"):
        assert await statuses(partnership, organisation, paths) == {200}, organisation
        assert await listed(partnership, organisation) == {1}, organisation
    for organisation in ("icb:QOP", "la:382", f"pcg:{ABSENT}"):
        assert await statuses(partnership, organisation, paths) == {404}, organisation
        assert await listed(partnership, organisation) == {0}, organisation


async def test_schools_providers_and_the_evaluator_see_none_of_it(partnership: Served):
    project, _ = await governed_project(partnership)
    paths = await paths_of_everything(partnership, project)
    for organisation in ("school:107866", f"provider:{ABSENT}", "evaluator:ace"):
        assert await statuses(partnership, organisation, [*paths, "/v1/meetings", "/v1/decisions"]) == {403}


async def test_a_successor_sees_what_it_inherits_and_goes_on_with_it_once_it_is_handed_over(partnership: Served):
    project = await project_of(partnership, "QHG")
    paths = await paths_of_everything(partnership, project)
    assert await statuses(partnership, "icb:S1Y5D", paths) == {200}
    successor, path = partnership.as_("icb:S1Y5D"), f"/v1/projects/{project['id']}/meetings"
    body = {"held_on": "2026-05-05", "mode": "online", "attended": ["icb:QHG"]}
    refused(await successor.post(path, json=body), 403, "not-the-lead")
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    for board in ("icb:S1Y5D", "icb:QHG"):
        meeting = done(await successor.post(path, json=body | {"attended": [board]}))
        assert "board_absent" not in {flag["code"] for flag in meeting["flags"]}, "the board of that day was there"
    gaps = done(await successor.get(f"/v1/projects/{project['id']}/governance-group/gaps"), 200)
    assert "icb:S1Y5D" in {each["organisation"] for each in gaps["gaps"]}


async def test_a_group_that_has_left_sees_no_more_of_it(partnership: Served):
    project = await project_of(partnership, "QWO")
    member = await member_of(partnership, project, "la:383", "local_authority")
    paths = await paths_of_everything(partnership, project)
    assert await statuses(partnership, "la:383", paths) == {200}
    await departed(partnership, member)
    assert await statuses(partnership, "la:383", paths) == {404}


async def written(partnership: Served, organisation: str, project, meeting, taken) -> set[int]:
    client, headers = partnership.as_(organisation), {"If-Match": '"1"'}
    new = {"held_on": "2025-10-07", "mode": "online", "attended": ["icb:QWO"]}
    of_project = f"/v1/projects/{project['id']}"
    answers = [
        await client.put(f"{of_project}/governance-group", json=group(), headers={"If-None-Match": "*"}),
        await client.post(f"{of_project}/meetings", json=new),
        await client.post(f"{of_project}/decisions", json=decision("icb:QWO", decided_on="2025-10-07")),
        await client.patch(f"/v1/meetings/{meeting['id']}", json={"mode": "hybrid"}, headers=headers),
        await client.post(f"/v1/meetings/{meeting['id']}/decisions", json=decision("icb:QWO")),
        await client.post(f"/v1/decisions/{taken['id']}/withdrawal", json={"reason": "No."}, headers=headers),
    ]
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize(
    ("organisation", "status"),
    [
        ("la:383", 403),
        ("school:107866", 403),
        (f"pcg:{ABSENT}", 403),
        ("national:dfe", 403),
        ("service:reporting", 403),
        ("icb:QOP", 404),
    ],
)
async def test_only_the_board_of_the_project_writes(partnership: Served, organisation: str, status: int):
    project, _ = await governed_project(partnership)
    meeting = await meeting_of(partnership, project)
    taken = await decision_of(partnership, meeting)
    assert await written(partnership, organisation, project, meeting, taken) == {status}


async def test_what_is_not_there_is_not_found(partnership: Served):
    project = await project_of(partnership, "QWO")
    paths = [f"/v1/projects/{project['id']}/governance-group", f"/v1/meetings/{ABSENT}", f"/v1/decisions/{ABSENT}"]
    assert await statuses(partnership, "icb:QWO", paths) == {404}
    unknown = {"id": ABSENT}
    assert await written(partnership, "icb:QWO", unknown, unknown, unknown) == {404}


async def test_the_feed_tells_partners_of_governance_and_schools_nothing_of_it(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project, parents = await governed_project(partnership)
        await paths_of_everything(partnership, project)
        told = "partnership.governance-group.formed,partnership.meeting.recorded,partnership.decision.recorded"

        async def seen_by(organisation: str) -> int:
            return len(done(await partnership.as_(organisation).get(f"/v1/events?type={told}"), 200))

        for organisation in ("icb:QWO", "la:383", parents, "national:dfe", "service:commissioning"):
            assert await seen_by(organisation) == 3, organisation
        for organisation in ("school:107866", "icb:QOP", "la:382", "evaluator:ace"):
            assert await seen_by(organisation) == 0, organisation
