"""Runs from before the embedding offer had its budget are read on, and solved on, forwards and backwards."""

import json
from typing import Any

from alembic import command
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from services.commissioning_api.proposals import snapshots
from shared.contracts.commissioning import proposals as contract
from tests.commissioning_api.packages.test_what_was_kept import rows, to
from tests.commissioning_api.proposals.instances import a_project
from tests.support.databases import Databases

RUN = "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b00"
AT = "2025-09-01T08:00:00.000000Z"
SMALL = a_project(4, 3, items=16, providers=6, embedding_budget_pence=0)
WITHOUT = {name: value for name, value in SMALL.terms.model_dump(mode="json").items() if name[:3] != "emb"}
SUMMARY: dict[str, Any] = {
    "id": RUN, "project_id": RUN, "icb_code": "QWO", "programme_year": "2025-26", "status": "queued", "terms": WITHOUT,
    "schools": 3, "objective": None, "bound": None, "gap": None, "seconds": 0, "failure": None, "started_at": None,
    "ended_at": None, "version": 1, "created_at": AT, "updated_at": AT,
}  # fmt: skip
ROW = SUMMARY | {
    "status_version": 1, "problem": snapshots.kept(SMALL) | {"terms": WITHOUT}, "lines": [], "plans": [], "binding": [],
    "conflicts": [], "attempts": 0,
}  # fmt: skip
KEPT = "insert into support_proposals select * from jsonb_populate_record(null::support_proposals, cast(:of as jsonb))"
ANNOUNCED = """
insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, data)
values (cast(:id as text)::uuid, 'commissioning.support-proposal.requested', cast(:id as text), now(), 'icb:QWO', 1,
    false, cast(:of as jsonb))
"""
FOUND = """
insert into known_findings (finding_id, participation_id, project_id, source, scope, domain, need, status, statement,
    source_version)
values (:id, :id, :id, 'self_assessment', 'domain', 'environment', 70, 'current', 'It is so.', 1)
"""
FOLLOWED = "insert into consumer_cursors (source, cursor) values ('assessment', '7'), ('partnership', '9')"


async def fill(connection: AsyncConnection) -> None:
    await connection.execute(text(KEPT), {"of": json.dumps(ROW)})
    await connection.execute(text(ANNOUNCED), {"id": RUN, "of": json.dumps(SUMMARY)})
    await connection.execute(text(FOUND), {"id": RUN})


async def are_in_the_new_form(connection: AsyncConnection, budget: int) -> None:
    [(terms, problem, version)] = await rows(connection, "select terms, problem, version from support_proposals")
    assert contract.ProposalTerms.model_validate(terms).embedding_budget_pence == budget
    assert (snapshots.read(problem), version) == (SMALL, 2)
    [(data,)] = await rows(connection, "select data from events")
    assert contract.ProposalRequested(data=data).data.terms.embedding_budget_pence == 0


async def test_runs_stay_forwards_and_backwards(databases: Databases):
    url = (await databases.empty()).replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(to("0011"))
        await fill(connection)
        await connection.run_sync(to("0012"))
        await are_in_the_new_form(connection, budget=0)
        richer = "update support_proposals set terms = terms || jsonb_build_object('embedding_budget_pence', 5)"
        await connection.execute(text(richer))
        await connection.run_sync(to("0011", command.downgrade))
        await connection.run_sync(to("0012"))
        await are_in_the_new_form(connection, budget=5)
    await engine.dispose()


async def test_findings_are_followed_from_the_beginning_once_more(databases: Databases):
    url = (await databases.empty()).replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(to("0011"))
        await fill(connection)
        await connection.execute(text(FOLLOWED))
        await connection.run_sync(to("0012"))
        assert await rows(connection, "select finding_id from known_findings") == []
        assert await rows(connection, "select source from consumer_cursors") == [("partnership",)]
    await engine.dispose()
