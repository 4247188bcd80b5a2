"""Members: the partners of a project, from the day they join to the day they leave."""

from datetime import date
from uuid import UUID

from sqlalchemy import Text, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.organisations.models import Icb, LocalAuthority, ParentCarerGroup
from services.partnership_api.projects import schemas as project_schemas, service as projects
from services.partnership_api.projects.models import Project
from shared.contracts.partnership import projects as contract
from shared.contracts.partnership.projects import ProjectStatus
from shared.contracts.problem import FieldError
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today
from shared.kit.concurrency import found, locked

from . import errors, rules, schemas
from .models import Member
from .queries import MEMBERS


async def start_project(session: AsyncSession, new: project_schemas.NewProject, actor: Actor) -> Project:
    """Start a project with its board as the first member."""
    project = await projects.start(session, new, actor)
    await _join_lead(session, project, actor)
    return project


async def hand_over_project(
    session: AsyncSession, project_id: UUID, given: project_schemas.HandOver, version: int, actor: Actor
) -> Project:
    """Let a successor of the board answer for a project; it takes the board's place among the members.

    Of a closed project the members stay as they were: the successor reads and reports it, and changes nothing.
    """
    project, before = await projects.hand_over(session, project_id, given.successor_code, version, actor)
    if project.status is ProjectStatus.CLOSED:
        return project
    if (board := await _member(session, project.id, f"icb:{before}")) is not None:
        board.leave(today())
        await outbox.announce(session, contract.MemberLeft, board, actor)
    if await _member(session, project.id, f"icb:{project.lead_icb_code}") is None:
        await _join_lead(session, project, actor)
    return project


async def add(session: AsyncSession, project_id: UUID, new: schemas.NewMember, actor: Actor) -> Member:
    """Make an organisation a partner in a project."""
    # The lock on the project keeps two requests from adding the same organisation at once.
    project = await projects.open_project(session, project_id, actor)
    return await _join(session, project, new, actor)


async def end(session: AsyncSession, member_id: UUID, left_on: date, version: int, actor: Actor) -> Member:
    """End a membership."""
    seen: Member = await found(session, MEMBERS, member_id, actor, missing=errors.MemberNotFound)
    # A board that is itself a member of another's project sees this row, but does not run that project.
    project = await projects.open_project(session, seen.project_id, actor)
    member: Member = await locked(session, MEMBERS, member_id, actor, version=version, missing=errors.MemberNotFound)
    if member.organisation == f"icb:{project.lead_icb_code}":
        raise errors.LeadCannotLeave
    if reason := rules.why_not_left_on(left_on, member.joined_on, today()):
        raise errors.DayImpossible(reason)
    member.leave(left_on)
    await outbox.announce(session, contract.MemberLeft, member, actor)
    return member


async def _join_lead(session: AsyncSession, project: Project, actor: Actor) -> None:
    organisation = f"icb:{project.lead_icb_code}"
    board = schemas.NewMember(organisation=organisation, kind=rules.BOARD, role="lead", joined_on=today())
    await _join(session, project, board, actor)


async def _join(session: AsyncSession, project: Project, new: schemas.NewMember, actor: Actor) -> Member:
    if not rules.can_be_member(new.organisation):
        raise errors.CannotBeMember(errors=[_wrong("/organisation", "cannot_be_member", errors.CannotBeMember.title)])
    if not rules.kind_fits(new.organisation, new.kind):
        raise errors.KindDoesNotFit(errors=[_wrong("/kind", "does_not_fit", errors.KindDoesNotFit.title)])
    if reason := rules.why_not_joined_on(new.joined_on, today()):
        raise errors.DayImpossible(reason)
    name = await _name(session, new)
    if await _member(session, project.id, new.organisation) is not None:
        raise errors.MemberAlready
    said = new.model_dump(exclude={"provider_name"})
    member = Member(project_id=project.id, icb_code=project.icb_code, organisation_name=name, **said)
    session.add(member)
    await outbox.announce(session, contract.MemberJoined, member, actor)
    return member


async def _name(session: AsyncSession, new: schemas.NewMember) -> str:
    prefix, _, code = new.organisation.partition(":")
    if prefix == "provider":
        if new.provider_name is None:
            raise errors.ProviderNotNamed(errors=[_wrong("/provider_name", "missing", errors.ProviderNotNamed.title)])
        return new.provider_name
    organisation = await _registered(session, prefix, code)
    if organisation is None:
        raise errors.OrganisationUnknown
    return organisation.name


async def _registered(session: AsyncSession, prefix: str, code: str) -> Icb | LocalAuthority | ParentCarerGroup | None:
    if prefix == "icb":
        return await session.get(Icb, code)
    if prefix == "la":
        return await session.get(LocalAuthority, code)
    # Compared as text: another spelling of the same id would be another organisation to every access rule.
    return await session.scalar(select(ParentCarerGroup).where(cast(ParentCarerGroup.id, Text) == code))


async def _member(session: AsyncSession, project_id: UUID, organisation: str) -> Member | None:
    current = Member.project_id == project_id, Member.organisation == organisation, Member.left_on.is_(None)
    member: Member | None = await session.scalar(select(Member).where(*current))
    return member


def _wrong(pointer: str, code: str, title: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=f"{title}.")
