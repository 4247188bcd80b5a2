"""Readiness against the guidance, and deadlines: as of a day, who sees what, for each and for all."""

import asyncio
from datetime import date
from typing import Any

import pytest

from shared.contracts.event import Event
from shared.contracts.page import Page
from shared.contracts.partnership import projects
from shared.contracts.partnership.projects import MemberLeft
from shared.contracts.reporting import areas, dashboards, deadlines, readiness
from tests.reporting_api import facts, more_facts as more
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.reports import COUNCIL, Reports, done, quarter, read_to_their_ends
from tests.support.databases import statements_counted

GROUP = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
STRANGERS = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12"
IN_DELIVERY, AFTER = "2026-03-31", "2026-04-01"
READY, DEADLINES = "/v1/dashboard-readiness", "/v1/dashboard-deadlines"
COUNTS = tuple(readiness.ReadinessCounts.model_fields)


async def _state(reporting: Reporting, project: Event, check: str, on: str = IN_DELIVERY) -> tuple[Any, ...]:
    shown = await reporting.items(f"{READY}?project_id={project.data.id}&check={check}&on={on}")
    return tuple(shown[0][name] for name in ("state", "expected", "missing", "due_on"))


@pytest.fixture
async def west(reporting: Reporting) -> Event:
    """A project of QWO whose council and parent carers are partners; nobody takes part yet."""
    year = facts.year(quarters=[quarter(number) for number in (1, 2)])
    west = facts.project(programme_year_id=year.data.id, target_schools=2)
    joined = facts.member(west), facts.member(west, organisation=GROUP, kind="pcg")
    await reporting.told(year, west, *joined)
    return west


async def _schools(reporting: Reporting, project: Event) -> tuple[Event, Event]:
    new = facts.participation(project)
    existing = facts.participation(project, cohort="existing", urn="107867")
    await reporting.told(new, existing)
    return new, existing


_NONE_YET = {
    **dict.fromkeys(("delivery_plan", "memorandum", "release", "allocation"), (1, 1)),
    **dict.fromkeys(("both_strands", "priorities", "parent_carer_groups", "meetings", "engagement"), (2, 2)),
    **dict.fromkeys(("baselines", "follow_ups", "embedding_reviews", "parental_views"), (1, 1)),
    "new_schools": (2, 1),
    "partnership": (2, 0),
    "quarterly_reports": (2, 2),
    "updates": (0, 0),
}


async def test_every_check_is_told_with_its_numbers(reporting: Reporting, west):
    await _schools(reporting, west)
    shown = await reporting.one(f"/v1/projects/{west.data.id}/dashboard?on={IN_DELIVERY}")
    checks = dashboards.ProjectDashboard.model_validate(shown, strict=False).readiness
    assert {each.check.value: (each.expected, each.missing) for each in checks} == _NONE_YET
    assert {each.check for each in checks} == set(readiness.Check)
    rows = await reporting.items(f"{READY}?on={IN_DELIVERY}")
    Page[readiness.DashboardReadiness].model_validate({"items": rows, "next_cursor": None}, strict=False)
    own = set(readiness.ReadinessCheck.model_fields)
    by_name = sorted(shown["readiness"], key=lambda each: each["check"])
    assert [{name: row[name] for name in row if name in own} for row in rows] == by_name


async def test_without_schools_what_is_asked_of_schools_is_not_applicable(reporting: Reporting, west):
    rows = {row["check"]: row["state"] for row in await reporting.items(f"{READY}?on={AFTER}")}
    papers = ("delivery_plan", "memorandum", "release", "allocation", "quarterly_reports")
    others = {"new_schools": "not_yet", "partnership": "met", **dict.fromkeys(papers, "overdue")}
    assert rows == dict.fromkeys(_NONE_YET, "not_applicable") | others


async def test_everything_done_is_met(reporting: Reporting, west):
    new, existing = await _schools(reporting, west)
    await reporting.told(facts.participation(west, urn="107868", status="withdrawn"), more.plan(west))
    await reporting.told(more.memorandum(west), more.allocation(west, 700), more.release(west, 600))
    both = [
        facts.line(school, strand=strand)
        for school in (new, existing)
        for strand in ("tailored_support", "parent_carer_engagement")
    ]
    for school in (new, existing):
        await reporting.told(more.priority_set(school, "communication"), more.group(school), more.entry(school))
    await reporting.told(*both, more.entry(existing, "change"), facts.assessment(existing, point="embedding_review"))
    await reporting.told(facts.assessment(new), facts.assessment(new, point="follow_up"))
    rows = {row["check"]: row["state"] for row in await reporting.items(f"{READY}?on={AFTER}")}
    others = {"new_schools": "not_yet", "quarterly_reports": "overdue", "updates": "not_applicable"}
    assert rows == dict.fromkeys(_NONE_YET, "met") | others


@pytest.mark.parametrize(
    ("check", "on", "state"),
    [
        ("baselines", IN_DELIVERY, "not_yet"),
        ("baselines", AFTER, "overdue"),
        ("follow_ups", AFTER, "not_yet"),
        ("follow_ups", "2026-10-01", "overdue"),
        ("new_schools", "2199-01-01", "not_yet"),
        ("delivery_plan", AFTER, "overdue"),
        ("quarterly_reports", "2025-07-31", "not_yet"),
        ("quarterly_reports", "2025-08-01", "overdue"),
    ],
)
async def test_what_is_missing_is_overdue_after_its_day(reporting: Reporting, west, check, on, state):
    await _schools(reporting, west)
    assert (await _state(reporting, west, check, on))[0] == state


async def test_a_newer_draft_voids_neither_plan_nor_memorandum(reporting: Reporting, west):
    await reporting.told(more.plan(west), more.memorandum(west))
    await reporting.told(more.plan(west, "draft", version_number=2), more.memorandum(west, "draft", version_number=2))
    for check in ("delivery_plan", "memorandum"):
        assert (await _state(reporting, west, check))[0] == "met"


async def test_a_partner_that_leaves_is_missing(reporting: Reporting, west):
    school = facts.participation(west, la_code="380")
    await reporting.told(school)
    assert await _state(reporting, west, "partnership") == ("not_yet", 2, 1, "2026-03-31")
    joined = facts.member(west, organisation="la:380")
    await reporting.told(joined)
    assert (await _state(reporting, west, "partnership"))[0] == "met"
    await reporting.told(facts.again(joined, MemberLeft, left_on=date(2026, 1, 1)))
    assert (await _state(reporting, west, "partnership"))[:3] == ("not_yet", 2, 1)


async def test_reports_and_updates_count_once_they_are_handed_in(reporting: Reporting, reports: Reports, west):
    await reporting.told(facts.participation(west))
    await read_to_their_ends(reporting.database)
    late = "2199-12-31"
    asked = done(await reports.ask(west.data.id), 201)
    other = done(await reports.ask(west.data.id), 201)
    assert await _state(reporting, west, "updates", late) == ("overdue", 2, 2, "2199-06-30")
    done(await reports.act(COUNCIL, f"/v1/update-requests/{asked['id']}/answer", {"answer": "Three."}, on=asked))
    withdrawal = {"reason": "It was known."}
    done(await reports.act("icb:QWO", f"/v1/update-requests/{other['id']}/withdrawal", withdrawal, on=other))
    assert (await _state(reporting, west, "updates", late))[:3] == ("met", 1, 0)
    assert await _state(reporting, west, "quarterly_reports", late) == ("overdue", 2, 2, "2025-07-31")
    submitted = await reports.submitted(await reports.of(west.data.id))
    assert await _state(reporting, west, "quarterly_reports", late) == ("overdue", 2, 1, "2025-10-31")
    assert (await _state(reporting, west, "quarterly_reports", "2025-07-31"))[:3] == ("not_yet", 2, 2)
    reason = {"reasons": ["Say more on engagement."]}
    done(await reports.do(submitted, "return", reason, who="national:dfe"))
    assert (await _state(reporting, west, "quarterly_reports", late))[:3] == ("overdue", 2, 2)


async def _handed_over(reporting: Reporting, project: Event) -> None:
    changes = {"lead_icb_code": "S1Y5D", "version": 2}
    await reporting.told(facts.project(projects.ProjectHandedOver, **project.data.model_dump() | changes))


async def test_a_board_and_its_successor_count_the_checks_and_see_strands_and_deadlines(reporting: Reporting, west):
    school, _ = await _schools(reporting, west)
    await reporting.told(facts.line(school, cost_pence=300), *more.moved(west, "funder", "pledged", 1000))
    await _handed_over(reporting, west)
    nation = await reporting.one(f"/v1/national-dashboard?on={IN_DELIVERY}")
    areas.NationalDashboard.model_validate(nation, strict=False)
    states = [row["state"] for row in await reporting.items(f"{READY}?on={IN_DELIVERY}&lead_icb_code=S1Y5D")]
    counted = {name: states.count(name.removeprefix("checks_")) for name in COUNTS}
    for board in ("QWO", "S1Y5D"):
        shown = await reporting.one(f"/v1/icbs/{board}/dashboard?on={IN_DELIVERY}", f"icb:{board}")
        (year,) = areas.IcbDashboard.model_validate(shown, strict=False).years
        assert {name: getattr(year, name) for name in COUNTS} == counted
        assert await reporting.items(f"/v1/dashboard-icbs?on={IN_DELIVERY}", f"icb:{board}") == shown["years"]
        assert (shown["strands"], shown["deadlines"]) == (nation["strands"], nation["deadlines"])
        assert len(await reporting.items(READY, f"icb:{board}")) == len(_NONE_YET)
        assert len(await reporting.items(DEADLINES, f"icb:{board}")) == 4
    assert {name: nation["years"][0][name] for name in COUNTS} == counted
    tailored = next(each for each in nation["strands"] if each["strand"] == "tailored_support")
    names = ("programme_year", "cost_pence", "hours_bought", "allocated_pence")
    assert tuple(tailored[name] for name in names) == ("2025-26", 300, 6.5, 1000)


async def test_strands_and_the_next_deadlines_are_of_all_projects(reporting: Reporting, west):
    other = facts.project(icb_code="QHM", programme_year_id=west.data.programme_year_id)
    await reporting.told(other)
    for project, amount in ((west, 100), (other, 20)):
        await reporting.told(*more.moved(project, "funder", "pledged", amount))
    nation = await reporting.one("/v1/national-dashboard?on=2025-10-31")
    assert {each["strand"]: each["allocated_pence"] for each in nation["strands"]}["tailored_support"] == 120
    names = ("kind", "quarter", "due_on", "projects", "days_left")
    assert [tuple(each[name] for name in names) for each in nation["deadlines"]] == [
        ("quarterly_report", 2, "2025-10-31", 2, 0),
        ("end_of_delivery", None, "2026-03-31", 2, 151),
        ("end_of_evaluation", None, "2026-09-30", 2, 334),
    ]


async def test_deadlines_are_flat_in_their_order_with_the_days_left(reporting: Reporting, west):
    page = await reporting.one(f"{DEADLINES}?on=2025-08-01")
    Page[deadlines.DashboardDeadline].model_validate(page, strict=False)
    names = ("kind", "quarter", "due_on", "days_left", "passed")
    assert [tuple(each[name] for name in names) for each in page["items"]] == [
        ("quarterly_report", 1, "2025-07-31", -1, True),
        ("quarterly_report", 2, "2025-10-31", 91, False),
        ("end_of_delivery", None, "2026-03-31", 242, False),
        ("end_of_evaluation", None, "2026-09-30", 425, False),
    ]
    to_come = await reporting.items(f"{DEADLINES}?on=2025-08-01&passed=false&kind=quarterly_report")
    assert [each["quarter"] for each in to_come] == [2]
    last = await reporting.items(f"{DEADLINES}?sort=-due_on&limit=1")
    assert [each["kind"] for each in last] == ["end_of_evaluation"]


@pytest.mark.parametrize(("path", "rows"), [(READY, 2 * len(_NONE_YET)), (DEADLINES, 8)])
async def test_both_tables_are_paged_and_exported(reporting: Reporting, west, path, rows):
    await reporting.told(facts.project(icb_code="QHM", programme_year_id=west.data.programme_year_id))
    seen, following = [], f"{path}?limit=5&on=2025-08-01"
    while following is not None:
        page = await reporting.one(following)
        seen += [(row["project_id"], row.get("check") or (row["kind"], row["quarter"])) for row in page["items"]]
        following = page["next_cursor"] and f"{path}?limit=5&on=2025-08-01&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == rows
    text = (await reporting.as_("national:dfe").get(f"{path}?format=csv")).text
    assert len(text.strip().splitlines()) == rows + 1


@pytest.mark.parametrize("path", [READY, DEADLINES])
@pytest.mark.parametrize(
    ("organisation", "sees"),
    [
        ("national:nhse", True),
        ("icb:QWO", True),
        ("la:383", True),
        (GROUP, True),
        ("icb:QHM", False),
        ("la:380", False),
        (STRANGERS, False),
    ],
)
async def test_who_sees_a_project_sees_both_of_it(reporting: Reporting, west, path, organisation, sees):
    assert bool(await reporting.items(path, organisation)) is sees


@pytest.mark.parametrize(
    ("path", "organisation", "status"),
    [
        (READY, "school:107866", 403),
        (DEADLINES, "evaluator:ace", 403),
        (f"{READY}?on=2025-02-30", "national:dfe", 400),
        (f"{READY}?state=late", "national:dfe", 400),
        (f"{READY}?rule=23", "national:dfe", 400),
        (f"{DEADLINES}?kind=holiday", "national:dfe", 400),
        ("/v1/national-dashboard?on=tomorrow", "national:dfe", 400),
        ("/v1/national-dashboard?day=2025-08-01", "national:dfe", 400),
    ],
)
async def test_bad_questions_are_refused(reporting: Reporting, path, organisation, status):
    assert (await reporting.as_(organisation).get(path)).status_code == status


@pytest.mark.parametrize("path", [READY, DEADLINES, "/v1/dashboard-regions"])
async def test_each_is_one_statement(reporting: Reporting, west, path):
    client = reporting.as_("national:dfe")
    with statements_counted(reporting.database) as statements:
        assert (await client.get(path)).status_code == 200
        await asyncio.sleep(0)
    assert len(statements) == 1


async def test_a_project_whose_programme_year_is_not_known_yet_has_no_days(reporting: Reporting):
    project = facts.project()
    await reporting.told(project)
    assert await _state(reporting, project, "delivery_plan", "2199-01-01") == ("not_yet", 1, 1, None)
    assert await reporting.items(DEADLINES) == []
