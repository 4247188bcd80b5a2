import pytest

from services.partnership_api.projects.models import Project
from shared.contracts.partnership.projects import ProjectStatus
from tests.support.partnership import done, member_of, project_of
from tests.support.serving import Served

STEPS = [
    ("delivery", "icb:QWO", "delivering"),
    ("closing", "icb:QWO", "closing"),
    ("closure", "national:dfe", "closed"),
]


async def at(partnership: Served, status: ProjectStatus) -> dict[str, object]:
    """A project of QWO that has come this far; how it got there is shown with plans and memoranda."""
    project = await project_of(partnership, "QWO")
    async with partnership.database.transaction() as session:
        (await session.get_one(Project, project["id"])).status = status
    return done(await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}"), 200)


async def step(partnership: Served, project, name: str, organisation: str):
    headers = {"If-Match": f'"{project["version"]}"'}
    return await partnership.as_(organisation).post(f"/v1/projects/{project['id']}/{name}", headers=headers)


async def test_a_project_delivers_closes_and_is_closed(partnership: Served):
    project = await at(partnership, ProjectStatus.MOU_AGREED)
    for name, organisation, status in STEPS:
        project = done(await step(partnership, project, name, organisation), 200)
        assert project["status"] == status
    entries = done(await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}/history"), 200)["items"]
    assert [each["event"].rsplit(".", 1)[1] for each in entries[:3]] == ["closed", "closing", "delivering"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("delivery", ["set_up", "plan_approved", "delivering", "closing"]),
        ("closing", ["set_up", "plan_approved", "mou_agreed", "closing"]),
        ("closure", ["set_up", "plan_approved", "mou_agreed", "delivering"]),
    ],
)
async def test_no_stage_is_left_out_or_gone_through_twice(partnership: Served, name: str, wrong: list[str]):
    organisation = "national:dfe" if name == "closure" else "icb:QWO"
    project = await at(partnership, ProjectStatus.SET_UP)
    for status in wrong:
        async with partnership.database.transaction() as session:
            (await session.get_one(Project, project["id"])).status = ProjectStatus(status)
        project = done(await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}"), 200)
        answer = await step(partnership, project, name, organisation)
        assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "project-not-there"), status


async def test_in_a_closed_project_nothing_changes(partnership: Served):
    project = await at(partnership, ProjectStatus.MOU_AGREED)
    member = await member_of(partnership, project, "la:383", "local_authority")
    async with partnership.database.transaction() as session:
        (await session.get_one(Project, project["id"])).status = ProjectStatus.CLOSED
    board, path = partnership.as_("icb:QWO"), f"/v1/projects/{project['id']}"
    project = done(await board.get(path), 200)
    newcomer = {"organisation": "la:382", "kind": "local_authority", "role": "partner", "joined_on": "2025-06-02"}
    left, first = {"left_on": "2025-09-01"}, {"If-Match": '"1"'}
    meeting = {"held_on": "2025-06-02", "mode": "online", "attended": ["icb:QWO"]}
    for answer in (
        await board.patch(path, json={"name": "Another"}, headers={"If-Match": f'"{project["version"]}"'}),
        await board.post(f"{path}/members", json=newcomer),
        await board.post(f"/v1/members/{member['id']}/departure", json=left, headers=first),
        await board.post(f"{path}/meetings", json=meeting),
        await step(partnership, project, "delivery", "icb:QWO"),
        await step(partnership, project, "closure", "national:dfe"),
    ):
        assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "project-closed"), answer.text


async def test_a_board_delivers_and_the_national_team_closes_and_not_the_other_way_round(partnership: Served):
    project = await at(partnership, ProjectStatus.MOU_AGREED)
    assert (await step(partnership, project, "delivery", "national:dfe")).status_code == 403
    assert (await step(partnership, project, "closure", "icb:QWO")).status_code == 403
    assert (await step(partnership, project, "delivery", "icb:QOP")).status_code == 404
    assert (await step(partnership, project | {"version": 9}, "delivery", "icb:QWO")).status_code == 412
