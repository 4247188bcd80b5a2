"""Recording who was consulted on schools, and what they said."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.members.models import Member
from services.partnership_api.organisations.models import LocalAuthority
from services.partnership_api.projects import service as projects
from shared.contracts.partnership import selection as contract
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today
from shared.kit.concurrency import found, locked

from . import errors, rules, schemas
from .models import Consultation
from .queries import CONSULTATIONS

_CONSULTED = ("la:", "pcg:")


async def start(session: AsyncSession, project_id: UUID, new: schemas.NewConsultation, actor: Actor) -> Consultation:
    """Record that a partner is asked, or was asked and has answered."""
    if reason := rules.why_answer_unclear(new.response, new.asked_on, new.answered_on, today()):
        raise errors.AnswerUnclear(reason)
    project = await projects.open_project(session, project_id, actor)
    member = await session.scalar(
        select(Member).where(
            Member.project_id == project.id, Member.organisation == new.organisation, Member.left_on.is_(None)
        )
    )
    if member is None or not new.organisation.startswith(_CONSULTED):
        raise errors.NotAPartner
    consultation = Consultation(
        project_id=project.id,
        icb_code=project.icb_code,
        programme_year=project.programme_year,
        organisation_name=member.organisation_name,
        answered_by=actor.organisation if new.answered_on else None,
        **new.model_dump(),
    )
    session.add(consultation)
    await outbox.announce(session, contract.ConsultationStarted, consultation, actor)
    return consultation


async def answer(
    session: AsyncSession, consultation_id: UUID, said: schemas.ConsultationAnswer, version: int, actor: Actor
) -> Consultation:
    """Record what a partner says to what it was asked."""
    seen: Consultation = await found(
        session, CONSULTATIONS, consultation_id, actor, missing=errors.ConsultationNotFound
    )
    if actor.kind is not Kind.ICB and actor.organisation != seen.organisation:
        raise errors.NotYourAnswer
    if reason := rules.why_answer_unclear(said.response, seen.asked_on, said.answered_on, today()):
        raise errors.AnswerUnclear(reason)
    await projects.open_project(session, seen.project_id, actor)
    consultation: Consultation = await locked(
        session, CONSULTATIONS, consultation_id, actor, version=version, missing=errors.ConsultationNotFound
    )
    consultation.answer(said.response, said.said, said.answered_on, actor.organisation)
    await outbox.announce(session, contract.ConsultationAnswered, consultation, actor)
    return consultation


async def why_not_consulted(session: AsyncSession, project_id: UUID, urns: Collection[str], la_code: str) -> list[str]:
    """Who was not consulted on a school yet, in sentences."""
    rows = await session.scalars(select(Consultation).where(Consultation.project_id == project_id))
    asked = [rules.Asked(row.organisation, row.organisation_name, row.urns, row.response) for row in rows]
    authority = await session.get_one(LocalAuthority, la_code)
    return rules.why_not_consulted(urns, la_code, authority.name, asked)
