"""Following the other services: each event carries the whole resource, so the newest version wins."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.tables import PLACE
from shared.clients import partnership
from shared.contracts.assessment import self_assessments
from shared.contracts.event import CloudEvent
from shared.contracts.partnership import participations, projects
from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.errors import Refusal
from shared.kit.http_client import Neighbour

from . import errors, rules
from .models import Participation, Project, ProjectMember, SelfAssessment

_KEPT = (
    "project_id", "icb_code", "la_code", "urn", "current_urn", "school_name", "programme_year", "cohort", "offer",
    "status",
)  # fmt: skip


async def follow_participation(session: AsyncSession, event: CloudEvent) -> None:
    """A school was selected or confirmed, or withdrew."""
    await remember(session, participations.Participation.model_validate(event.data))


async def remember(session: AsyncSession, said: participations.Participation) -> None:
    """Keep what the owner said of a participation, and lock the row until the transaction ends."""
    values = {"participation_id": said.id, "kept_at": utc_now()} | {name: getattr(said, name) for name in _KEPT}
    await keep_newest(session, Participation, "participation_id", values, said.version)


async def follow_member(session: AsyncSession, event: CloudEvent) -> None:
    """An organisation became a partner, or left."""
    said = projects.Member.model_validate(event.data)
    values = {
        "member_id": said.id,
        "project_id": said.project_id,
        "organisation": said.organisation,
        "left_on": said.left_on,
    }
    await keep_newest(session, ProjectMember, "member_id", values, said.version)


async def follow_self_assessment(session: AsyncSession, event: CloudEvent) -> None:
    """A school handed its assessment over, or it was opened again."""
    said = self_assessments.SelfAssessment.model_validate(event.data)
    values = {
        "self_assessment_id": said.id,
        "participation_id": said.participation_id,
        "point": said.point,
        "status": said.status,
        "submitted_at": said.submitted_at,
    }
    await keep_newest(session, SelfAssessment, "self_assessment_id", values, said.version)


async def follow_project(session: AsyncSession, event: CloudEvent) -> None:
    """Something happened to a project: it may have been handed over to another board."""
    said = projects.Project.model_validate(event.data)
    values = {"project_id": said.id, "lead_icb_code": said.lead_icb_code}
    await keep_newest(session, Project, "project_id", values, said.version)


async def taking_part(neighbour: Neighbour, participation_id: UUID, actor: Actor) -> participations.Participation:
    """A school's participation as its owner has it now: it has confirmed, and has not withdrawn."""
    found = await partnership.participation(neighbour, actor.token, participation_id, errors.ParticipationNotFound)
    rules.must_take_part(found.status)
    return found


async def confirmed(neighbour: Neighbour, participation_id: UUID, actor: Actor) -> participations.Participation:
    """A school's participation as its owner has it now.

    Refused unless the school has confirmed and the caller may speak for it. Asked before anything is locked. A parent
    carer group is given only the schools of projects that it is a partner of.
    """
    found = await partnership.participation(neighbour, actor.token, participation_id, errors.ParticipationNotFound)
    if actor.kind is Kind.SCHOOL and actor.code not in (found.urn, found.current_urn):
        raise errors.NotYourSchool
    if actor.kind is Kind.ICB:
        project = await partnership.project(neighbour, actor.token, found.project_id, errors.ParticipationNotFound)
        if actor.code != project.lead_icb_code:
            raise errors.NotYourSchool
    rules.must_take_part(found.status)
    return found


def place_of(school: participations.Participation) -> dict[str, Any]:
    """The columns of `OfASchool`, for a row that is made for a participation."""
    return {name: getattr(school, "id" if name == "participation_id" else name) for name in PLACE}


async def must_lead(
    session: AsyncSession, project_id: UUID, icb_code: str, actor: Actor, refused: type[Refusal]
) -> None:
    """Refuse a board that sees a project and does not answer for it any more, as far as is known here."""
    if actor.kind is not Kind.ICB:
        return
    lead = await session.scalar(select(Project.lead_icb_code).where(Project.project_id == project_id))
    if actor.code != (lead or icb_code):
        raise refused


async def keep_newest(session: AsyncSession, model: Any, key: str, values: dict[str, Any], version: int) -> None:
    """Keep what an owner said of a row of a copy, unless something newer is kept; the row stays locked."""
    statement = insert(model).values(**values, source_version=version)
    newer = {name: statement.excluded[name] for name in (*values, "source_version") if name != key}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[key], set_=newer, where=model.source_version < statement.excluded.source_version
        )
    )
