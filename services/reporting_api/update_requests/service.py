"""Asking partners for updates, and taking their answers."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.projections.models import Project
from services.reporting_api.summaries import owed
from shared.contracts.event import Event
from shared.contracts.problem import FieldError
from shared.contracts.reporting import update_requests as contract
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today, utc_now
from shared.kit.concurrency import locked

from . import errors, queries, rules, schemas
from .models import UpdateRequest
from .queries import UPDATE_REQUESTS


class Asked(NamedTuple):
    """A partner as it is known here."""

    organisation_name: str | None
    participation_id: UUID | None


async def project_led(session: AsyncSession, project_id: UUID, actor: Actor) -> Project:
    """The project of a board that answers for it now; refused as absent to boards that have nothing to do with it."""
    project = await session.scalar(select(Project).where(Project.id == project_id))
    if project is None or actor.code not in (project.icb_code, project.lead_icb_code):
        raise errors.ProjectNotFound
    if project.lead_icb_code != actor.code:
        raise errors.NotTheReportingBoard
    return project


async def ask(session: AsyncSession, project_id: UUID, new: schemas.NewUpdateRequest, actor: Actor) -> UpdateRequest:
    """Ask a partner of a project, for no report in particular."""
    return await ask_for(session, await project_led(session, project_id, actor), None, new, actor)


async def ask_for(
    session: AsyncSession, project: Project, report_id: UUID | None, new: schemas.NewUpdateRequest, actor: Actor
) -> UpdateRequest:
    """Ask a partner of a project that the caller leads."""
    if faults := rules.faults_of_due_date(new.due_on, today()):
        raise errors.DueInThePast(errors=faults)
    partner = await _partner(session, project, new.organisation)
    request = UpdateRequest(
        project_id=project.id,
        icb_code=project.icb_code,
        programme_year=project.programme_year,
        quarterly_report_id=report_id,
        **partner._asdict(),
        **new.model_dump(),
    )
    session.add(request)
    await _announce(session, contract.UpdateRequested, request, actor)
    return request


async def answer(
    session: AsyncSession, request_id: UUID, said: schemas.UpdateAnswer, version: int, actor: Actor
) -> UpdateRequest:
    """Take the answer of the partner itself."""
    request = await _locked(session, request_id, version, actor)
    request.take_answer(said.answer, actor.organisation, None, utc_now())
    await _announce(session, contract.UpdateAnswered, request, actor)
    return request


async def record_answer(
    session: AsyncSession, request_id: UUID, said: schemas.RecordedAnswer, version: int, actor: Actor
) -> UpdateRequest:
    """Take an answer that the board was given in another way."""
    request = await _locked_of_board(session, request_id, version, actor)
    request.take_answer(said.answer, actor.organisation, said.how, utc_now())
    await _announce(session, contract.UpdateAnswered, request, actor)
    return request


async def withdraw(
    session: AsyncSession, request_id: UUID, said: schemas.Withdrawal, version: int, actor: Actor
) -> UpdateRequest:
    """Ask no more."""
    request = await _locked_of_board(session, request_id, version, actor)
    request.withdraw(said.reason, utc_now())
    await _announce(session, contract.UpdateWithdrawn, request, actor)
    return request


async def _announce(session: AsyncSession, kind: type[Event], request: UpdateRequest, actor: Actor) -> None:
    await outbox.announce(session, kind, request, actor)
    await owed.keep(session, queries.owed(UpdateRequest.id == request.id))


async def _locked(session: AsyncSession, request_id: UUID, version: int, actor: Actor) -> UpdateRequest:
    missing = errors.UpdateRequestNotFound
    request: UpdateRequest = await locked(session, UPDATE_REQUESTS, request_id, actor, version=version, missing=missing)
    return request


async def _locked_of_board(session: AsyncSession, request_id: UUID, version: int, actor: Actor) -> UpdateRequest:
    request = await _locked(session, request_id, version, actor)
    await project_led(session, request.project_id, actor)
    return request


async def _partner(session: AsyncSession, project: Project, organisation: str) -> Asked:
    kind, _, code = organisation.partition(":")
    if kind == Kind.SCHOOL:
        school = await queries.a_participation(session, project, urn=code)
        if school is not None:
            return Asked(school.school_name, school.id)
    elif kind in (Kind.LA, Kind.PCG, Kind.PROVIDER):
        name = await queries.member_name(session, project, organisation)
        has_schools = kind == Kind.LA and await queries.a_participation(session, project, la_code=code) is not None
        if name is not None or has_schools:
            return Asked(name, None)
    detail = "It is no current member of the project and has no school in it."
    raise errors.NotAPartnerOfTheProject(
        errors=[FieldError(pointer="/organisation", code="not_a_partner", detail=detail)]
    )
