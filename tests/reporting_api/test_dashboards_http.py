"""Dashboards over HTTP: who sees what, in which shape, at which cost."""

import asyncio
import csv
import io
import re

import pytest

from services.reporting_api.main import SERVICE
from services.reporting_api.projections.models import Projection
from shared.contracts.page import Page
from shared.contracts.partnership import participations, projects
from shared.contracts.reporting import dashboards as contract
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.support.databases import statements_counted

# Fixed, because tests that share their work among processes are named alike in all of them.
GROUP = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
STRANGERS = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12"
PROVIDER = "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b13"
SCHOOL_COLUMNS = (
    "participation_id,project_id,programme_year,icb_code,la_code,urn,school_name,cohort,offer,status,baseline_status,"
    "baseline_submitted_at,lines_proposed,lines_agreed,tailored_support_hours,tailored_support_cost_pence,"
    "parent_carer_engagement_hours,parent_carer_engagement_cost_pence,hours,cost_pence,both_strands,updated_at,"
    "priorities_agreed,priorities_met,sessions_held,hours_held,meetings,activities,changes,stage,follow_up_status,"
    "follow_up_submitted_at,embedding_review_status,embedding_review_submitted_at,surveys_recorded,group_state,"
    "without_engagement"
)
PROJECT_COLUMNS = (
    "project_id,programme_year,icb_code,name,kind,status,target_schools,difference_from_target,new_selected,"
    "new_confirmed,new_withdrawn,existing_selected,existing_confirmed,existing_withdrawn,baselines_not_begun,"
    "baselines_in_progress,baselines_submitted,baselines_reopened,lines_proposed,lines_agreed,tailored_support_hours,"
    "tailored_support_cost_pence,parent_carer_engagement_hours,parent_carer_engagement_cost_pence,hours,cost_pence,"
    "schools_missing_a_strand,updated_at,"
    "priorities_agreed,priorities_met,sessions_held,hours_held,meetings,activities,changes,follow_ups_submitted,"
    "embedding_reviews_submitted,stage_confirmed,stage_assessing,stage_assessed,stage_prioritised,"
    "stage_support_agreed,stage_receiving_support,stage_followed_up,schools_with_survey,schools_with_group,"
    "schools_without_priorities,schools_without_engagement,committed_pence,accrued_pence,invoiced_pence,spent_pence,"
    "lead_icb_code,plan_status,plan_version_number,memorandum_status,allocated_pence,planned_release_pence,"
    "released_pence"
)


@pytest.fixture
async def project_id(reporting: Reporting) -> str:
    """A project of QWO with a school in Leeds and one in Bradford, beside one of another board."""
    project, other = facts.project(), facts.project(icb_code="QHM", name="Humber")
    leeds = facts.participation(project, school_name="Elm Park", urn="107866", la_code="383")
    bradford = facts.participation(project, school_name="Ash Grove", urn="107201", la_code="380")
    elsewhere = facts.participation(other, school_name="Oak Lane", urn="118000", la_code="810")
    await reporting.told(project, other, leeds, bradford, elsewhere)
    await reporting.told(facts.member(project, organisation=GROUP, kind="pcg"))
    await reporting.told(facts.member(project, organisation="la:382", kind="la"))
    await reporting.told(facts.assessment(leeds, scores={"communication": 40.0}), facts.line(leeds))
    return str(project.data.id)


def _names(rows) -> list[str]:
    return sorted(row["school_name"] for row in rows)


async def test_a_dashboard_keeps_its_contract(reporting: Reporting, project_id):
    body = await reporting.one(f"/v1/projects/{project_id}/dashboard")
    shown = contract.ProjectDashboard.model_validate(body, strict=False)
    assert list(body) == list(contract.ProjectDashboard.model_fields)
    assert [school.school_name for school in shown.schools] == ["Ash Grove", "Elm Park"]
    assert (shown.new_confirmed, shown.difference_from_target, shown.baselines_submitted) == (2, -28, 1)
    assert shown.as_of == contract.AsOf(partnership=None, assessment=None, commissioning=None)


@pytest.mark.parametrize(
    ("organisation", "schools"),
    [
        ("icb:QWO", ["Ash Grove", "Elm Park"]),
        ("national:dfe", ["Ash Grove", "Elm Park"]),
        ("service:reporting", ["Ash Grove", "Elm Park"]),
        (GROUP, ["Ash Grove", "Elm Park"]),
        ("la:383", ["Elm Park"]),
        ("la:382", []),
    ],
)
async def test_a_partner_sees_the_whole_project_and_the_schools_that_are_its_to_see(
    reporting: Reporting, project_id, organisation, schools
):
    shown = await reporting.one(f"/v1/projects/{project_id}/dashboard", organisation)
    assert shown["new_confirmed"] == 2
    assert _names(shown["schools"]) == schools


async def test_a_project_that_was_handed_over_is_on_the_dashboards_of_both_boards(reporting: Reporting):
    project = facts.project(icb_code="QM7")
    await reporting.told(project, facts.participation(project, icb_code="QM7", school_name="Elm Park"))
    handed = facts.project(
        projects.ProjectHandedOver, **project.data.model_dump() | {"lead_icb_code": "S1Y5D", "version": 2}
    )
    await reporting.told(handed, project)
    for organisation in ("icb:S1Y5D", "icb:QM7"):
        shown = await reporting.one(f"/v1/projects/{project.data.id}/dashboard", organisation)
        assert _names(shown["schools"]) == ["Elm Park"], organisation
        for path in ("/v1/dashboard-projects", "/v1/dashboard-schools"):
            assert len((await reporting.one(path, organisation))["items"]) == 1, (organisation, path)
    other = reporting.as_("icb:D7T5G")
    assert (await other.get(f"/v1/projects/{project.data.id}/dashboard")).status_code == 404
    for path in ("/v1/dashboard-projects", "/v1/dashboard-schools"):
        assert (await reporting.one(path, "icb:D7T5G"))["items"] == []


async def test_a_school_that_became_an_academy_is_shown_to_it_under_both_numbers(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project, school_name="Elm Park", urn="107866")
    await reporting.told(project, school)
    academy = "school:145001"
    assert (await reporting.one("/v1/dashboard-schools", academy))["items"] == []
    values = school.data.model_dump() | {"current_urn": "145001", "version": school.data.version + 1}
    after = participations.ParticipationConverted(data=participations.Participation.model_validate(values))
    await reporting.told(after, school)
    for organisation, names in (("school:107866", ["Elm Park"]), (academy, ["Elm Park"]), ("school:145002", [])):
        shown = await reporting.one("/v1/dashboard-schools", organisation)
        assert _names(shown["items"]) == names, organisation


@pytest.mark.parametrize("organisation", ["icb:QHM", "la:810", STRANGERS])
async def test_others_are_told_that_there_is_no_such_dashboard(reporting: Reporting, project_id, organisation):
    answer = await reporting.as_(organisation).get(f"/v1/projects/{project_id}/dashboard")
    assert answer.status_code == 404
    assert answer.json()["title"] == "There is no dashboard of a project with this id"


@pytest.mark.parametrize(
    ("path", "organisation"),
    [
        ("/v1/projects/{}/dashboard", "school:107866"),
        ("/v1/projects/{}/dashboard", "evaluator:ace"),
        ("/v1/projects/{}/dashboard", PROVIDER),
        ("/v1/dashboard-projects", "school:107866"),
        ("/v1/dashboard-schools", "evaluator:ace"),
        ("/v1/dashboard-schools", PROVIDER),
    ],
)
async def test_some_kinds_may_never_ask(reporting: Reporting, project_id, path, organisation):
    answer = await reporting.as_(organisation).get(path.format(project_id))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("organisation", "schools"),
    [
        ("national:nhse", ["Ash Grove", "Elm Park", "Oak Lane"]),
        ("icb:QWO", ["Ash Grove", "Elm Park"]),
        ("icb:QHM", ["Oak Lane"]),
        ("la:383", ["Elm Park"]),
        ("la:382", []),
        ("school:107201", ["Ash Grove"]),
        (GROUP, ["Ash Grove", "Elm Park"]),
        (STRANGERS, []),
    ],
)
async def test_the_table_of_schools_holds_the_callers_rows(reporting: Reporting, project_id, organisation, schools):
    assert _names(await reporting.items("/v1/dashboard-schools", organisation)) == schools


@pytest.mark.parametrize(
    ("organisation", "projects"),
    [("national:dfe", 2), ("icb:QHM", 1), ("la:383", 1), ("la:382", 1), ("la:815", 0), (GROUP, 1)],
)
async def test_the_table_of_projects_holds_the_callers_rows(reporting: Reporting, project_id, organisation, projects):
    assert len(await reporting.items("/v1/dashboard-projects", organisation)) == projects


async def test_an_authority_loses_sight_of_a_project_when_its_last_school_withdraws(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project)
    await reporting.told(project, school)
    path = f"/v1/projects/{project.data.id}/dashboard"
    assert (await reporting.as_("la:383").get(path)).status_code == 200
    await reporting.told(facts.again(school, status="withdrawn"))
    assert (await reporting.as_("la:383").get(path)).status_code == 404
    assert _names(await reporting.items("/v1/dashboard-schools", "la:383")) == ["Elm Park Primary School"]


@pytest.mark.parametrize(
    ("filters", "schools"),
    [
        ("la_code=383,810", ["Elm Park", "Oak Lane"]),
        ("icb_code=QHM", ["Oak Lane"]),
        ("urn=107201", ["Ash Grove"]),
        ("project_id={}", ["Ash Grove", "Elm Park"]),
        ("status=withdrawn", []),
        ("cohort=new&programme_year=2025-26&icb_code=QWO", ["Ash Grove", "Elm Park"]),
    ],
)
async def test_the_table_of_schools_is_filtered(reporting: Reporting, project_id, filters, schools):
    assert _names(await reporting.items(f"/v1/dashboard-schools?{filters.format(project_id)}")) == schools


async def test_the_table_of_projects_is_filtered(reporting: Reporting, project_id):
    rows = await reporting.items("/v1/dashboard-projects?icb_code=QHM&status=delivering&kind=continuing")
    assert [row["name"] for row in rows] == ["Humber"]


async def test_pages_keep_their_contracts_and_follow_one_another(reporting: Reporting, project_id):
    seen = []
    path = "/v1/dashboard-schools?limit=1"
    while path is not None:
        page = Page[contract.DashboardSchool].model_validate(await reporting.one(path))
        seen += [school.school_name for school in page.items]
        path = page.next_cursor and f"/v1/dashboard-schools?limit=1&cursor={page.next_cursor}"
    assert sorted(seen) == ["Ash Grove", "Elm Park", "Oak Lane"]
    Page[contract.DashboardProject].model_validate(await reporting.one("/v1/dashboard-projects"))
    Page[contract.Source].model_validate(await reporting.one("/v1/sources"))


@pytest.mark.parametrize(
    ("path", "columns"), [("/v1/dashboard-schools", SCHOOL_COLUMNS), ("/v1/dashboard-projects", PROJECT_COLUMNS)]
)
async def test_the_columns_of_the_flat_tables_stay(reporting: Reporting, project_id, path, columns):
    answer = await reporting.as_("icb:QWO").get(path, params={"format": "csv"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert ",".join(header) == columns
    assert {row[header.index("icb_code")] for row in rows} == {"QWO"}


@pytest.mark.parametrize(
    "path", ["/v1/projects/{}/dashboard", "/v1/dashboard-schools", "/v1/dashboard-projects", "/v1/sources"]
)
@pytest.mark.parametrize("organisation", ["icb:QWO", "la:383", "national:dfe"])
async def test_each_answer_is_one_statement(reporting: Reporting, project_id, path, organisation):
    client = reporting.as_(organisation)
    with statements_counted(reporting.database) as statements:
        answer = await client.get(path.format(project_id))
        await asyncio.sleep(0)  # the driver tells of a statement at the loop's next turn
    assert answer.status_code == 200, answer.text
    assert len(statements) == 1


async def test_measures_are_a_statement_for_the_feeds_one_for_the_followers_and_one_a_gauge(reporting: Reporting):
    with statements_counted(reporting.database) as statements:
        answer = await reporting.as_("national:dfe").get("/metrics")
        await asyncio.sleep(0)
    assert answer.status_code == 200, answer.text
    assert len(statements) == 2 + len(SERVICE.gauges)


async def test_a_dashboard_reads_summaries_and_none_of_the_rows_below(reporting: Reporting, project_id):
    with statements_counted(reporting.database) as statements:
        await reporting.one(f"/v1/projects/{project_id}/dashboard")
        await asyncio.sleep(0)
    for below in sorted({model.__tablename__ for model in Projection.__subclasses__()} - {"programme_years"}):
        assert not re.search(rf"\b{below}\b", statements[0]), below


async def test_a_dashboard_has_no_etag_because_its_parts_change_apart(reporting: Reporting, project_id):
    answer = await reporting.as_("icb:QWO").get(
        f"/v1/projects/{project_id}/dashboard", headers={"If-None-Match": '"0"'}
    )
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


async def test_sources_never_read_are_listed_as_such(reporting: Reporting):
    rows = await reporting.items("/v1/sources?updated_since=2020-01-01T00:00:00Z")
    assert rows == []
    rows = await reporting.items("/v1/sources", "evaluator:ace")
    assert [row["source"] for row in rows] == ["assessment", "commissioning", "partnership"]
    assert {(row["applied"], row["as_of"], row["lag_seconds"]) for row in rows} == {(0, None, None)}


async def test_the_service_announces_nothing_that_others_announced(reporting: Reporting, project_id):
    answer = await reporting.as_("national:dfe").get("/v1/events")
    assert {event["type"] for event in answer.json()} == {"reporting.report-template.published"}


@pytest.mark.parametrize("path", ["/v1/dashboard-schools", "/v1/dashboard-projects", "/v1/sources"])
async def test_each_list_is_counted_and_can_be_had_whole(reporting: Reporting, project_id, path):
    number = (await reporting.one(f"{path}?count=exact&limit=1"))["total"]
    client = reporting.as_("national:dfe")
    lines = (await client.get(path, params={"format": "ndjson"})).text.splitlines()
    rows = (await client.get(path, params={"format": "csv"})).text.splitlines()
    assert number == len(lines) == len(rows) - 1 > 1
