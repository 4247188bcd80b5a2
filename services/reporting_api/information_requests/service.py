"""Asking for information, reminding, answering and withdrawing. Each decision locks the request and nothing else."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.evaluation import service as evaluations
from services.reporting_api.evaluation.models import Evaluation
from services.reporting_api.projections.models import Project
from shared.contracts.problem import FieldError
from shared.contracts.reporting import evaluation as contract
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today, utc_now
from shared.kit.concurrency import locked

from . import errors, schemas
from .models import InformationRequest
from .queries import INFORMATION_REQUESTS, taking_part


async def ask(
    session: AsyncSession, evaluation_id: UUID, new: schemas.NewInformationRequest, actor: Actor
) -> InformationRequest:
    """Ask one organisation that takes part in what is evaluated."""
    evaluation = await evaluations.running(session, evaluation_id, actor)
    if not today() <= new.due_on <= evaluation.ends_on:
        detail = f"Choose a day from today until {evaluation.ends_on.isoformat()}."
        raise errors.DueDayRefused(errors=[FieldError(pointer="/due_on", code="out_of_range", detail=detail)])
    project = await _project_of(session, new.asked, evaluation)
    for_a_school = project if new.asked.startswith(f"{Kind.SCHOOL}:") else None
    made = InformationRequest(
        evaluation_id=evaluation.id,
        evaluator=evaluation.evaluator,
        project_id=for_a_school.id if for_a_school else None,
        board=f"{Kind.ICB}:{for_a_school.lead_icb_code}" if for_a_school else None,
        **new.model_dump(),
    )
    session.add(made)
    await outbox.announce(session, contract.InformationRequested, made, actor)
    return made


async def answer(
    session: AsyncSession, request_id: UUID, said: schemas.NewAnswer, version: int, actor: Actor
) -> InformationRequest:
    """Answer what one was asked, or what a school of one's own was."""
    held = await _held(session, request_id, version, actor)
    # Who sees a request as a board or a school may answer it; others see only what they are asked themselves.
    if actor.kind not in (Kind.ICB, Kind.SCHOOL) and actor.organisation != held.asked:
        raise errors.NotAsked
    attachments = [each.model_dump() for each in said.attachments]
    held.give_answer(said.answer, attachments, actor.organisation, utc_now())
    await outbox.announce(session, contract.InformationRequestAnswered, held, actor)
    return held


async def remind(session: AsyncSession, request_id: UUID, version: int, actor: Actor) -> InformationRequest:
    """Remind the organisation of what it was asked."""
    held = await _held(session, request_id, version, actor)
    held.remind(utc_now())
    await outbox.announce(session, contract.InformationRequestReminded, held, actor)
    return held


async def withdraw(
    session: AsyncSession, request_id: UUID, said: schemas.InformationRequestWithdrawal, version: int, actor: Actor
) -> InformationRequest:
    """Ask for it no longer."""
    held = await _held(session, request_id, version, actor)
    held.withdraw(said.reason, utc_now())
    await outbox.announce(session, contract.InformationRequestWithdrawn, held, actor)
    return held


async def _held(session: AsyncSession, request_id: UUID, version: int, actor: Actor) -> InformationRequest:
    held: InformationRequest = await locked(
        session, INFORMATION_REQUESTS, request_id, actor, version=version, missing=errors.InformationRequestNotFound
    )
    return held


async def _project_of(session: AsyncSession, asked: str, evaluation: Evaluation) -> Project | None:
    """A project through which an organisation takes part; None for the national team, which always does."""
    if asked.startswith(f"{Kind.NATIONAL}:"):
        return None
    project = await session.scalar(taking_part(asked, evaluation).limit(1))
    if project is None:
        detail = "It is known in no project of the programme years of this evaluation."
        raise errors.NotPartOfEvaluation(errors=[FieldError(pointer="/asked", code="no_part", detail=detail)])
    return project
