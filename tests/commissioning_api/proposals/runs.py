"""Runs put on the table by hand, with problems made up from a seed, on databases where transactions are real."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from uuid import UUID, uuid4

import asyncpg

from services.commissioning_api.proposals import snapshots
from services.commissioning_api.proposals.models import SupportProposal
from services.commissioning_api.proposals.optimiser.problem import Problem
from shared.kit.db import Database, PooledDatabase
from tests.support.serving import Served


async def queued(database: Database, problem: Problem, seconds: int = 30, kept: object = None, **more: object) -> UUID:
    """A run that waits for a worker."""
    values: dict[str, object] = {
        "project_id": uuid4(), "icb_code": "QWO", "programme_year": "2025-26", "schools": len(problem.schools),
        "terms": problem.terms.model_dump(mode="json") | {"time_limit_seconds": seconds},
        "problem": kept or snapshots.kept(problem),
    }  # fmt: skip
    async with database.transaction() as session:
        row = SupportProposal(**values | more)
        session.add(row)
        await session.flush()
        return UUID(str(row.id))


async def row_of(url: str, proposal_id: UUID) -> asyncpg.Record:
    """A run as it stands on the table."""
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchrow("select * from support_proposals where id = $1", proposal_id)
    finally:
        await connection.close()


async def run_out(url: str, proposal_id: UUID) -> None:
    """Let a lease be over, as if half a minute had passed."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            "update support_proposals set lease_until = now() - interval '1 second' where id = $1", proposal_id
        )
    finally:
        await connection.close()


@dataclass
class Shop:
    """commissioning_api on a database of its own, and its table of runs."""

    url: str
    database: PooledDatabase
    served: Served

    async def row(self, proposal_id: UUID) -> asyncpg.Record:
        return await row_of(self.url, proposal_id)

    async def until(self, proposal_id: UUID, holds: Callable[[asyncpg.Record], bool]) -> asyncpg.Record:
        """Wait until a row is as a test needs it."""
        ends = monotonic() + 30
        while not holds(row := await self.row(proposal_id)):
            assert monotonic() < ends, f"it stayed {row['status']}"
            await asyncio.sleep(0.1)
        return row
