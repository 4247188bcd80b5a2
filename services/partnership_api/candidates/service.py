"""Putting schools forward, recording the evidence for them, and deciding."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.projects import service as projects
from services.partnership_api.projects.errors import ProjectNotFound
from services.partnership_api.projects.models import Project
from services.partnership_api.school_selection import schemas as selection, service as school_selection
from services.partnership_api.school_selection.errors import NothingToReplace, ParticipationNotFound, SchoolUnknown
from services.partnership_api.school_selection.ground import survey
from services.partnership_api.school_selection.models import Participation
from services.partnership_api.school_selection.queries import PARTICIPATIONS
from services.partnership_api.schools.models import School
from shared.contracts.partnership import participations, selection as contract
from shared.contracts.partnership.participations import Cohort, Offer
from shared.contracts.partnership.selection import CandidateStatus, Source
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked

from . import errors, schemas
from .models import Candidate, EvidenceItem
from .queries import CANDIDATES


async def put_forward(session: AsyncSession, project_id: UUID, new: schemas.NewCandidate, actor: Actor) -> Candidate:
    """Make a school a candidate: by itself, or nominated by a partner."""
    if actor.kind is Kind.SCHOOL and actor.code != new.urn:
        raise errors.NotYourSchool
    project = await _project(session, project_id, actor)
    school = await session.get(School, new.urn)
    if school is None:
        raise SchoolUnknown
    if await session.scalar(select(exists().where(Candidate.project_id == project.id, Candidate.urn == new.urn))):
        raise errors.CandidateAlready
    school_selection.must_not_be_ineligible(school)
    if actor.kind is Kind.LA and actor.code != school.la_code:
        raise errors.SchoolOfAnotherAuthority
    by_school = actor.kind is Kind.SCHOOL
    candidate = Candidate(
        project_id=project.id,
        icb_code=project.icb_code,
        programme_year=project.programme_year,
        urn=school.urn,
        la_code=school.la_code,
        school_name=school.name,
        source=Source.EXPRESSION_OF_INTEREST if by_school else Source.NOMINATION,
        put_forward_by=actor.organisation,
        statement=new.statement,
    )
    session.add(candidate)
    await outbox.announce(session, contract.CandidatePutForward, candidate, actor)
    return candidate


async def add_evidence(
    session: AsyncSession, candidate_id: UUID, new: schemas.NewEvidence, actor: Actor
) -> EvidenceItem:
    """Record evidence about a candidate."""
    candidate = await _candidate(session, candidate_id, None, actor)
    item = EvidenceItem(
        candidate_id=candidate.id,
        project_id=candidate.project_id,
        icb_code=candidate.icb_code,
        la_code=candidate.la_code,
        urn=candidate.urn,
        **new.model_dump(),
    )
    session.add(item)
    await outbox.announce(session, contract.EvidenceAdded, item, actor)
    return item


async def decide(
    session: AsyncSession, candidate_id: UUID, said: schemas.CandidateDecision, version: int, actor: Actor
) -> Candidate:
    """Select a candidate, keep it in reserve, or decline it."""
    candidate = await _candidate(session, candidate_id, version, actor)
    candidate.must_be_undecided()
    selected = said.decision is CandidateStatus.SELECTED
    if selected != (said.cohort is not None and said.offer is not None) or (said.replaces and not selected):
        raise errors.DecisionIncomplete
    participation = await _select(session, candidate, said, actor) if selected else None
    candidate.decide(said.decision, said.rationale, utc_now(), participation.id if participation else None)
    await outbox.announce(session, contract.CandidateDecided, candidate, actor)
    return candidate


async def withdraw(session: AsyncSession, candidate_id: UUID, version: int, actor: Actor) -> Candidate:
    """Take a school off the candidates."""
    candidate = await _candidate(session, candidate_id, version, actor)
    candidate.withdraw()
    await outbox.announce(session, contract.CandidateWithdrawn, candidate, actor)
    return candidate


async def withdraw_school(
    session: AsyncSession, participation_id: UUID, said: schemas.CandidateWithdrawal, version: int, actor: Actor
) -> Participation:
    """Record that a school takes part no longer; a school in reserve takes its place at once."""
    seen: Participation = await found(session, PARTICIPATIONS, participation_id, actor, missing=ParticipationNotFound)
    project = await projects.open_project(session, seen.project_id, actor)
    reserve = await _in_reserve(session, project, said.replaced_by, actor) if said.replaced_by else None
    # Schools before participations, as an import of schools takes them.
    ground = await survey(session, project, [reserve.urn] if reserve else [])
    leaving: Participation = await locked(
        session, PARTICIPATIONS, participation_id, actor, version=version, missing=ParticipationNotFound
    )
    leaving.withdraw(said.reason, at=utc_now())
    if reserve is not None:
        chosen = _selection(reserve, reserve.rationale, leaving.cohort, leaving.offer, said.override_reason)
        taken = school_selection.decide(ground, chosen, replaces=leaving.id)
        session.add(taken)
        await outbox.announce(session, participations.ParticipationSelected, taken, actor)
        leaving.give_place_to(taken.id)
        reserve.decide(CandidateStatus.SELECTED, chosen.rationale, utc_now(), taken.id)
        await outbox.announce(session, contract.CandidateDecided, reserve, actor)
    await outbox.announce(session, participations.ParticipationWithdrawn, leaving, actor)
    return leaving


async def _project(session: AsyncSession, project_id: UUID, actor: Actor) -> Project:
    if actor.kind is not Kind.SCHOOL:
        return await projects.open_project(session, project_id, actor)
    # A school that is not in the project yet does not see it, and yet may say that it would like to be.
    project = await session.get(Project, project_id, with_for_update=True)
    if project is None:
        raise ProjectNotFound
    project.must_be_open()
    return project


async def _candidate(session: AsyncSession, candidate_id: UUID, version: int | None, actor: Actor) -> Candidate:
    seen: Candidate = await found(session, CANDIDATES, candidate_id, actor, missing=errors.CandidateNotFound)
    await _project(session, seen.project_id, actor)
    candidate: Candidate = await locked(
        session, CANDIDATES, candidate_id, actor, version=version, missing=errors.CandidateNotFound
    )
    return candidate


async def _in_reserve(session: AsyncSession, project: Project, candidate_id: UUID, actor: Actor) -> Candidate:
    candidate: Candidate = await locked(
        session, CANDIDATES, candidate_id, actor, version=None, missing=errors.CandidateNotFound
    )
    if candidate.project_id != project.id or candidate.status is not CandidateStatus.RESERVE:
        raise errors.NotInReserve
    await _must_have_evidence(session, candidate)
    return candidate


async def _must_have_evidence(session: AsyncSession, candidate: Candidate) -> None:
    if not await session.scalar(select(exists().where(EvidenceItem.candidate_id == candidate.id))):
        raise errors.EvidenceMissing


async def _select(
    session: AsyncSession, candidate: Candidate, said: schemas.CandidateDecision, actor: Actor
) -> Participation:
    await _must_have_evidence(session, candidate)
    replaced = None
    if said.replaces is not None:
        replaced = await session.get(Participation, said.replaces)
        if replaced is None or replaced.project_id != candidate.project_id:
            raise NothingToReplace
    chosen = _selection(candidate, said.rationale, said.cohort, said.offer, said.override_reason)
    taken = await school_selection.select_school(session, candidate.project_id, chosen, actor, replaces=said.replaces)
    if replaced is not None:
        replaced.give_place_to(taken.id)
        await outbox.announce(session, participations.ParticipationChanged, replaced, actor)
    return taken


def _selection(
    candidate: Candidate, rationale: str | None, cohort: Cohort | None, offer: Offer | None, override_reason: str | None
) -> selection.Selection:
    return selection.Selection.model_validate(
        {
            "urn": candidate.urn,
            "cohort": cohort,
            "offer": offer,
            "rationale": rationale,
            "override_reason": override_reason,
        }
    )
