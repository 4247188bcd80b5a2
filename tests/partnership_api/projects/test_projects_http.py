"""Projects over HTTP: started once a year by each board, changed by it, seen by its partners."""

import pytest

from tests.support.partnership import done, programme_year, project_of
from tests.support.serving import Served

NEW = {"programme_year": "2025-26", "name": "A local partnership"}


async def test_a_board_starts_its_project_and_reads_it_as_it_was_answered(partnership: Served):
    board = partnership.as_("icb:QWO")
    answer = await board.post("/v1/projects", json=NEW)
    project = done(answer)
    assert answer.headers["Location"] == f"http://partnership.test/v1/projects/{project['id']}"
    assert {name: project[name] for name in ("icb_code", "programme_year", "kind", "status", "target_schools")} == {
        "icb_code": "QWO",
        "programme_year": "2025-26",
        "kind": "new",
        "status": "set_up",
        "target_schools": 40,
    }
    read = await board.get(f"/v1/projects/{project['id']}")
    assert (read.json(), read.headers["ETag"]) == (project, answer.headers["ETag"])


async def test_its_board_becomes_the_first_member(partnership: Served):
    project = await project_of(partnership, "QWO")
    page = done(await partnership.as_("icb:QWO").get(f"/v1/members?project_id={project['id']}"), 200)
    [lead] = page["items"]
    assert (lead["organisation"], lead["kind"], lead["role"]) == ("icb:QWO", "icb", "lead")
    assert lead["organisation_name"] == "NHS West Yorkshire Integrated Care Board"


async def test_what_happened_is_announced_with_the_project_and_its_board(partnership: Served):
    project = await project_of(partnership, "QWO")
    query = "select type, icb_code, actor from events where project_id = $1 order by position"
    async with partnership.database.reading() as connection:
        events = [tuple(row) for row in await connection.fetch(query, project["id"])]
    assert events == [
        ("partnership.project.started", "QWO", "icb:QWO"),
        ("partnership.member.joined", "QWO", "icb:QWO"),
    ]


async def test_a_board_has_one_project_in_a_year(partnership: Served):
    await project_of(partnership, "QWO")
    answer = await partnership.as_("icb:QWO").post("/v1/projects", json=NEW)
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/problems/project-exists")


async def test_the_same_request_sent_twice_starts_one_project(partnership: Served):
    board = partnership.as_("icb:QWO")
    answers = [await board.post("/v1/projects", json=NEW, headers={"Idempotency-Key": "start-1"}) for _ in range(2)]
    assert done(answers[0]) == done(answers[1])
    assert len(done(await board.get("/v1/projects"), 200)["items"]) == 1


async def test_the_national_team_starts_a_project_for_a_board_it_names(partnership: Served):
    national = partnership.as_("national:dfe")
    assert done(await national.post("/v1/projects", json=NEW | {"icb_code": "QWO"}))["icb_code"] == "QWO"
    unnamed = await national.post("/v1/projects", json=NEW)
    assert (unnamed.status_code, unnamed.json()["title"]) == (422, "Say which board the project is for")


@pytest.mark.parametrize(
    ("organisation", "body", "status", "problem"),
    [
        ("icb:QWO", NEW | {"icb_code": "QHG"}, 403, "not-your-board"),
        ("national:dfe", NEW | {"icb_code": "QZZ"}, 409, "board-unknown"),
        ("icb:QZZ", NEW, 409, "board-unknown"),
        ("icb:QWO", NEW | {"programme_year": "2027-28"}, 409, "year-not-published"),
        ("icb:S1Y5D", NEW, 409, "board-not-in-year"),
        ("icb:QWO", NEW | {"programme_year": "2025-27"}, 422, "unprocessable"),
        ("icb:QWO", NEW | {"name": " "}, 422, "unprocessable"),
    ],
)
async def test_a_project_that_cannot_be_is_refused_with_its_reason(
    partnership: Served, organisation, body, status, problem
):
    answer = await partnership.as_(organisation).post("/v1/projects", json=body)
    assert answer.status_code == status
    assert answer.json()["type"].endswith(f"/problems/{problem}")


async def test_a_board_that_comes_later_is_told_from_when_it_exists(partnership: Served):
    answer = await partnership.as_("icb:S1Y5D").post("/v1/projects", json=NEW)
    assert answer.json()["detail"] == "The board exists from 1 April 2026, after this year has ended on 31 March 2026."


async def test_a_board_that_had_a_project_the_year_before_continues_it(partnership: Served):
    await project_of(partnership, "QWO", "2024-25")
    project = await project_of(partnership, "QWO", "2025-26")
    assert (project["kind"], project["target_schools"]) == ("continuing", 30)


@pytest.mark.parametrize(
    ("before", "board", "kind"),
    [
        (["QHG", "QUE"], "S1Y5D", "continuing"),
        (["QM7"], "S1Y5D", "continuing"),
        (["QM7"], "D7T5G", "continuing"),
        (["QNQ"], "QRL", "continuing"),
        (["QWO"], "S1Y5D", "new"),
        ([], "S1Y5D", "new"),
    ],
)
async def test_a_successor_continues_what_its_predecessors_did(partnership: Served, before, board, kind):
    for predecessor in before:
        await project_of(partnership, predecessor, "2025-26")
    national = partnership.as_("national:dfe")
    year = await national.put("/v1/programme-years/2026-27", json=programme_year(), headers={"If-None-Match": "*"})
    assert year.status_code == 201
    assert (await project_of(partnership, board, "2026-27"))["kind"] == kind


async def test_a_dissolved_board_starts_nothing_in_a_later_year(partnership: Served):
    national = partnership.as_("national:dfe")
    await national.put("/v1/programme-years/2026-27", json=programme_year(), headers={"If-None-Match": "*"})
    answer = await partnership.as_("icb:QHG").post("/v1/projects", json=NEW | {"programme_year": "2026-27"})
    assert answer.status_code == 409
    assert answer.json()["detail"] == (
        "The board was dissolved on 31 March 2026, before this year starts on 1 April 2026."
    )


async def test_a_board_changes_its_projects_name_and_the_history_says_so(partnership: Served):
    project = await project_of(partnership, "QWO")
    board, path = partnership.as_("icb:QWO"), f"/v1/projects/{project['id']}"
    answer = await board.patch(path, json={"name": "Another name"}, headers={"If-Match": '"1"'})
    assert (done(answer, 200)["name"], answer.headers["ETag"]) == ("Another name", '"2"')
    [changed, started] = done(await board.get(f"{path}/history"), 200)["items"]
    assert (started["event"], started["by"]) == ("partnership.project.started", "icb:QWO")
    assert changed["changes"] == [{"field": "name", "before": "A local partnership", "after": "Another name"}]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({"name": "Another"}, {}, 428),
        ({"name": "Another"}, {"If-Match": '"2"'}, 412),
        ({"status": "closed"}, {"If-Match": '"1"'}, 422),
    ],
)
async def test_a_change_that_is_blind_stale_or_not_the_callers_to_make_is_refused(
    partnership: Served, body, headers, status
):
    project = await project_of(partnership, "QWO")
    answer = await partnership.as_("icb:QWO").patch(f"/v1/projects/{project['id']}", json=body, headers=headers)
    assert answer.status_code == status


async def test_saying_the_same_name_again_changes_and_announces_nothing(partnership: Served):
    project = await project_of(partnership, "QWO")
    board, path = partnership.as_("icb:QWO"), f"/v1/projects/{project['id']}"
    same = await board.patch(path, json={"name": project["name"]}, headers={"If-Match": '"1"'})
    assert (done(same, 200), same.headers["ETag"]) == (project, '"1"')
    assert len(done(await board.get(f"{path}/history"), 200)["items"]) == 1


async def test_the_list_is_filtered_and_sorted(partnership: Served):
    await project_of(partnership, "QWO", "2024-25")
    await project_of(partnership, "QWO", "2025-26")
    await project_of(partnership, "QHG", "2025-26")

    async def listed(query: str) -> list[tuple[str, str]]:
        page = done(await partnership.as_("national:nhse").get(f"/v1/projects?{query}"), 200)
        return [(project["icb_code"], project["programme_year"]) for project in page["items"]]

    assert await listed("sort=icb_code&programme_year=2025-26") == [("QHG", "2025-26"), ("QWO", "2025-26")]
    assert await listed("icb_code=QWO&sort=-programme_year") == [("QWO", "2025-26"), ("QWO", "2024-25")]
    assert await listed("kind=continuing") == [("QWO", "2025-26")]
    assert await listed("status=closed,closing") == []
