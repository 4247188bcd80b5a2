"""What a migration works out for rows that are there is what the follower would have."""

from random import Random
from typing import Any

from alembic.script import ScriptDirectory

from services.reporting_api.main import SERVICE
from shared.kit import migrations
from shared.kit.db import Connection, bare
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.histories import history
from tests.reporting_api.reports import Reports, done

_FORGET = "update project_summaries set {}"


async def _there(connection: Connection) -> list[list[Any]]:
    rows = "select to_jsonb(t)::text as row from {} t order by 1"
    return [
        [row["row"] for row in await connection.fetch(rows.format(table))]
        for table in ("project_summaries", "owed_summaries")
    ]


async def test_readiness_is_filled_for_what_was_summarised_before(reporting: Reporting, reports: Reports, project):
    await reporting.told(*history(Random(7), projects=3, schools=6))
    done(await reports.ask(project.data.id), 201)
    await reports.submitted(await reports.of(project.data.id))
    revision: Any = ScriptDirectory.from_config(migrations.config(SERVICE.folder)).get_revision("0008")
    added, papers = revision.module._COUNTS, revision.module._PAPERS
    fills = [getattr(revision.module, f"_FILL_{name}") for name in ("PAPERS", "PARTNERS", "COUNTS", "OWED")]
    async with reporting.database.transaction() as session:
        connection = await bare(session)
        before = await _there(connection)
        await connection.execute(_FORGET.format(", ".join(f"{name} = 0" for name in added)))
        await connection.execute(_FORGET.format(", ".join(f"{name} = false" for name in papers)))
        await connection.execute("delete from owed_summaries")
        for fill in fills:
            await connection.execute(fill)
        assert await _there(connection) == before
