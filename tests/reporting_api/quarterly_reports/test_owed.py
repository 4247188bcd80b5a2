"""Who owes what as of a day: the national team's table, flat, also as CSV."""

import csv
import io
from datetime import date, datetime

import pytest
from sqlalchemy import text

from shared.kit.clock import day_of, today
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.reports import NATIONAL, Reports, done, quarter, question, read_to_their_ends, year_of_quarters


async def owed(reporting: Reporting, on: str, who: str = NATIONAL, more: str = "") -> list[tuple]:
    rows = await reporting.items(f"/v1/reports-owed?on={on}{more}", who)
    return [(row["quarter"], row["standing"], row["days_late"]) for row in rows]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-06-30", [(1, "upcoming", 0), (2, "upcoming", 0), (3, "upcoming", 0), (4, "upcoming", 0)]),
        ("2025-07-01", [(1, "due", 0), (2, "upcoming", 0), (3, "upcoming", 0), (4, "upcoming", 0)]),
        ("2025-07-31", [(1, "due", 0), (2, "upcoming", 0), (3, "upcoming", 0), (4, "upcoming", 0)]),
        ("2025-08-01", [(1, "overdue", 1), (2, "upcoming", 0), (3, "upcoming", 0), (4, "upcoming", 0)]),
        ("2026-02-10", [(1, "overdue", 194), (2, "overdue", 102), (3, "overdue", 10), (4, "upcoming", 0)]),
        ("2026-04-01", [(1, "overdue", 244), (2, "overdue", 152), (3, "overdue", 60), (4, "due", 0)]),
    ],
)
async def test_each_report_stands_against_its_deadline_as_of_the_day(reporting: Reporting, project, on, expected):
    assert await owed(reporting, on) == expected


async def test_what_was_submitted_is_not_owed_unless_it_is_sent_back(reporting: Reporting, reports: Reports, report):
    submitted = await reports.submitted(report)
    assert 1 not in [number for number, *_ in await owed(reporting, "2199-01-01")]
    done(await reports.do(submitted, "return", {"reasons": ["Say more."]}, NATIONAL))
    [returned] = await owed(reporting, "2199-01-01", more="&quarter=1")
    assert returned[1] == "returned"
    assert returned[2] == (day_of(datetime.fromisoformat(submitted["submitted_at"])) - date(2025, 7, 31)).days


async def test_before_it_was_submitted_it_was_owed(reporting: Reporting, reports: Reports, report):
    await reports.submitted(report)
    assert await owed(reporting, "2025-08-02", more="&quarter=1") == [(1, "overdue", 2)]


async def test_a_board_sees_what_it_owes_and_no_other_board_does(reporting: Reporting, project):
    assert len(await owed(reporting, "2026-02-10", "icb:QWO")) == 4
    assert await owed(reporting, "2026-02-10", "icb:QHM") == []
    assert await owed(reporting, "2026-04-01", more="&standing=due") == [(4, "due", 0)]
    assert len(await owed(reporting, "2026-02-10", more="&lead_icb_code=QWO")) == 4


async def test_without_a_day_it_is_told_as_of_today(reporting: Reporting, project):
    rows = await reporting.items("/v1/reports-owed")
    assert {row["on"] for row in rows} == {today().isoformat()}


async def test_pages_of_it_fit_together(reporting: Reporting, project):
    first = await reporting.one("/v1/reports-owed?on=2026-02-10&limit=3")
    rest = await reporting.one(f"/v1/reports-owed?on=2026-02-10&limit=3&cursor={first['next_cursor']}")
    assert [row["quarter"] for row in (*first["items"], *rest["items"])] == [1, 2, 3, 4]
    assert rest["next_cursor"] is None


async def test_it_is_to_be_had_as_csv_with_stable_columns(reporting: Reporting, reports: Reports, report):
    done(await reports.do(report, "update-requests", question(due_on="2199-01-01")), 201)
    answer = await reporting.as_(NATIONAL).get("/v1/reports-owed?on=2199-01-02&format=csv&quarter=1")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert ",".join(row) == (
        "quarterly_report_id,project_id,project_name,icb_code,lead_icb_code,programme_year,quarter,due_on,status,"
        "standing,days_late,open_requests,overdue_requests,on,updated_at"
    )
    assert (row["status"], row["open_requests"], row["overdue_requests"], row["on"]) == (
        "requested",
        "1",
        "1",
        "2199-01-02",
    )


async def test_counts_say_for_each_project_how_its_reports_and_updates_stand(reporting: Reporting, reports: Reports):
    year = year_of_quarters(quarters=[quarter(1, date(2199, 1, 1)), quarter(2), quarter(3), quarter(4)])
    project = facts.project(programme_year_id=year.data.id)
    await reporting.told(year, project, facts.member(project))
    await read_to_their_ends(reporting.database)
    for number in (1, 2):
        await reports.submitted(await reports.of(project.data.id, number))
    answered, _ = [done(await reports.ask(project.data.id, due_on="2199-06-30"), 201) for _ in range(2)]
    path = f"/v1/update-requests/{answered['id']}/answer"
    done(await reports.act("la:383", path, {"answer": "All of them."}, on=answered))
    [row] = await reporting.items("/v1/report-counts?on=2199-07-01")
    assert {name: row[f"reports_{name}"] for name in ("upcoming", "due", "overdue", "returned", "on_time", "late")} == {
        "upcoming": 0,
        "due": 0,
        "overdue": 2,
        "returned": 0,
        "on_time": 1,
        "late": 1,
    }
    assert {name: row[f"requests_{name}"] for name in ("due", "overdue", "on_time", "late")} == {
        "due": 0,
        "overdue": 1,
        "on_time": 1,
        "late": 0,
    }
    assert await reporting.items("/v1/report-counts", "icb:QHM") == []
    assert len(await reporting.items("/v1/report-counts", "icb:QWO")) == 1


async def test_a_day_that_is_none_is_refused_by_name(reporting: Reporting, project):
    answer = await reporting.as_(NATIONAL).get("/v1/reports-owed?on=2025-02-30")
    assert [each["parameter"] for each in answer.json()["errors"]] == ["on"]


@pytest.mark.parametrize(
    ("moment", "standing", "days"), [("2025-07-31 22:59:59", "on_time", 0), ("2025-07-31 23:00:00", "late", 1)]
)
async def test_a_day_of_a_deadline_ends_at_midnight_in_england(
    reporting: Reporting, reports: Reports, report, moment: str, standing: str, days: int
):
    await reports.submitted(report)
    handed_in = "update quarterly_reports set first_submitted_at = cast(:at as text)::timestamptz where id = :id"
    async with reporting.database.transaction() as session:
        await session.execute(text(handed_in), {"at": f"{moment}+00", "id": report["id"]})
    [row] = await reporting.items("/v1/report-counts?on=2025-08-02")
    assert row[f"reports_{standing}"] == 1
    asked = done(await reports.ask(report["project_id"]), 201)
    answered = (
        "update update_requests set status = 'answered', due_on = '2025-07-31',"
        " answered_at = cast(:at as text)::timestamptz where id = :id"
    )
    async with reporting.database.transaction() as session:
        await session.execute(text(answered), {"at": f"{moment}+00", "id": asked["id"]})
    [owed_then] = await reporting.items("/v1/updates-owed?on=2025-08-02")
    assert (owed_then["standing"], owed_then["days_late"]) == (standing, days)


async def test_before_it_was_returned_or_withdrawn_it_stood_as_it_did(reporting: Reporting, reports: Reports, report):
    submitted = await reports.submitted(report)
    asked = done(await reports.ask(report["project_id"]), 201)
    done(await reports.do(submitted, "return", {"reasons": ["Say more."]}, NATIONAL))
    withdrawal = {"reason": "It is known by now."}
    done(await reports.act("icb:QWO", f"/v1/update-requests/{asked['id']}/withdrawal", withdrawal, on=asked))
    handed_in = (
        "update quarterly_reports set first_submitted_at = '2025-07-20', decided_at = '2025-08-20' where id = :id"
    )
    withdrawn = "update update_requests set due_on = '2025-07-31', withdrawn_at = '2025-08-20'"
    async with reporting.database.transaction() as session:
        await session.execute(text(handed_in), {"id": report["id"]})
        await session.execute(text(withdrawn))
    before, after = "/v1/report-counts?on=2025-08-19", "/v1/report-counts?on=2025-08-20"
    [row] = await reporting.items(before)
    assert (row["reports_on_time"], row["reports_returned"], row["requests_overdue"]) == (1, 0, 1)
    [row] = await reporting.items(after)
    assert (row["reports_on_time"], row["reports_returned"], row["requests_overdue"]) == (0, 1, 0)
