"""What was shown before the copies became wider is shown on, until the feeds are read again from their beginning."""

from collections.abc import Callable
from typing import Any

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.reporting_api.main import SERVICE
from shared.kit import migrations
from tests.support.databases import Databases

PROJECT = "11111111-1111-4111-8111-111111111111"
FILL = (
    f"""insert into projects (id, version, icb_code, lead_icb_code, programme_year, programme_year_id, kind, name,
            status)
        values ('{PROJECT}', 3, 'QM7', 'S1Y5D', '2025-26', gen_random_uuid(), 'continuing', 'A', 'delivering')""",
    f"""insert into project_summaries (project_id, programme_year, programme_year_id, icb_code, name, kind, status,
            new_selected, new_confirmed, new_withdrawn, existing_selected, existing_confirmed, existing_withdrawn,
            baselines_not_begun, baselines_in_progress, baselines_submitted, baselines_reopened,
            schools_missing_a_strand, lines_proposed, lines_agreed, tailored_support_hours,
            tailored_support_cost_pence, parent_carer_engagement_hours, parent_carer_engagement_cost_pence, hours,
            cost_pence)
        select '{PROJECT}', '2025-26', programme_year_id, 'QM7', name, kind, status, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0 from projects""",
    f"""insert into project_domain_summaries (project_id, domain, schools_assessed, mean_score)
        values ('{PROJECT}', 'communication', 2, 40.25)""",
    f"""insert into package_lines (id, version, participation_id, project_id, strand, domain, hours, cost_pence, status)
        values (gen_random_uuid(), 4, gen_random_uuid(), '{PROJECT}', 'tailored_support', 'communication', 1, 2,
            'agreed')""",
    "insert into consumer_cursors (source, cursor, applied) values ('partnership', 'x', 9)",
)

SESSION = """insert into delivery_sessions (id, version, participation_id, project_id, package_line_id, hours, status)
    values (gen_random_uuid(), 4, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1.5, 'held')"""


def _to(revision: str, move: Callable[..., None] = command.upgrade) -> Callable[[Connection], None]:
    def moved(connection: Connection) -> None:
        made = migrations.config(SERVICE.folder)
        made.attributes["connection"] = connection
        move(made, revision)

    return moved


async def test_copies_from_before_days_were_kept_are_read_again(databases: Databases):
    url = (await databases.empty()).replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_to("0006"))
        for statement in (SESSION, FILL[-1]):
            await connection.execute(text(statement))
        for _ in range(2):
            await connection.run_sync(_to("0007"))
            kept = await connection.execute(text("select version, hours, held_on from delivery_sessions"))
            assert [tuple(row) for row in kept] == [(0, 1.5, None)]
            assert (await connection.execute(text("select * from consumer_cursors"))).all() == []
            assert (await connection.execute(text("select * from series_summaries"))).all() == []
            await connection.run_sync(_to("0006", command.downgrade))
        assert (await connection.execute(text("select hours from delivery_sessions"))).scalar_one() == 1.5
    await engine.dispose()


async def test_rows_that_were_there_stay_forwards_and_backwards(databases: Databases):
    url = (await databases.empty()).replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:

        async def rows(query: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in (await connection.execute(text(query))).all()]

        await connection.run_sync(_to("0005"))
        for statement in FILL:
            await connection.execute(text(statement))
        for _ in range(2):
            await connection.run_sync(_to("0006"))
            assert await rows("select new_confirmed, lead_icb_code, spent_pence from project_summaries") == [
                (2, "S1Y5D", 0)
            ]
            assert await rows("select mean_score::float, total_score::float from project_domain_summaries") == [
                (40.25, 80.5)
            ]
            # The next announcement of the line is newer than what is kept, whatever its version is.
            assert await rows("select version, funding_strand from package_lines") == [(0, "tailored_support")]
            assert await rows("select * from consumer_cursors") == []
            await connection.run_sync(_to("0005", command.downgrade))
            assert await rows("select new_confirmed from project_summaries") == [(2,)]
            assert await rows("select mean_score::float from project_domain_summaries") == [(40.25,)]
    await engine.dispose()
