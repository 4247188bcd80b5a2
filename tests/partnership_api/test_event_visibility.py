"""The feed shows a partner what happens in its projects, from when it joins until it leaves."""

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.partnership import departed, group_of, member_of, project_of, school_in
from tests.support.serving import Served, live

PRIVATE = (
    "partnership.project.started,partnership.member.joined,partnership.member.left,partnership.participation.selected"
)


async def seen_by(partnership: Served, organisation: str) -> list[str]:
    answer = await partnership.as_(organisation).get(f"/v1/events?type={PRIVATE}")
    assert answer.status_code == 200, answer.text
    return [event["type"].removeprefix("partnership.") for event in answer.json()]


async def test_each_partner_follows_its_project(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project, group = await project_of(partnership, "QHG"), await group_of(partnership)
        parents = f"pcg:{group['id']}"
        await member_of(partnership, project, "la:821", "local_authority")
        member = await member_of(partnership, project, parents, "parent_carer_group")
        await member_of(partnership, project, "la:822", "local_authority")
        await school_in(partnership, project, "109432", "822")
        joined = ["project.started", *["member.joined"] * 4]
        selected = "participation.selected"
        for organisation in ("icb:QHG", "icb:S1Y5D", "la:822", "school:109432", parents, "national:dfe"):
            assert await seen_by(partnership, organisation) == [*joined, selected], organisation
        assert await seen_by(partnership, "la:821") == joined
        for organisation in ("icb:QWO", "la:823", "school:109433", "evaluator:ace"):
            assert await seen_by(partnership, organisation) == [], organisation
        await departed(partnership, member)
        assert await seen_by(partnership, parents) == ["member.joined", "member.left"]


async def test_everybody_follows_what_is_published(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        answer = await partnership.as_("evaluator:ace").get("/v1/events")
        assert [event["subject"] for event in answer.json()] == ["2024-25", "2025-26"]
