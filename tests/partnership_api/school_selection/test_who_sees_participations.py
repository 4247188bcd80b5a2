"""Each organisation sees the participations that concern it, in lists, files, histories and the feed."""

import csv
import io
from typing import Any

import pytest

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.gias import imported
from tests.support.partnership import departed, done, group_of, member_of, project_of
from tests.support.selection import LEEDS, participation_of, project_with_schools
from tests.support.serving import Served, live

KIRKLEES = {"LA (code)": "382"}


async def two_projects(partnership: Served) -> tuple[dict[str, Any], dict[str, Any]]:
    """West Yorkshire with a school in Leeds and one in Kirklees; a board that was dissolved since with one in Leeds."""
    project = await project_with_schools(
        partnership, {}, {"URN": "100026", "EstablishmentName": "=Beta"} | KIRKLEES, {"URN": "100027"}
    )
    await member_of(partnership, project, "la:382", "local_authority")
    await participation_of(partnership, project)
    await participation_of(partnership, project, urn="100026", cohort="existing", offer="training")
    other = await project_of(partnership, "QHG")
    await member_of(partnership, other, "la:383", "local_authority")
    await participation_of(partnership, other, urn="100027")
    return project, other


async def seen_by(partnership: Served, organisation: str, **params: str) -> set[str]:
    page = done(await partnership.as_(organisation).get("/v1/participations", params=params), 200)
    return {item["urn"] for item in page["items"]}


@pytest.mark.parametrize(
    ("organisation", "urns"),
    [
        ("icb:QWO", {"100025", "100026"}),
        ("icb:QHG", {"100027"}),
        ("icb:S1Y5D", {"100027"}),
        ("icb:QM7", set()),
        ("la:383", {"100025", "100027"}),
        ("la:382", {"100026"}),
        ("la:202", set()),
        ("school:100025", {"100025"}),
        ("school:100028", set()),
        ("pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", set()),
        ("national:nhse", {"100025", "100026", "100027"}),
        ("service:reporting", {"100025", "100026", "100027"}),
    ],
)
async def test_each_sees_its_own_rows_and_no_others_exist_for_it(partnership: Served, organisation, urns):
    await two_projects(partnership)
    assert await seen_by(partnership, organisation) == urns
    rows = done(await partnership.as_("national:dfe").get("/v1/participations"), 200)["items"]
    client = partnership.as_(organisation)
    for row in rows:
        for path in ("", "/history"):
            answer = await client.get(f"/v1/participations/{row['id']}{path}")
            assert answer.status_code == (200 if row["urn"] in urns else 404)


@pytest.mark.parametrize("organisation", ["evaluator:x", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"])
async def test_kinds_with_no_part_in_it_may_not_ask(partnership: Served, organisation):
    assert (await partnership.as_(organisation).get("/v1/participations")).status_code == 403


async def test_a_parent_carer_group_sees_its_projects_for_as_long_as_it_is_a_member(partnership: Served):
    project, _ = await two_projects(partnership)
    group = f"pcg:{(await group_of(partnership))['id']}"
    member = await member_of(partnership, project, group, "parent_carer_group")
    assert await seen_by(partnership, group) == {"100025", "100026"}
    await departed(partnership, member)
    assert await seen_by(partnership, group) == set()


@pytest.mark.parametrize(
    ("params", "urns"),
    [
        ({"urn": "100025,100026"}, {"100025", "100026"}),
        ({"icb_code": "QHG"}, {"100027"}),
        ({"la_code": "383"}, {"100025", "100027"}),
        ({"status": "selected"}, {"100025", "100026", "100027"}),
        ({"status": "confirmed,withdrawn"}, set()),
        ({"cohort": "existing"}, {"100026"}),
        ({"offer": "full"}, {"100025", "100027"}),
        ({"programme_year": "2024-25"}, set()),
    ],
)
async def test_participations_are_found_by_filter(partnership: Served, params: dict[str, str], urns):
    project, _ = await two_projects(partnership)
    assert await seen_by(partnership, "national:dfe", **params) == urns
    of_project = await seen_by(partnership, "national:dfe", project_id=project["id"], **params)
    assert of_project == urns - {"100027"}


async def test_a_cursor_belongs_to_its_filters(partnership: Served):
    await two_projects(partnership)
    client = partnership.as_("national:dfe")
    params = {"limit": "1", "sort": "school_name", "la_code": "383"}
    first = done(await client.get("/v1/participations", params=params), 200)
    params["cursor"] = first["next_cursor"]
    rest = done(await client.get("/v1/participations", params=params), 200)
    assert {item["urn"] for item in first["items"] + rest["items"]} == {"100025", "100027"}
    assert (await client.get("/v1/participations", params=params | {"la_code": "382"})).status_code == 400


async def test_as_csv_a_caller_has_its_rows_and_no_formula(partnership: Served):
    await two_projects(partnership)
    answer = await partnership.as_("la:382").get("/v1/participations", headers={"Accept": "text/csv"})
    [row] = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert (row["urn"], row["school_name"]) == ("100026", "'=Beta")


async def followed_by(partnership: Served, organisation: str) -> set[tuple[str, str | None]]:
    events = done(await partnership.as_(organisation).get("/v1/events?limit=1000"), 200)
    names = ((event["type"].removeprefix("partnership."), event["urn"]) for event in events)
    return {(name, urn) for name, urn in names if name.startswith(("participation", "project"))}


async def test_the_feed_tells_each_what_concerns_it(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project, _ = await two_projects(partnership)
        group = f"pcg:{(await group_of(partnership))['id']}"
        await member_of(partnership, project, group, "parent_carer_group")
        both = {("participation.selected", urn) for urn in ("100025", "100026")}
        started = {("project.started", None)}
        assert await followed_by(partnership, group) == both | started
        assert await followed_by(partnership, "icb:QWO") == both | started
        assert await followed_by(partnership, "la:382") == {("participation.selected", "100026")} | started
        assert await followed_by(partnership, "school:100025") == {("participation.selected", "100025")} | started
        assert await followed_by(partnership, "la:202") == set()
        assert await followed_by(partnership, "evaluator:x") == set()


async def test_everybody_hears_of_the_register(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        await imported(partnership, LEEDS)
        events = done(await partnership.as_("evaluator:x").get("/v1/events?type=partnership.school.added"), 200)
    assert [(event["subject"], event["lacode"], event["data"]["urn"]) for event in events] == [
        ("100025", "383", "100025")
    ]
