"""Summaries of need, money, delivery and engagement, from what the other services announced."""

from datetime import date
from typing import Any

import pytest

from shared.contracts.assessment.surveys import SurveyWithdrawn
from shared.contracts.commissioning.engagement import EngagementWithdrawn
from shared.contracts.event import Event
from shared.kit.columns import new_id
from tests.reporting_api import facts, more_facts as more
from tests.reporting_api.conftest import Reporting

ENGAGEMENT = "parent_carer_engagement"


async def _school(reporting: Reporting) -> dict:
    (found,) = await reporting.items("/v1/dashboard-schools")
    return found


async def _dashboard(reporting: Reporting, project: Event) -> dict:
    return await reporting.one(f"/v1/projects/{project.data.id}/dashboard")


async def _taking_part(reporting: Reporting, **given: Any) -> tuple[Event, Event]:
    project = facts.project()
    school = facts.participation(project, **given)
    await reporting.told(project, school)
    return project, school


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        ([], "confirmed"),
        (["opened"], "assessing"),
        (["baseline"], "assessed"),
        (["embedding_review"], "assessed"),
        (["baseline", "priorities"], "prioritised"),
        (["baseline", "priorities", "line"], "support_agreed"),
        (["line", "session"], "receiving_support"),
        (["line", "session", "follow_up"], "followed_up"),
    ],
)
async def test_the_stage_of_a_school_is_the_furthest_that_is_true_of_it(reporting: Reporting, told, stage):
    project, school = await _taking_part(reporting)
    line = facts.line(school)
    each = {
        "opened": facts.assessment(school, "in_progress"),
        "priorities": more.priority_set(school, "communication"),
        "line": line,
        "session": more.session(line),
        **{point: facts.assessment(school, point=point) for point in ("baseline", "follow_up", "embedding_review")},
    }
    await reporting.told(*(each[name] for name in told))
    assert (await _school(reporting))["stage"] == stage
    assert (await _dashboard(reporting, project))[f"stage_{stage}"] == 1


@pytest.mark.parametrize("status", ["selected", "withdrawn"])
async def test_a_school_that_takes_no_part_has_no_further_stage(reporting: Reporting, status):
    project = facts.project()
    school = facts.participation(project, status)
    await reporting.told(project, school, facts.assessment(school))
    assert (await _school(reporting))["stage"] == status


async def test_change_is_of_schools_that_were_assessed_twice(reporting: Reporting):
    project, one = await _taking_part(reporting)
    other = facts.participation(project)
    await reporting.told(other, facts.assessment(other, scores={"communication": 80.0}))
    await reporting.told(
        facts.assessment(one, scores={"communication": 40.0}),
        facts.assessment(one, point="follow_up", scores={"communication": 55.5}),
    )
    (domain,) = (await _dashboard(reporting, project))["domains"]
    assert (domain["schools_assessed"], domain["mean_score"]) == (2, 60)
    assert (domain["schools_followed_up"], domain["mean_follow_up_score"]) == (1, 55.5)
    assert (domain["schools_compared"], domain["mean_change"]) == (1, 15.5)
    (of_school,) = (await reporting.one(f"/v1/participations/{one.data.id}/dashboard"))["domains"]
    assert (of_school["baseline_score"], of_school["follow_up_score"], of_school["score_change"]) == (40, 55.5, 15.5)


async def test_a_follow_up_that_is_opened_again_changes_nothing_any_more(reporting: Reporting):
    project, school = await _taking_part(reporting)
    after = facts.assessment(school, point="follow_up", scores={"communication": 55.5})
    await reporting.told(facts.assessment(school, scores={"communication": 40.0}), after)
    await reporting.told(facts.again(after, status="reopened"))
    (domain,) = (await _dashboard(reporting, project))["domains"]
    assert (domain["schools_compared"], domain["mean_change"]) == (0, None)


async def test_a_priority_is_met_by_an_agreed_line_for_its_domain_or_one_that_cites_its_findings(reporting: Reporting):
    project, school = await _taking_part(reporting)
    finding = new_id()
    await reporting.told(more.priority_set(school, "communication", "leadership", findings=[finding]))
    assert (await _school(reporting))["priorities_met"] == 0
    await reporting.told(facts.line(school, "proposed", domain="communication"))
    assert (await _school(reporting))["priorities_met"] == 0
    await reporting.told(facts.line(school, domain="communication"))
    assert (await _school(reporting))["priorities_met"] == 1
    await reporting.told(facts.line(school, domain="environment", finding_ids=[finding]))
    assert (await _school(reporting))["priorities_met"] == 2
    shown = await _dashboard(reporting, project)
    assert (shown["priorities_agreed"], shown["priorities_met"], shown["schools_without_priorities"]) == (2, 2, 0)
    assert {each["domain"]: each["priorities_met"] for each in shown["domains"]} == {
        "communication": 1,
        "leadership": 1,
    }


async def test_only_the_newest_agreed_priorities_count(reporting: Reporting):
    _, school = await _taking_part(reporting)
    first = more.priority_set(school, "communication")
    await reporting.told(more.priority_set(school, "leadership", "environment", number=2), first)
    assert (await _school(reporting))["priorities_agreed"] == 2
    await reporting.told(more.priority_set(school, "teaching", number=3, status="proposed"))
    assert (await _school(reporting))["priorities_agreed"] == 2


async def test_hours_held_stand_beside_hours_bought_in_their_strand(reporting: Reporting):
    project, school = await _taking_part(reporting)
    line = facts.line(school, hours=10, strand=ENGAGEMENT)
    await reporting.told(more.session(line, hours=2.5), more.session(line, "planned"), more.session(line, "cancelled"))
    assert (await _school(reporting))["hours_held"] == 2.5
    await reporting.told(line)
    strands = {each["strand"]: each for each in (await _dashboard(reporting, project))["strands"]}
    assert (strands[ENGAGEMENT]["hours_bought"], strands[ENGAGEMENT]["hours_held"]) == (10, 2.5)
    assert (strands["tailored_support"]["hours_bought"], strands["tailored_support"]["hours_held"]) == (0, 0)


async def test_money_stands_where_the_ledger_moved_it(reporting: Reporting):
    project, _ = await _taking_part(reporting)
    for origin, destination, amount in [
        ("funder", "pledged", 1000),
        ("pledged", "free", 700),
        ("free", "committed", 500),
        ("committed", "invoiced", 300),
        ("invoiced", "spent", 200),
    ]:
        await reporting.told(*more.moved(project, origin, destination, amount))
    await reporting.told(*more.moved(project, "funder", "pledged", 50, "embedding"))
    shown = await _dashboard(reporting, project)
    strand = next(each for each in shown["strands"] if each["strand"] == "tailored_support")
    names = ("allocated", "released", "free", "committed", "invoiced", "spent")
    assert [strand[f"{name}_pence"] for name in names] == [1000, 700, 200, 200, 100, 200]
    assert (shown["committed_pence"], shown["invoiced_pence"], shown["spent_pence"]) == (200, 100, 200)


async def test_an_allocation_and_its_releases_are_the_national_teams(reporting: Reporting):
    project, _ = await _taking_part(reporting)
    assert (await _dashboard(reporting, project))["allocated_pence"] is None
    await reporting.told(
        more.allocation(project, 1000),
        more.release(project, 600, recovered_pence=100),
        more.release(project, 300, "planned"),
        more.release(project, 90, "cancelled"),
    )
    shown = await _dashboard(reporting, project)
    assert (shown["allocated_pence"], shown["released_pence"], shown["planned_release_pence"]) == (1000, 500, 300)


async def test_a_project_shows_its_newest_plan_and_memorandum(reporting: Reporting):
    project, _ = await _taking_part(reporting)
    await reporting.told(more.plan(project, "draft", version_number=2), more.plan(project, "approved"))
    await reporting.told(more.memorandum(project))
    shown = await _dashboard(reporting, project)
    assert (shown["plan_status"], shown["plan_version_number"], shown["memorandum_status"]) == ("draft", 2, "agreed")


async def test_deadlines_are_those_of_the_projects_programme_year(reporting: Reporting):
    quarter = {"number": 1, "starts_on": date(2025, 4, 1), "ends_on": date(2025, 6, 30), "illustrative": True}
    year = facts.year(quarters=[quarter | {"report_due_on": date(2025, 7, 15)}])
    project = facts.project(programme_year_id=year.data.id)
    await reporting.told(year, project)
    assert [list(each.values()) for each in (await _dashboard(reporting, project))["deadlines"]] == [
        ["quarterly_report", 1, "2025-07-15", True],
        ["end_of_delivery", None, "2026-03-31", False],
        ["end_of_evaluation", None, "2026-09-30", False],
    ]


@pytest.mark.parametrize("told", ["group", "meeting", "activity", "change"])
async def test_a_school_with_any_engagement_is_no_gap(reporting: Reporting, told):
    project, school = await _taking_part(reporting)
    assert (await _school(reporting))["without_engagement"] is True
    assert (await _dashboard(reporting, project))["schools_without_engagement"] == 1
    await reporting.told(more.group(school) if told == "group" else more.entry(school, told))
    assert (await _school(reporting))["without_engagement"] is False
    assert (await _dashboard(reporting, project))["schools_without_engagement"] == 0


async def test_engagement_that_was_recorded_by_mistake_is_not_counted(reporting: Reporting):
    _, school = await _taking_part(reporting)
    change = more.entry(school, "change")
    await reporting.told(change, more.entry(school), more.entry(school))
    await reporting.told(facts.again(change, EngagementWithdrawn, status="withdrawn"))
    shown = await _school(reporting)
    assert (shown["meetings"], shown["changes"], shown["group_state"]) == (2, 0, "none")


@pytest.mark.parametrize("withdrawn_first", [True, False])
async def test_a_survey_that_was_taken_back_is_not_counted(reporting: Reporting, withdrawn_first):
    _, school = await _taking_part(reporting)
    survey = more.survey(school, version=2)
    withdrawn = more.survey(school, SurveyWithdrawn, **survey.data.model_dump())
    for event in (withdrawn, survey) if withdrawn_first else (survey, withdrawn):
        await reporting.told(event)
    assert (await _school(reporting))["surveys_recorded"] == 0
