"""Dashboards of schools, authorities, boards and the nation: who sees what, in which shape, at which cost."""

import asyncio
from collections import defaultdict

import pytest

from shared.contracts.event import Event
from shared.contracts.page import Page
from shared.contracts.partnership import projects
from shared.contracts.reporting import areas, dashboards
from tests.reporting_api import facts, more_facts as more
from tests.reporting_api.conftest import Reporting
from tests.support.databases import statements_counted

# Fixed, because tests that share their work among processes are named alike in all of them.
GROUP = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
STRANGERS = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12"
LISTS = ("/v1/dashboard-local-authorities", "/v1/dashboard-icbs")


@pytest.fixture
async def schools(reporting: Reporting) -> dict[str, Event]:
    """A project of QWO in Leeds and Bradford, one of QHM with a school in Leeds, and one of QWO the year before."""
    year = facts.year()
    of = {"programme_year_id": year.data.id}
    west, humber = facts.project(**of), facts.project(icb_code="QHM", target_schools=None, **of)
    before = facts.project(programme_year="2024-25")
    found = {
        "leeds": facts.participation(west, school_name="Elm Park", urn="107866", la_code="383"),
        "bradford": facts.participation(west, school_name="Ash Grove", urn="107201", la_code="380"),
        "humber": facts.participation(humber, school_name="Oak Lane", urn="118000", la_code="383", cohort="existing"),
        "before": facts.participation(before, school_name="Elm Park", urn="107866", la_code="383"),
    }
    await reporting.told(year, west, humber, before, *found.values())
    await reporting.told(facts.member(west, organisation=GROUP, kind="pcg"), more.allocation(west, 700))
    await reporting.told(
        facts.assessment(found["leeds"], scores={"communication": 40.0}),
        facts.assessment(found["bradford"], scores={"communication": 50.0}),
        facts.assessment(found["humber"], scores={"communication": 75.0}),
        facts.line(found["leeds"], cost_pence=300),
        facts.line(found["humber"], cost_pence=20),
    )
    return found


def _year(dashboard: dict, code: str = "2025-26") -> dict:
    return next(each for each in dashboard["years"] if each["programme_year"] == code)


async def test_an_authority_sees_its_schools_of_every_project_by_year(reporting: Reporting, schools):
    shown = await reporting.one("/v1/local-authorities/383/dashboard", "la:383")
    areas.AuthorityDashboard.model_validate(shown, strict=False)
    assert [each["programme_year"] for each in shown["years"]] == ["2025-26", "2024-25"]
    now = _year(shown)
    assert (now["projects"], now["new_confirmed"], now["existing_confirmed"], now["cost_pence"]) == (2, 1, 1, 320)
    (domain,) = shown["domains"]
    assert (domain["label"], domain["schools_assessed"], domain["mean_score"]) == ("Communication", 2, 57.5)


async def test_a_board_sees_its_projects_by_year(reporting: Reporting, schools):
    shown = await reporting.one("/v1/icbs/QWO/dashboard", "icb:QWO")
    areas.IcbDashboard.model_validate(shown, strict=False)
    now = _year(shown)
    assert (now["projects"], now["new_confirmed"], now["allocated_pence"], now["target_schools"]) == (1, 2, 700, 30)
    assert [each["mean_score"] for each in shown["domains"]] == [45]


async def test_the_nation_is_the_sum_of_all_projects(reporting: Reporting, schools):
    shown = await reporting.one("/v1/national-dashboard", "national:dfe")
    areas.NationalDashboard.model_validate(shown, strict=False)
    now = _year(shown)
    assert (now["projects"], now["new_confirmed"], now["existing_confirmed"], now["cost_pence"]) == (2, 2, 1, 320)
    assert [(each["schools_assessed"], each["mean_score"]) for each in shown["domains"]] == [(3, 55)]


async def test_the_nation_is_shown_before_anything_is_announced(reporting: Reporting):
    shown = await reporting.one("/v1/national-dashboard", "national:dfe")
    assert (shown["years"], shown["domains"]) == ([], [])


async def test_figures_are_kept_for_the_old_and_the_successor_board(reporting: Reporting, schools):
    project = facts.project(icb_code="QM7")
    own = facts.project(icb_code="S1Y5D")
    await reporting.told(project, own, facts.participation(project, icb_code="QM7", la_code="919"))
    changes = {"lead_icb_code": "S1Y5D", "version": 2}
    await reporting.told(facts.project(projects.ProjectHandedOver, **project.data.model_dump() | changes))
    for board, counted in (("QM7", (1, 1, 1, 0)), ("S1Y5D", (2, 1, 0, 1))):
        now = _year(await reporting.one(f"/v1/icbs/{board}/dashboard", f"icb:{board}"))
        names = ("projects", "new_confirmed", "projects_handed_over", "projects_taken_over")
        assert tuple(now[name] for name in names) == counted, board
        (row,) = await reporting.items("/v1/dashboard-icbs", f"icb:{board}")
        assert row == now
    assert _year(await reporting.one("/v1/national-dashboard"))["projects"] == 4


async def test_an_authority_whose_last_school_moved_to_another_has_no_row(reporting: Reporting, schools):
    await reporting.told(facts.again(schools["bradford"], la_code="381"))
    codes = {row["la_code"] for row in await reporting.items("/v1/dashboard-local-authorities")}
    assert codes == {"383", "381"}
    assert (await reporting.as_("la:380").get("/v1/local-authorities/380/dashboard")).status_code == 404


@pytest.mark.parametrize(
    ("path", "organisation", "status"),
    [
        ("/v1/local-authorities/383/dashboard", "la:380", 404),
        ("/v1/local-authorities/383/dashboard", "national:dfe", 200),
        ("/v1/local-authorities/383/dashboard", "icb:QWO", 403),
        ("/v1/local-authorities/999/dashboard", "national:dfe", 404),
        ("/v1/icbs/QWO/dashboard", "icb:QHM", 404),
        ("/v1/icbs/QWO/dashboard", "national:nhse", 200),
        ("/v1/icbs/QWO/dashboard", "la:383", 403),
        ("/v1/icbs/ZZZ/dashboard", "national:dfe", 404),
        ("/v1/national-dashboard", "national:nhse", 200),
        ("/v1/national-dashboard", "icb:QWO", 403),
        ("/v1/national-dashboard", "evaluator:ace", 403),
        ("/v1/dashboard-icbs", GROUP, 403),
        ("/v1/dashboard-local-authorities", "school:107866", 403),
    ],
)
async def test_dashboards_of_areas_are_for_those_whose_they_are(
    reporting: Reporting, schools, path, organisation, status
):
    assert (await reporting.as_(organisation).get(path)).status_code == status


@pytest.mark.parametrize(
    ("organisation", "status"),
    [
        ("icb:QWO", 200),
        ("la:383", 200),
        ("school:107866", 200),
        (GROUP, 200),
        ("national:dfe", 200),
        ("icb:QHM", 404),
        ("la:380", 404),
        ("school:107201", 404),
        (STRANGERS, 404),
        ("evaluator:ace", 403),
    ],
)
async def test_a_school_is_shown_to_those_who_see_its_row(reporting: Reporting, schools, organisation, status):
    answer = await reporting.as_(organisation).get(f"/v1/participations/{schools['leeds'].data.id}/dashboard")
    assert answer.status_code == status
    if status == 200:
        shown = dashboards.SchoolDashboard.model_validate(answer.json(), strict=False)
        assert [(each.label, each.baseline_score) for each in shown.domains] == [("Communication", 40)]


@pytest.mark.parametrize(
    ("path", "organisation", "rows"),
    [
        (LISTS[0], "national:dfe", [("380", "2025-26"), ("383", "2024-25"), ("383", "2025-26")]),
        (LISTS[0], "la:383", [("383", "2024-25"), ("383", "2025-26")]),
        (LISTS[0] + "?programme_year=2025-26", "la:383", [("383", "2025-26")]),
        (LISTS[0] + "?la_code=380", "national:dfe", [("380", "2025-26")]),
        (LISTS[1], "national:dfe", [("QHM", "2025-26"), ("QWO", "2024-25"), ("QWO", "2025-26")]),
        (LISTS[1], "icb:QHM", [("QHM", "2025-26")]),
        (LISTS[1] + "?icb_code=QWO&programme_year=2024-25", "national:dfe", [("QWO", "2024-25")]),
    ],
)
async def test_the_flat_tables_hold_the_callers_rows(reporting: Reporting, schools, path, organisation, rows):
    shown = await reporting.items(path, organisation)
    assert [(row.get("la_code") or row.get("icb_code"), row["programme_year"]) for row in shown] == rows


@pytest.mark.parametrize(("path", "contract"), [(LISTS[0], areas.DashboardAuthority), (LISTS[1], areas.DashboardIcb)])
async def test_pages_follow_one_another_and_the_whole_can_be_had(reporting: Reporting, schools, path, contract):
    seen, following = [], f"{path}?limit=1"
    while following is not None:
        page = Page[contract].model_validate(await reporting.one(following))
        seen += page.items
        following = page.next_cursor and f"{path}?limit=1&cursor={page.next_cursor}"
    assert len(seen) == 3
    client = reporting.as_("national:dfe")
    header, *rows = (await client.get(path, params={"format": "csv"})).text.lstrip("\ufeff").splitlines()
    assert header.split(",") == list(contract.model_fields)
    assert len(rows) == 3
    since = max(row["updated_at"] for row in (await client.get(path)).json()["items"])
    assert await reporting.items(f"{path}?updated_since={since}")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/participations/{}/dashboard",
        "/v1/local-authorities/383/dashboard",
        "/v1/icbs/QWO/dashboard",
        "/v1/national-dashboard",
        *LISTS,
    ],
)
async def test_each_answer_is_one_statement_over_summaries(reporting: Reporting, schools, path):
    client = reporting.as_("national:dfe")
    with statements_counted(reporting.database) as statements:
        answer = await client.get(path.format(schools["leeds"].data.id))
        await asyncio.sleep(0)
    assert answer.status_code == 200, answer.text
    assert len(statements) == 1
    assert not {"participations", "self_assessments", "package_lines"} & set(statements[0].split())


async def test_the_rows_of_authorities_add_up_to_the_nation(reporting: Reporting, schools):
    added: dict[str, int] = defaultdict(int)
    for row in await reporting.items(LISTS[0]):
        for name in ("new_confirmed", "existing_confirmed", "cost_pence", "baselines_submitted"):
            added[name] += row[name]
    nation = (await reporting.one("/v1/national-dashboard"))["years"]
    for name, number in added.items():
        assert sum(each[name] for each in nation) == number, name


@pytest.mark.parametrize(
    ("organisation", "projects"),
    [("national:dfe", 3), ("icb:QWO", 2), ("icb:QHM", 1), ("la:380", 1), (GROUP, 1), (STRANGERS, 0)],
)
async def test_the_strands_of_a_project_are_shown_to_those_who_see_it(
    reporting: Reporting, schools, organisation, projects
):
    page = await reporting.one("/v1/dashboard-strands", organisation)
    rows = Page[dashboards.DashboardStrand].model_validate(page).items
    assert len(rows) == 4 * projects
    assert len({row.project_id for row in rows}) == projects


async def test_the_strands_are_filtered_and_paged(reporting: Reporting, schools):
    seen, following = [], "/v1/dashboard-strands?limit=5"
    while following is not None:
        page = await reporting.one(following)
        seen += [(row["project_id"], row["strand"]) for row in page["items"]]
        following = page["next_cursor"] and f"/v1/dashboard-strands?limit=5&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 12
    asked = "/v1/dashboard-strands?strand=tailored_support&icb_code=QHM"
    assert [(row["cost_pence"], row["hours_bought"]) for row in await reporting.items(asked)] == [(20, 6.5)]
    assert (await reporting.as_("school:107866").get("/v1/dashboard-strands")).status_code == 403
