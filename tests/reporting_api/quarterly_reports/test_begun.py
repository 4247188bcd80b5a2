"""A report is there for each project and quarter, whichever of them is known first, and once."""

import asyncio

from sqlalchemy import text

from services.reporting_api.main import SERVICE
from services.reporting_api.subscriptions import PROJECTIONS, apply
from shared.kit.columns import new_id
from shared.kit.db import Database, PooledDatabase
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.feeds import followed
from tests.reporting_api.reports import Reports, quarter, year_of_quarters
from tests.support.databases import Databases
from tests.support.settings import settings_for


async def quarters_of(reporting: Reporting, *projects) -> list[tuple]:
    rows = await reporting.items("/v1/quarterly-reports?limit=500")
    wanted = {str(each.data.id) for each in projects}
    return sorted((row["quarter"], row["due_on"], row["status"]) for row in rows if row["project_id"] in wanted)


ALL = [
    (1, "2025-07-31", "draft"),
    (2, "2025-10-31", "draft"),
    (3, "2026-01-31", "draft"),
    (4, "2026-04-30", "draft"),
]


async def test_a_report_of_each_quarter_is_begun_with_its_deadline(reporting: Reporting, project):
    assert await quarters_of(reporting, project) == ALL


async def test_the_project_may_be_known_before_its_year(reporting: Reporting):
    year = year_of_quarters()
    project = facts.project(programme_year_id=year.data.id)
    await reporting.told(project)
    assert await quarters_of(reporting, project) == []
    await reporting.told(year)
    assert await quarters_of(reporting, project) == ALL


async def test_a_project_that_comes_later_has_its_reports_too(reporting: Reporting, project):
    later = facts.project(programme_year_id=project.data.programme_year_id, icb_code="QHM")
    await reporting.told(later)
    assert await quarters_of(reporting, later) == ALL


async def test_what_is_told_again_begins_nothing_again(reporting: Reporting, project):
    await reporting.told(project, facts.again(project))
    assert await quarters_of(reporting, project) == ALL


async def test_a_later_edition_of_the_year_leaves_the_deadlines_of_projects_that_started(reporting: Reporting, project):
    await reporting.told(year_of_quarters(version=2, quarters=[quarter(1), quarter(2)]))
    assert await quarters_of(reporting, project) == ALL


async def test_a_project_of_a_year_without_quarters_has_no_report(reporting: Reporting):
    year = facts.year()
    project = facts.project(programme_year_id=year.data.id)
    await reporting.told(year, project)
    assert await quarters_of(reporting, project) == []


async def test_its_beginning_is_announced_to_the_board_and_to_no_other(databases: Databases):
    year = year_of_quarters()
    project = facts.project(programme_year_id=year.data.id)
    async with followed(databases) as running:
        await running.announce([year, project])
        await running.catch_up_with({"partnership": 2, "assessment": 0, "commissioning": 0})

        async def begun(who: str) -> list[int]:
            answer = await running.served.as_(who).get("/v1/events?type=reporting.quarterly-report.begun&wait=5")
            return sorted(event["data"]["quarter"] for event in answer.json())

        assert await begun("icb:QWO") == [1, 2, 3, 4]
        answer = await running.served.as_("icb:QHM").get("/v1/events?type=reporting.quarterly-report.begun")
        assert answer.json() == []


async def test_followers_that_begin_at_once_begin_each_report_once(databases: Databases):
    year = year_of_quarters()
    projects = [facts.project(id=new_id(), programme_year_id=year.data.id) for _ in range(5)]
    async with databases.copy(SERVICE) as url:
        database = PooledDatabase(settings_for(SERVICE, url))

        async def told(*events) -> None:
            async with database.transaction() as session:
                await apply(session, facts.announced(events))

        await told(year)
        await asyncio.gather(*(told(*projects) for _ in range(6)), told(facts.again(year)))
        async with database.reading() as connection:
            number = await connection.fetchval("select count(*) from quarterly_reports")
            announced = await connection.fetchval("select count(*) from events where type like '%report.begun'")
        await database.close()
    assert (number, announced) == (20, 20)


async def forget_copies(database: Database) -> None:
    async with database.transaction() as session:
        for table in (*PROJECTIONS, "consumer_cursors"):
            await session.execute(text(f'delete from "{table}"'))


async def test_copies_that_are_filled_again_leave_every_report_as_it_was(databases: Databases):
    year = year_of_quarters()
    project = facts.project(programme_year_id=year.data.id)
    async with followed(databases) as running:
        await running.announce([year, project])
        await running.catch_up_with({"partnership": 2, "assessment": 0, "commissioning": 0})
        reports = Reports(running.served)
        saved = await reports.written(await reports.of(project.data.id))
        await forget_copies(running.served.database)
        assert (await reports.see(saved)).json() == saved
        await running.catch_up_with({"partnership": 2, "assessment": 0, "commissioning": 0})
        assert (await reports.see(saved, "icb:QWO")).json() == saved
        async with running.served.database.reading() as connection:
            assert await connection.fetchval("select count(*) from quarterly_reports") == 4
    assert not {"quarterly_reports", "update_requests", "report_submissions"} & set(PROJECTIONS)
