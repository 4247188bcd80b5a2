"""What the projections hold, to compare one way of filling them with another."""

import json
from typing import Any

from services.reporting_api.subscriptions import PROJECTIONS
from shared.kit.db import Connection

Tables = dict[str, list[str]]


async def tables(connection: Connection) -> Tables:
    """Every row of every projection, but for when it was last changed here."""
    return {
        name: [
            row["row"]
            for row in await connection.fetch(
                f"""select (to_jsonb(t) - 'updated_at')::text as row from "{name}" t order by 1"""
            )
        ]
        for name in PROJECTIONS
    }


async def summaries_of_projects(connection: Connection) -> dict[str, dict[str, Any]]:
    """The summary of each project, by its id."""
    rows = await connection.fetch("select project_id::text as id, to_jsonb(t)::text as row from project_summaries t")
    return {row["id"]: json.loads(row["row"]) for row in rows}
