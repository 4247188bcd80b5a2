"""What features have in common whose small counts are shown at the school alone: surveys and children's voice.

There are two views of each, and each shows nothing to the callers of the other: a read that took the wrong one would
find nothing rather than give a small count away.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, false
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.participations.queries import seen_by_partners
from shared.contracts.base import Output
from shared.contracts.roles import Kind
from shared.kit.db import Database
from shared.kit.reads import View

TOLD_EXACTLY = frozenset({Kind.SCHOOL, Kind.PCG})
"""The school and its parent carer group."""

_AT_ONCE = 200

PublishAgain = Callable[[AsyncSession, int, int, str], Awaitable[int]]
"""Publishes some rows by a threshold, at most so many, in somebody's name; how many were published by another."""


def two_views(
    model: Any,
    contract: type[Output],
    sorts: tuple[str, ...],
    exact: Mapping[str, ColumnElement[Any]],
    published: Mapping[str, ColumnElement[Any]],
) -> tuple[View, View]:
    """The rows as those see them who are told exactly, and as everybody else does, with the columns special to each."""
    seen = seen_by_partners(model)
    told = {kind: rows for kind, rows in seen.items() if kind in TOLD_EXACTLY}
    others = {kind: rows for kind, rows in seen.items() if kind not in TOLD_EXACTLY}
    return (
        View(model, contract, told, sorts=sorts, columns={**exact, "suppressed": false()}),
        View(model, contract, others, sorts=sorts, columns=published),
    )


async def publish_again(database: Database, some: PublishAgain, threshold: int) -> int:
    """Publish all rows by this threshold, some at a time; how many were published by another before."""
    changed = 0
    while True:
        async with database.transaction() as session:
            found = await some(session, threshold, _AT_ONCE, "service:assessment")
        changed += found
        if found < _AT_ONCE:
            return changed
