"""From a draft to an accepted report: what is pinned stays, what is missing is named, what is sent back comes again."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.reporting_api.quarterly_reports import errors
from services.reporting_api.quarterly_reports.models import QuarterlyReport
from shared.kit.clock import today
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.reports import (
    NATIONAL,
    REQUIRED,
    Reports,
    done,
    plan,
    quarter,
    question,
    read_to_their_ends,
    refused,
    year_of_quarters,
)

REASONS = {"reasons": ["Say what changed for the schools.", "The spending is not explained."]}


def value(taken: dict, measure: str) -> float | None:
    return next(each["value"] for each in taken["figures"] if each["measure"] == measure and not each["domain"])


async def test_a_draft_is_prefilled_with_the_figures_of_now(reports: Reports, report):
    taken = await reports.part(report, "figures", "icb:QWO")
    assert (value(taken, "new_confirmed"), value(taken, "cost_pence")) == (1, 45_000)
    assert report["pinned"] is None


async def test_readiness_takes_down_figures_positions_and_the_version_of_the_plan(reports: Reports, report):
    pinned = (await reports.ready(report))["pinned"]
    assert value(pinned, "hours") == 6.5
    assert {each["source"]: each["cursor"] for each in pinned["positions"]} == {
        "partnership": "partnership-7",
        "assessment": "assessment-7",
        "commissioning": "commissioning-7",
    }
    assert all(each["as_of"] for each in pinned["positions"])
    assert (pinned["plan"]["version_number"], pinned["plan"]["version"], pinned["plan"]["status"]) == (2, 3, "approved")


async def test_the_approved_plan_counts_and_not_a_newer_draft(reporting: Reporting, reports: Reports, project, report):
    await reporting.told(plan(project, 3, "draft"))
    assert (await reports.ready(report))["pinned"]["plan"]["version_number"] == 2


async def test_a_later_change_shows_as_a_difference_and_rewrites_nothing(
    reporting: Reporting, reports: Reports, project, report
):
    submitted = await reports.submitted(report)
    assert (await reports.part(submitted, "differences", "icb:QWO"))["figures"] == []
    school = facts.participation(project, urn="107867")
    await reporting.told(school, facts.line(school, cost_pence=1000, hours=1), plan(project, 4))
    found = await reports.part(submitted, "differences", "icb:QWO")
    assert {each["measure"]: (each["pinned"], each["now"]) for each in found["figures"]} == {
        "difference_from_target": (-29, -28),
        "new_confirmed": (1, 2),
        "baselines_not_begun": (1, 2),
        "schools_missing_a_strand": (1, 2),
        "lines_agreed": (1, 2),
        "tailored_support_hours": (6.5, 7.5),
        "tailored_support_cost_pence": (45_000, 46_000),
        "hours": (6.5, 7.5),
        "cost_pence": (45_000, 46_000),
    }
    assert (found["plan_pinned"]["version_number"], found["plan_now"]["version_number"]) == (2, 4)
    assert (await reports.see(submitted)).json() == submitted
    [kept] = (await reports.part(submitted, "submissions"))["items"]
    assert kept["pinned"] == submitted["pinned"]


async def test_every_required_section_that_is_empty_is_named(reports: Reports, report):
    saved = done(await reports.save(report, {REQUIRED[0]: "Much.", "good_practice": "Much."}))
    ready = done(await reports.do(saved, "readiness"))
    named = refused(await reports.do(ready, "submission"), 409, "sections-empty")
    assert [each["pointer"] for each in named] == [f"/{code}" for code in REQUIRED[1:]]
    assert (await reports.see(report)).json()["status"] == "ready"


async def test_a_report_is_submitted_only_when_it_was_made_ready(reports: Reports, report):
    refused(await reports.do(await reports.written(report), "submission"), 409, "report-not-ready")


async def test_what_is_submitted_is_neither_written_nor_pinned_nor_submitted_again(reports: Reports, report):
    submitted = await reports.submitted(report)
    refused(await reports.save(submitted, {REQUIRED[0]: "More."}), 409, "report-handed-in")
    refused(await reports.do(submitted, "readiness"), 409, "report-handed-in")
    refused(await reports.do(submitted, "submission"), 409, "report-handed-in")


async def test_figures_are_not_taken_from_copies_that_are_not_whole(reporting: Reporting, reports: Reports):
    year = year_of_quarters()
    project = facts.project(programme_year_id=year.data.id)
    await reporting.told(year, project)
    await read_to_their_ends(reporting.database, ["partnership", "assessment"])
    report = await reports.of(project.data.id)
    answer = await reports.do(await reports.written(report), "readiness")
    refused(answer, 409, "figures-not-there")
    assert "commissioning" in answer.json()["detail"]


async def test_a_report_is_sent_back_with_reasons_changed_and_accepted(reports: Reports, report):
    first = await reports.submitted(report)
    back = done(await reports.do(first, "return", REASONS, NATIONAL))
    assert (back["status"], back["reasons"]) == ("sent_back", REASONS["reasons"])
    changed = done(await reports.save(back, {REQUIRED[0]: "Three schools began."}))
    again = done(await reports.do(done(await reports.do(changed, "readiness")), "submission"))
    assert (again["status"], again["submissions"], again["reasons"]) == ("submitted", 2, [])
    accepted = done(await reports.do(again, "acceptance", who=NATIONAL))
    assert accepted["status"] == "accepted"
    texts = [
        next(each["text"] for each in kept["sections"] if each["code"] == REQUIRED[0])
        for kept in (await reports.part(report, "submissions", "icb:QWO"))["items"]
    ]
    assert texts == ["It went as planned.", "Three schools began."]
    decisions = (await reports.part(report, "decisions", "icb:QWO"))["items"]
    assert [(each["number"], each["outcome"], each["reasons"]) for each in decisions] == [
        (1, "sent_back", REASONS["reasons"]),
        (2, "accepted", []),
    ]
    events = [each["event"].rsplit(".", 1)[-1] for each in (await reports.part(report, "history"))["items"]]
    assert events == [
        "accepted",
        "submitted",
        "made-ready",
        "saved",
        "sent-back",
        "submitted",
        "made-ready",
        "saved",
        "begun",
    ]


@pytest.mark.parametrize("what", ["acceptance", "return"])
async def test_the_national_team_decides_once_and_only_on_what_is_submitted(reports: Reports, report, what):
    body = REASONS if what == "return" else None
    refused(await reports.do(report, what, body, NATIONAL), 409, "report-not-submitted")
    accepted = done(await reports.do(await reports.submitted(report), "acceptance", who=NATIONAL))
    refused(await reports.do(accepted, what, body, NATIONAL), 409, "report-not-submitted")


async def test_sending_back_says_why(reports: Reports, report):
    submitted = await reports.submitted(report)
    answer = await reports.do(submitted, "return", {"reasons": []}, NATIONAL)
    assert [each["pointer"] for each in refused(answer, 422, "unprocessable")] == ["/reasons"]


async def test_without_pinned_figures_there_is_nothing_to_compare_with(reports: Reports, report):
    answer = await reports.served.as_("icb:QWO").get(f"/v1/quarterly-reports/{report['id']}/differences")
    refused(answer, 409, "nothing-pinned")


async def test_a_report_is_written_and_asked_for_while_its_quarter_runs_and_made_ready_after_it(
    reporting: Reporting, reports: Reports
):
    runs = quarter(1, date(2199, 1, 1)) | {"ends_on": today()}
    year = year_of_quarters(quarters=[runs])
    project = facts.project(programme_year_id=year.data.id)
    await reporting.told(year, project, facts.member(project))
    await read_to_their_ends(reporting.database)
    written = await reports.written(await reports.of(project.data.id))
    answer = await reports.do(written, "readiness")
    refused(answer, 409, "quarter-not-over")
    assert (today() + timedelta(days=1)).isoformat() in answer.json()["detail"]
    done(await reports.do(written, "update-requests", question()), 201)


@pytest.mark.parametrize(("day", "over"), [(29, False), (30, False), (31, True)])
def test_a_quarter_is_over_on_the_day_after_its_last(day: int, over: bool):
    report = QuarterlyReport(project_id=uuid4(), ends_on=date(2025, 6, 30))
    on = date(2025, 6, day) if day < 31 else date(2025, 7, 1)
    if over:
        report.must_be_over(on)
    else:
        with pytest.raises(errors.QuarterNotOver, match="2025-07-01"):
            report.must_be_over(on)


async def test_what_says_the_same_again_is_no_change_and_is_announced_once(reports: Reports, report):
    saved = await reports.written(report)
    again = await reports.written(saved)
    assert again["version"] == saved["version"]
    events = [each["event"].rsplit(".", 1)[-1] for each in (await reports.part(report, "history"))["items"]]
    assert events == ["saved", "begun"]
