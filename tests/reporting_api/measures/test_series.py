"""Time series: what happened in which month and quarter, and who sees it."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from services.reporting_api.measures.queries import MEASURES, SERIES
from shared.contracts.commissioning import delivery, engagement
from shared.contracts.event import Event
from shared.contracts.partnership import projects
from shared.contracts.reporting.measures import SeriesValue
from tests.reporting_api import facts, more_facts as more
from tests.reporting_api.conftest import Reporting
from tests.support.databases import statements_counted
from tests.support.views import assert_rows_match_the_contract

GROUP = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
STRANGER = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12"
NATIONAL = "national:dfe"


async def series(reporting: Reporting, query: str, organisation: str = NATIONAL) -> dict[str, tuple[float, float]]:
    """By period: what happened in it, and until its end. The query must be of one measure and area."""
    rows = await reporting.items(f"/v1/measure-series?limit=500&{query}", organisation)
    found = {row["period"]: (row["value"], row["cumulative_value"]) for row in rows}
    assert len(found) == len(rows), "rows of more than one series"
    return found


@pytest.fixture
async def schools(reporting: Reporting) -> dict[str, Event]:
    """A project of QWO in Leeds and Bradford and one of QHM in Leeds, each school with a session."""
    west, humber = facts.project(), facts.project(icb_code="QHM")
    found = {
        "west": west,
        "leeds": facts.participation(west),
        "bradford": facts.participation(west, urn="107201", la_code="380"),
        "humber": facts.participation(humber, urn="118000"),
    }
    await reporting.told(west, humber, facts.member(west, organisation=GROUP, kind="pcg"), *found.values())
    days = {"leeds": date(2025, 11, 3), "bradford": date(2025, 12, 1), "humber": date(2026, 1, 9)}
    for name, held_on in days.items():
        line = facts.line(found[name])
        await reporting.told(line, more.session(line, held_on=held_on, hours=2.5))
    return found


async def test_months_and_quarters_of_each_level(reporting: Reporting, schools):
    hours = "measure=hours_held&level="
    assert await series(reporting, hours + f"project&project_id={schools['west'].data.id}") == {
        "2025-11": (2.5, 2.5),
        "2025-12": (2.5, 5),
    }
    assert await series(reporting, hours + "la&la_code=383") == {"2025-11": (2.5, 2.5), "2026-01": (2.5, 5)}
    assert await series(reporting, hours + "icb&icb_code=QWO&interval=quarter") == {"2025-26 Q3": (5, 5)}
    assert await series(reporting, hours + "nation&interval=quarter") == {
        "2025-26 Q3": (5, 5),
        "2025-26 Q4": (2.5, 7.5),
    }


async def test_a_row_says_what_it_is_of(reporting: Reporting, schools):
    (row,) = await reporting.items("/v1/measure-series?level=icb&icb_code=QHM&measure=sessions_held")
    SeriesValue.model_validate(row)
    assert (row["area_code"], row["programme_year"], row["starts_on"]) == ("QHM", "2025-26", "2026-01-01")


async def test_periods_are_chosen_by_their_first_day_and_still_count_what_was_before(reporting: Reporting, schools):
    asked = "measure=hours_held&level=nation&from_on=2025-12-01"
    assert await series(reporting, asked) == {"2025-12": (2.5, 5), "2026-01": (2.5, 7.5)}
    assert await series(reporting, asked + "&to_on=2025-12-31") == {"2025-12": (2.5, 5)}


async def test_years_are_counted_apart(reporting: Reporting, schools):
    before = facts.project(programme_year="2024-25")
    school = facts.participation(before, confirmed_at=datetime(2024, 5, 1, tzinfo=UTC))
    await reporting.told(before, school)
    asked = "level=icb&icb_code=QWO&measure=new_confirmed&programme_year="
    assert await series(reporting, asked + "2024-25") == {"2024-05": (1, 1)}
    assert await series(reporting, asked + "2025-26") == {"2025-09": (2, 2)}


MOMENTS = {
    "2026-03-31T22:59:59Z": ("2026-03", "2025-26 Q4"),
    "2026-03-31T23:00:00Z": ("2026-04", "2026-27 Q1"),
    "2026-06-30T22:59:59Z": ("2026-06", "2026-27 Q1"),
    "2025-12-31T23:59:59Z": ("2025-12", "2025-26 Q3"),
    "2099-12-31T23:59:59Z": ("2099-12", "2099-00 Q3"),
}


async def test_a_moment_belongs_to_its_day_in_england(reporting: Reporting):
    for moment, (month, quarter) in MOMENTS.items():
        project = facts.project()
        await reporting.told(project, facts.participation(project, confirmed_at=datetime.fromisoformat(moment)))
        asked = f"measure=new_confirmed&project_id={project.data.id}"
        assert list(await series(reporting, asked)) == [month], moment
        assert list(await series(reporting, asked + "&interval=quarter")) == [quarter], moment


async def test_what_is_put_right_moves_and_what_is_taken_back_is_gone(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project)
    line = facts.line(school)
    session, entry = more.session(line), more.entry(school)
    await reporting.told(project, school, line, session, entry)
    moved = facts.again(session, delivery.SessionHeld, held_on=date(2025, 12, 5))
    await reporting.told(moved)
    assert await series(reporting, "measure=sessions_held") == {"2025-12": (1, 1)}
    await reporting.told(facts.again(moved, delivery.SessionCancelled, status="cancelled"))
    await reporting.told(facts.again(entry, engagement.EngagementWithdrawn, status="withdrawn"))
    assert await reporting.items("/v1/measure-series?measure=sessions_held,hours_held,meetings&level=la") == []


async def test_money_is_what_stands_on_each_account_by_the_day_it_was_booked_on(reporting: Reporting):
    project = facts.project()
    booked = [
        ("funder", -900, date(2025, 5, 1)),
        ("pledged", 900, date(2025, 5, 1)),
        ("pledged", -700, date(2025, 6, 1)),
        ("free", 700, date(2025, 6, 1)),
        ("free", -500, date(2025, 7, 1)),
        ("committed", 500, date(2025, 7, 1)),
        ("committed", -500, date(2025, 8, 1)),
        ("invoiced", 500, date(2025, 8, 1)),
    ]
    await reporting.told(project, *(more.booked(project, name, pence, booked_on=day) for name, pence, day in booked))
    expected = {
        "ledger_allocated_pence": {"2025-05": (900, 900)},
        "ledger_released_pence": {"2025-06": (700, 700)},
        "free_pence": {"2025-06": (700, 700), "2025-07": (-500, 200)},
        "committed_pence": {"2025-07": (500, 500), "2025-08": (-500, 0)},
        "invoiced_pence": {"2025-08": (500, 500)},
        "spent_pence": {},
    }
    for measure, periods in expected.items():
        assert await series(reporting, f"measure={measure}&level=project") == periods, measure
    # Committed and taken back within one quarter: it came to nothing, and has no row.
    assert await series(reporting, "measure=committed_pence&level=nation&interval=quarter") == {}


async def test_both_boards_of_a_project_that_was_handed_over_keep_its_series(reporting: Reporting):
    project = facts.project(icb_code="QM7")
    school = facts.participation(project, icb_code="QM7", la_code="919")
    await reporting.told(project, school)
    changes = {"lead_icb_code": "S1Y5D", "version": 2}
    await reporting.told(facts.project(projects.ProjectHandedOver, **project.data.model_dump() | changes))
    for board in ("QM7", "S1Y5D"):
        assert await series(reporting, "level=icb&measure=new_confirmed", f"icb:{board}") == {"2025-09": (1, 1)}
        assert await series(reporting, "level=project&measure=new_confirmed", f"icb:{board}") == {"2025-09": (1, 1)}
    assert await series(reporting, "level=nation&measure=new_confirmed") == {"2025-09": (1, 1)}


SEEN = {
    NATIONAL: {"project": 3, "la": 3, "icb": 3, "nation": 3},
    "icb:QWO": {"project": 2, "la": 0, "icb": 2, "nation": 0},
    "icb:QHM": {"project": 1, "la": 0, "icb": 1, "nation": 0},
    "la:380": {"project": 2, "la": 1, "icb": 0, "nation": 0},
    "la:383": {"project": 3, "la": 2, "icb": 0, "nation": 0},
    GROUP: {"project": 2, "la": 0, "icb": 0, "nation": 0},
    STRANGER: {"project": 0, "la": 0, "icb": 0, "nation": 0},
}


async def test_who_sees_a_dashboard_sees_its_series(reporting: Reporting, schools):
    for organisation, seen in SEEN.items():
        for level, sessions in seen.items():
            rows = await reporting.items(f"/v1/measure-series?measure=sessions_held&level={level}", organisation)
            assert sum(row["value"] for row in rows) == sessions, (organisation, level)


async def test_who_has_no_dashboard_of_areas_reads_the_catalogue_and_no_series(reporting: Reporting):
    for organisation in ("school:107866", "evaluator:ucl", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b13"):
        client = reporting.as_(organisation)
        assert (await client.get("/v1/measure-series")).status_code == 403
        assert (await client.get("/v1/measures/hours_held")).json()["unit"] == "hours"


async def test_the_catalogue_is_a_list_like_every_other(reporting: Reporting):
    means = await reporting.items("/v1/measures?unit=score&level=domain&additive=false")
    assert [each["code"] for each in means] == [
        "mean_change",
        "mean_follow_up_score",
        "mean_review_score",
        "mean_score",
    ]
    assert means[0]["denominator"] == "The schools that have both (schools_compared)."
    assert [each["code"] for each in await reporting.items("/v1/measures?rule=R33")] == [
        "meetings",
        "schools_with_group",
    ]
    assert len(await reporting.items("/v1/measures?limit=500&source=partnership,assessment")) > 30
    assert await reporting.items("/v1/measures?updated_since=2099-01-01T00:00:00Z") == []
    table = await reporting.as_(NATIONAL).get("/v1/measures?format=csv&code=hours_held&time_series=true")
    header, row = table.text.strip().splitlines()
    assert header.lstrip("\ufeff").startswith("code,label,definition,unit,sources")
    assert row.startswith("hours_held,Hours held,")
    assert (await reporting.as_(NATIONAL).get("/v1/measures/hours_hold")).status_code == 404


async def test_an_answer_takes_one_statement(reporting: Reporting, schools):
    for level in ("project", "la", "icb", "nation"):
        with statements_counted(reporting.database) as statements:
            await reporting.items(f"/v1/measure-series?level={level}")
            await asyncio.sleep(0)
        assert len(statements) == 1, level


async def test_pages_follow_each_other(reporting: Reporting, schools):
    for level in ("project", "nation"):
        address, found = f"/v1/measure-series?level={level}&limit=3", []
        while address:
            page = await reporting.one(address)
            found += page["items"]
            cursor = page["next_cursor"]
            address = cursor and f"/v1/measure-series?level={level}&limit=3&cursor={cursor}"
        assert found == await reporting.items(f"/v1/measure-series?level={level}&limit=500")


REFUSED = {
    "level=nation&la_code=383": ("la_code", "this filter is of the level la"),
    "level=la&icb_code=QWO": ("icb_code", "this filter is of the level project or icb"),
    "measure=mean_score": ("measure", "Input should be"),
    "interval=week": ("interval", "Input should be"),
    "from_on=2025-02-30": ("from_on", "Input should be"),
    "level=region": ("level", "Input should be"),
    "programme_year=2025-27": ("programme_year", "a programme year is a financial year"),
}


async def test_what_cannot_be_asked_is_refused_by_its_name(reporting: Reporting):
    for query, (parameter, detail) in REFUSED.items():
        answer = await reporting.as_(NATIONAL).get(f"/v1/measure-series?{query}")
        assert answer.status_code == 400, query
        (error,) = answer.json()["errors"]
        assert error["parameter"].startswith(parameter), query
        assert detail in error["detail"], query


async def test_postgresql_builds_what_the_contracts_say(reporting: Reporting, schools):
    for view in (MEASURES, *SERIES.values()):
        await assert_rows_match_the_contract(reporting.database, view)
