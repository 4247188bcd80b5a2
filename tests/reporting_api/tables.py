"""What the projections hold, to compare one way of filling them with another."""

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
