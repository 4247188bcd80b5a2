"""Bringing summaries up to date with the copies below them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.kit.db import bare
from shared.kit.reads import compiled

from . import money, queries, schools, series

_LOCK = "select pg_advisory_xact_lock(key) from unnest($1::bigint[]) as key"
_STEPS = (
    schools.summarise_schools,
    schools.forget_school_domains,
    schools.summarise_school_domains,
    money.summarise_strands,
    queries.summarise_projects,
    queries.summarise_authorities,
    queries.forget_authorities,
    queries.forget_domains,
    queries.summarise_domains,
    queries.forget_authority_domains,
    queries.summarise_authority_domains,
    series.summarise_series,
    series.forget_what_came_to_nothing,
)


async def recompute(session: AsyncSession, projects: Collection[UUID], participations: Collection[UUID]) -> None:
    """Compute the summaries of these projects, and of these schools in them, anew.

    Three followers do this at once, each seeing only its own copies until it commits. One that has a project's lock
    sees all that those before it wrote; taken in one order, the locks cannot deadlock.
    """
    if not projects:
        return
    connection = await bare(session)
    # A statement of its own: the next one then sees what was committed while this one waited.
    await connection.execute(_LOCK, sorted({_key(project) for project in projects}))
    values = {"projects": list(projects), "participations": list(participations)}
    for step in _STEPS:
        statement = compiled((step,), step)
        await connection.execute(statement.sql, *statement.values(values))


def _key(project: UUID) -> int:
    return int.from_bytes(project.bytes[8:], signed=True)
