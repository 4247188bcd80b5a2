"""Keeping the copies: whatever arrives, in whatever order and however often, the highest version stays."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.event import CloudEvent

from .followed import EVERY, Kept
from .models import Participation, Project


@dataclass(frozen=True)
class Touched:
    """What a batch was about: the projects and participations whose summaries may be different now."""

    projects: frozenset[UUID]
    participations: frozenset[UUID]


async def keep(session: AsyncSession, events: Sequence[CloudEvent]) -> Touched:
    """Copy what a batch of events says, one statement for each table it goes into."""
    rows: dict[Kept, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        kept = EVERY[event.type]
        rows[kept].append(kept.row(event))
    for kept, given in rows.items():
        await session.execute(kept.upsert, given)
    return _touched(rows)


def _touched(rows: Mapping[Kept, Sequence[Mapping[str, Any]]]) -> Touched:
    about_projects: set[UUID] = set()
    about_participations: set[UUID] = set()
    for kept, given in rows.items():
        project_key = "id" if kept.model is Project else "project_id"
        participation_key = "id" if kept.model is Participation else "participation_id"
        about_projects |= {row[project_key] for row in given if project_key in row}
        about_participations |= {row[participation_key] for row in given if participation_key in row}
    return Touched(frozenset(about_projects), frozenset(about_participations))
