"""Keeping the copies: whatever arrives, in whatever order and however often, the highest version stays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.assessment import self_assessments
from shared.contracts.base import Output
from shared.contracts.commissioning import packages
from shared.contracts.event import CloudEvent, Event
from shared.contracts.partnership import delivery_plans, participations, programmes, projects

from .models import (
    DeliveryPlan,
    PackageLine,
    Participation,
    ProgrammeYear,
    Project,
    Projection,
    ProjectMember,
    SelfAssessment,
)


@dataclass(frozen=True)
class Touched:
    """What a batch was about: the projects and participations whose summaries may be different now."""

    projects: frozenset[UUID]
    participations: frozenset[UUID]


@dataclass(frozen=True, eq=False)
class _Kept:
    """Which resource goes into which table, and the statement that puts it there."""

    contract: type[Output]
    model: type[Projection]
    columns: frozenset[str]
    structures: frozenset[str]
    upsert: Insert

    def row(self, event: CloudEvent) -> dict[str, Any]:
        """What an event says, as its columns take it: structures as JSON, the rest as it is."""
        said = self.contract.model_validate(event.data)
        structured = said.model_dump(mode="json", include=set(self.structures))
        return said.model_dump(include=set(self.columns - self.structures)) | structured


def _kept(contract: type[Output], model: type[Projection]) -> _Kept:
    new = insert(model)
    columns = frozenset(column.name for column in model.__table__.columns)
    upsert = new.on_conflict_do_update(
        index_elements=[model.id],
        set_={name: new.excluded[name] for name in columns - {"id"}},
        where=model.version < new.excluded.version,
    )
    structures = frozenset(column.name for column in model.__table__.columns if isinstance(column.type, JSONB))
    return _Kept(contract, model, columns, structures, upsert)


def _each(events: Iterable[type[Event]], kept: _Kept) -> Mapping[str, _Kept]:
    return {event.type: kept for event in events}


PARTNERSHIP: Mapping[str, _Kept] = {
    **_each([programmes.ProgrammeYearPublished], _kept(programmes.ProgrammeYear, ProgrammeYear)),
    **_each(projects.PROJECT_EVENTS, _kept(projects.Project, Project)),
    **_each([projects.MemberJoined, projects.MemberLeft], _kept(projects.Member, ProjectMember)),
    **_each(delivery_plans.DELIVERY_PLAN_EVENTS, _kept(delivery_plans.DeliveryPlan, DeliveryPlan)),
    **_each(
        participations.PARTICIPATION_EVENTS,
        _kept(participations.Participation, Participation),
    ),
}
ASSESSMENT = _each(
    [
        self_assessments.SelfAssessmentOpened,
        self_assessments.SelfAssessmentAnswered,
        self_assessments.SelfAssessmentSubmitted,
        self_assessments.SelfAssessmentReopened,
    ],
    _kept(self_assessments.SelfAssessment, SelfAssessment),
)
COMMISSIONING = _each(
    packages.PACKAGE_LINE_EVENTS,
    _kept(packages.PackageLine, PackageLine),
)
_EVERY = {**PARTNERSHIP, **ASSESSMENT, **COMMISSIONING}


async def keep(session: AsyncSession, events: Sequence[CloudEvent]) -> Touched:
    """Copy what a batch of events says, one statement for each table it goes into."""
    rows: dict[_Kept, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        kept = _EVERY[event.type]
        rows[kept].append(kept.row(event))
    for kept, given in rows.items():
        await session.execute(kept.upsert, given)
    return _touched(rows)


def _touched(rows: Mapping[_Kept, Sequence[Mapping[str, Any]]]) -> Touched:
    about_projects: set[UUID] = set()
    about_participations: set[UUID] = set()
    for kept, given in rows.items():
        project_key = "id" if kept.model is Project else "project_id"
        participation_key = "id" if kept.model is Participation else "participation_id"
        about_projects |= {row[project_key] for row in given if project_key in row}
        about_participations |= {row[participation_key] for row in given if participation_key in row}
    return Touched(frozenset(about_projects), frozenset(about_participations))
