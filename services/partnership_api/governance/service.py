"""Governance: the group of a project, its meetings, and the decisions taken with those who took part."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.projects import service as projects
from services.partnership_api.projects.models import Project
from shared.contracts.partnership import governance as contract
from shared.contracts.problem import FieldError
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today, utc_now
from shared.kit.concurrency import found, locked, must_be_as_read
from shared.kit.errors import Refusal

from . import errors, queries, rules, schemas
from .models import Decision, GovernanceGroup, GroupMember, Meeting
from .queries import DECISIONS, MEETINGS


async def put_group(
    session: AsyncSession, project_id: UUID, given: schemas.GroupGiven, version: int, actor: Actor
) -> tuple[GovernanceGroup, bool]:
    """The governance group as given, and whether it is new. `version` 0 means that there must be none yet."""
    _must_be_possible(given)
    project = await projects.open_project(session, project_id, actor)
    group = await session.scalar(select(GovernanceGroup).where(GovernanceGroup.project_id == project.id))
    must_be_as_read(group, version)
    named = (member.organisation for member in given.members)
    _must_be_among(named, await queries.members_of(session, project.id), errors.NotMembers)
    kind = contract.GovernanceGroupChanged if group else contract.GovernanceGroupFormed
    if group is None:
        group = GovernanceGroup(project_id=project.id, icb_code=project.icb_code)
        session.add(group)
    for name, value in given.model_dump(exclude={"members"}).items():
        setattr(group, name, value)
    group.members = [GroupMember(place=place, **each.model_dump()) for place, each in enumerate(given.members)]
    # A change of members alone must raise the group's version too.
    group.updated_at = utc_now()
    await outbox.announce(session, kind, group, actor)
    return group, kind is contract.GovernanceGroupFormed


async def record_meeting(session: AsyncSession, project_id: UUID, new: schemas.NewMeeting, actor: Actor) -> Meeting:
    """Record a meeting, flagged if somebody was absent who should have been there."""
    project = await projects.open_project(session, project_id, actor)
    _must_have_happened(new.held_on)
    meeting = Meeting(
        project_id=project.id,
        icb_code=project.icb_code,
        authorities=await queries.authorities_with_schools(session, project.id),
        **new.model_dump(),
    )
    await _check_attendance(session, meeting)
    session.add(meeting)
    await outbox.announce(session, contract.MeetingRecorded, meeting, actor)
    return meeting


async def correct_meeting(
    session: AsyncSession, meeting_id: UUID, change: schemas.MeetingChange, version: int, actor: Actor
) -> Meeting:
    """Put right what was recorded of a meeting; its decisions are of the day it was held on."""
    meeting = await _locked_meeting(session, meeting_id, version, actor)
    for name, value in change.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(meeting, name, value)
    _must_have_happened(meeting.held_on)
    await _check_attendance(session, meeting)
    of_meeting = select(Decision).where(Decision.meeting_id == meeting.id).order_by(Decision.id).with_for_update()
    for decision in await session.scalars(of_meeting):
        if decision.status is contract.DecisionStatus.STANDING:
            _must_be_among(decision.took_part, meeting.attended, errors.TookPartInDecision)
        if decision.decided_on != meeting.held_on:
            decision.decided_on = meeting.held_on
            await outbox.announce(session, contract.DecisionCorrected, decision, actor)
    await outbox.announce(session, contract.MeetingCorrected, meeting, actor)
    return meeting


async def decide_at_meeting(
    session: AsyncSession, meeting_id: UUID, new: schemas.NewDecision, actor: Actor
) -> Decision:
    """Record a decision of a meeting, taken by some or all who were there."""
    meeting = await _locked_meeting(session, meeting_id, None, actor)
    _must_be_among(new.took_part, meeting.attended, errors.NotAtMeeting)
    decision = Decision(
        project_id=meeting.project_id,
        icb_code=meeting.icb_code,
        meeting_id=meeting.id,
        decided_on=meeting.held_on,
        **new.model_dump(),
    )
    return await _record(session, decision, actor)


async def decide_in_writing(
    session: AsyncSession, project_id: UUID, new: schemas.NewWrittenDecision, actor: Actor
) -> Decision:
    """Record a decision that was taken outside a meeting."""
    project = await projects.open_project(session, project_id, actor)
    _must_have_happened(new.decided_on)
    _must_be_among(new.took_part, await queries.partners_of(session, project.id), errors.NotPartners)
    decision = Decision(project_id=project.id, icb_code=project.icb_code, **new.model_dump())
    return await _record(session, decision, actor)


async def withdraw_decision(
    session: AsyncSession, decision_id: UUID, said: schemas.Withdrawal, version: int, actor: Actor
) -> Decision:
    """Let a decision stand no longer."""
    seen: Decision = await found(session, DECISIONS, decision_id, actor, missing=errors.DecisionNotFound)
    await projects.open_project(session, seen.project_id, actor)
    decision: Decision = await locked(
        session, DECISIONS, decision_id, actor, version=version, missing=errors.DecisionNotFound
    )
    if said.superseded_by is not None:
        await _must_be_able_to_supersede(session, said.superseded_by, decision)
    decision.withdraw(reason=said.reason, on=today(), superseded_by=said.superseded_by)
    await outbox.announce(session, contract.DecisionWithdrawn, decision, actor)
    return decision


async def _record(session: AsyncSession, decision: Decision, actor: Actor) -> Decision:
    _must_be_among(decision.against, decision.took_part, errors.DidNotTakePart)
    session.add(decision)
    await outbox.announce(session, contract.DecisionRecorded, decision, actor)
    return decision


async def _locked_meeting(session: AsyncSession, meeting_id: UUID, version: int | None, actor: Actor) -> Meeting:
    seen: Meeting = await found(session, MEETINGS, meeting_id, actor, missing=errors.MeetingNotFound)
    await projects.open_project(session, seen.project_id, actor)
    meeting: Meeting = await locked(
        session, MEETINGS, meeting_id, actor, version=version, missing=errors.MeetingNotFound
    )
    return meeting


async def _check_attendance(session: AsyncSession, meeting: Meeting) -> None:
    _must_be_among(meeting.attended, await queries.partners_of(session, meeting.project_id), errors.NotPartners)
    parent_carers = await queries.parent_carers_of(session, meeting.project_id)
    project = await session.get_one(Project, meeting.project_id)
    # Of a project that was handed over, the meetings before were held by the board that answered for it then.
    board = meeting.icb_code if f"icb:{meeting.icb_code}" in meeting.attended else project.lead_icb_code
    flags = rules.flags(board, meeting.authorities, meeting.attended, parent_carers)
    meeting.flags = [flag.model_dump(mode="json") for flag in flags]
    meeting.flagged = bool(flags)


async def _must_be_able_to_supersede(session: AsyncSession, other_id: UUID, decision: Decision) -> None:
    other = await session.get(Decision, other_id)
    fits = other is not None and other.id != decision.id and other.project_id == decision.project_id
    if other is None or not fits or other.status is not contract.DecisionStatus.STANDING:
        raise errors.CannotSupersede


def _must_be_possible(given: schemas.GroupGiven) -> None:
    if given.uses_existing_group != (given.existing_group_name is not None):
        raise errors.ExistingGroupUnclear(
            errors=[_wrong("/existing_group_name", "does_not_fit", errors.ExistingGroupUnclear)]
        )
    wrong = [
        _wrong(f"/members/{place}/represents", "does_not_fit", errors.RepresentationImpossible)
        for place, member in enumerate(given.members)
        if not rules.can_represent(member.organisation, member.represents)
    ]
    if wrong:
        raise errors.RepresentationImpossible(errors=wrong)


def _must_have_happened(day: date) -> None:
    if reason := rules.why_not_on(day, today()):
        raise errors.DayToCome(reason)


def _must_be_among(named: Iterable[str], allowed: Collection[str], refusal: type[Refusal]) -> None:
    if others := rules.outside(named, allowed):
        raise refusal(f"{refusal.title}: {', '.join(others)}.")


def _wrong(pointer: str, code: str, refusal: type[Refusal]) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=f"{refusal.title}.")
