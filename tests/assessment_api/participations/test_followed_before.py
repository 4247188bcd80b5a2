"""What was followed before it was kept when a school confirmed, and surveys before themes rested on them, stay."""

from collections.abc import Callable
from typing import Any

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.assessment_api.main import SERVICE
from shared.kit import migrations
from tests.support.databases import Databases

FILL = """
insert into participations (participation_id, project_id, icb_code, la_code, urn, current_urn, school_name,
    programme_year, cohort, offer, status, source_version)
values (gen_random_uuid(), gen_random_uuid(), 'QWO', '383', '107866', '107866', 'Elm Park School', '2025-26', 'new',
    'full', 'confirmed', 2)
"""
TOOL = """
insert into instruments (id, code, edition, kind, status, title, illustrative, programme_year, domains, scale,
    direction, questions, methods, version, created_at, updated_at)
values (gen_random_uuid(), 'survey', 1, 'parent_carer_survey', 'published', 'A survey', true, '2025-26', '{}', '[]',
    'higher_is_better', '[]', '[]', 1, now(), now())
"""
SURVEY = """
insert into surveys (id, participation_id, project_id, icb_code, la_code, urn, programme_year, term, instrument_id,
    questions, exact_respondents, exact_questions, suppression_threshold, suppressed, version, created_at, updated_at)
select gen_random_uuid(), participation_id, project_id, icb_code, la_code, urn, programme_year, 'autumn',
    (select id from instruments limit 1), '[]', 30, '[]', 5, false, 1, now(), now() from participations
"""


def to(revision: str, move: Callable[..., None] = command.upgrade) -> Callable[[Connection], None]:
    def moved(connection: Connection) -> None:
        made = migrations.config(SERVICE.folder)
        made.attributes["connection"] = connection
        move(made, revision)

    return moved


async def test_rows_that_were_there_stay_forwards_and_backwards(databases: Databases):
    url = (await databases.empty()).replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:

        async def rows(query: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in (await connection.execute(text(query))).all()]

        await connection.run_sync(to("0006"))
        for statement in (FILL, TOOL, SURVEY):
            await connection.execute(text(statement))
        for _ in range(2):
            await connection.run_sync(to("0007"))
            assert await rows("select urn, confirmed_at, followed_at <= now() from participations") == [
                ("107866", None, True)
            ]
            assert await rows("select exact_respondents, themes from surveys") == [(30, 0)]
            await connection.run_sync(to("0006", command.downgrade))
            assert await rows("select urn, status from participations") == [("107866", "confirmed")]
            assert await rows("select exact_respondents from surveys") == [(30,)]
    await engine.dispose()
