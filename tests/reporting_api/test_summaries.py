"""Summaries: what the dashboards show, from what the other services announced."""

from shared.contracts.partnership.projects import MemberLeft, ProjectChanged
from shared.kit.columns import new_id
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting

ENGAGEMENT = "parent_carer_engagement"


async def _school(reporting: Reporting) -> dict:
    (found,) = await reporting.items("/v1/dashboard-schools")
    return found


async def _project(reporting: Reporting) -> dict:
    (found,) = await reporting.items("/v1/dashboard-projects")
    return found


async def test_a_school_shows_its_baseline_and_the_support_agreed_with_it(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project)
    await reporting.told(
        project,
        school,
        facts.assessment(school),
        facts.line(school, hours=6.1, cost_pence=100),
        facts.line(school, hours=0.2, cost_pence=20, strand=ENGAGEMENT),
        facts.line(school, "proposed", hours=50, cost_pence=3_000),
        facts.line(school, "cancelled", hours=50, cost_pence=3_000),
    )
    shown = await _school(reporting)
    assert shown["school_name"] == "Elm Park Primary School"
    assert shown["baseline_status"] == "submitted"
    assert shown["baseline_submitted_at"] == "2025-09-01T08:30:00.000000Z"
    assert (shown["lines_proposed"], shown["lines_agreed"]) == (1, 2)
    assert (shown["hours"], shown["cost_pence"]) == (6.3, 120)
    assert (shown["tailored_support_hours"], shown["parent_carer_engagement_hours"]) == (6.1, 0.2)
    assert shown["both_strands"] is True


async def test_a_project_is_counted_against_its_target_and_by_cohort_and_status(reporting: Reporting):
    project = facts.project(target_schools=3)
    schools = [
        facts.participation(project, status, cohort=cohort)
        for cohort, status in [
            ("new", "confirmed"),
            ("new", "confirmed"),
            ("new", "selected"),
            ("existing", "confirmed"),
            ("existing", "withdrawn"),
        ]
    ]
    await reporting.told(project, *schools)
    shown = await _project(reporting)
    assert (shown["target_schools"], shown["difference_from_target"]) == (3, -1)
    assert (shown["new_confirmed"], shown["new_selected"], shown["new_withdrawn"]) == (2, 1, 0)
    assert (shown["existing_confirmed"], shown["existing_selected"], shown["existing_withdrawn"]) == (1, 0, 1)


async def test_a_project_without_a_target_has_no_difference_from_it(reporting: Reporting):
    await reporting.told(facts.project(target_schools=None))
    assert (await _project(reporting))["difference_from_target"] is None


async def test_a_confirmed_school_without_engagement_is_a_visible_gap(reporting: Reporting):
    project = facts.project()
    whole, half, none = (facts.participation(project) for _ in range(3))
    withdrawn = facts.participation(project, "withdrawn")
    await reporting.told(project, whole, half, none, withdrawn)
    await reporting.told(facts.line(whole), facts.line(whole, strand=ENGAGEMENT), facts.line(half))
    assert (await _project(reporting))["schools_missing_a_strand"] == 2


async def test_the_completion_of_baselines_is_of_confirmed_schools(reporting: Reporting):
    project = facts.project()
    schools = [facts.participation(project) for _ in range(4)]
    withdrawn = facts.participation(project, "withdrawn")
    await reporting.told(project, *schools, withdrawn)
    await reporting.told(
        facts.assessment(schools[0]),
        facts.assessment(schools[1], "in_progress"),
        facts.assessment(schools[2], "reopened"),
        facts.assessment(schools[3], point="follow_up"),
        facts.assessment(withdrawn),
    )
    shown = await _project(reporting)
    names = ("not_begun", "in_progress", "submitted", "reopened")
    assert [shown[f"baselines_{name}"] for name in names] == [1, 1, 1, 1]


async def test_the_profile_of_domains_is_the_mean_of_submitted_baselines(reporting: Reporting):
    year = facts.year()
    project = facts.project(programme_year_id=year.data.id)
    one, other, third = (facts.participation(project) for _ in range(3))
    await reporting.told(year, project, one, other, third)
    await reporting.told(
        facts.assessment(one, scores={"communication": 50.0, "environment": None}),
        facts.assessment(other, scores={"communication": 75.5, "unnamed": 10.0}),
        facts.assessment(third, "reopened", scores={"communication": 0.0}),
    )
    shown = await reporting.one(f"/v1/projects/{project.data.id}/dashboard")
    names = ("domain", "label", "schools_assessed", "mean_score")
    assert [[domain[name] for name in names] for domain in shown["domains"]] == [
        ["communication", "Communication", 2, 62.75],
        ["unnamed", None, 1, 10.0],
    ]


async def test_a_domain_is_gone_when_its_only_assessment_is_opened_again(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project)
    submitted = facts.assessment(school, scores={"communication": 50.0})
    await reporting.told(project, school, submitted)
    await reporting.told(facts.again(submitted, status="reopened"))
    assert (await reporting.one(f"/v1/projects/{project.data.id}/dashboard"))["domains"] == []


async def test_the_latest_assessment_of_a_point_is_the_one_that_counts(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project)
    later = facts.THEN.replace(month=11)
    await reporting.told(project, school)
    await reporting.told(facts.assessment(school, "in_progress", created_at=later))
    await reporting.told(facts.assessment(school, "submitted"))
    assert (await _school(reporting))["baseline_status"] == "in_progress"


async def test_support_announced_before_its_school_is_shown_once_the_school_is_known(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project)
    await reporting.told(facts.line(school, cost_pence=700), facts.assessment(school))
    assert await reporting.items("/v1/dashboard-schools") == []
    await reporting.told(school)
    assert await reporting.items("/v1/dashboard-projects") == []
    await reporting.told(project)
    assert (await _project(reporting))["cost_pence"] == (await _school(reporting))["cost_pence"] == 700


async def test_an_older_version_that_arrives_late_changes_nothing(reporting: Reporting):
    project = facts.project(name="As it was")
    renamed = facts.again(project, ProjectChanged, name="As it is")
    await reporting.told(renamed)
    await reporting.told(project)
    assert (await _project(reporting))["name"] == "As it is"


async def test_a_replay_leaves_every_row_alone(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project)
    told = [project, school, facts.assessment(school, scores={"communication": 50.0}), facts.line(school)]
    await reporting.told(*told)
    before = (await reporting.tables(), await _school(reporting), await _project(reporting))
    await reporting.told(*told)
    assert (await reporting.tables(), await _school(reporting), await _project(reporting)) == before


async def test_a_change_is_dated_by_its_arrival_here(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project)
    await reporting.told(project, school)
    before = await _school(reporting)
    await reporting.told(facts.line(school))
    since = (await _school(reporting))["updated_at"]
    assert since > before["updated_at"] > "2026"
    assert await reporting.items(f"/v1/dashboard-schools?updated_since={since}")


async def test_a_partner_that_left_sees_the_project_no_longer(reporting: Reporting):
    project = facts.project()
    group = f"pcg:{new_id()}"
    joined = facts.member(project, organisation=group, kind="pcg")
    await reporting.told(project, joined)
    assert len(await reporting.items("/v1/dashboard-projects", group)) == 1
    await reporting.told(facts.again(joined, MemberLeft, left_on="2026-01-01"))
    assert await reporting.items("/v1/dashboard-projects", group) == []
