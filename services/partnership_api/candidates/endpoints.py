"""Candidates, the evidence for them, and the progress of a selection, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.partnership_api.projects.errors import NotTheLead, ProjectClosed, ProjectNotFound
from services.partnership_api.projects.queries import PROJECTS
from services.partnership_api.school_selection import errors as selection_errors
from services.partnership_api.school_selection.errors import SELECTION_REFUSALS
from shared.contracts.page import Page
from shared.contracts.partnership import selection as contract
from shared.contracts.partnership.participations import Participation
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, queries, schemas, service
from .queries import CANDIDATES, EVIDENCE

router = APIRouter(prefix="/v1", tags=["School selection"], route_class=Route)


@router.post(
    "/projects/{project_id}/candidates",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Candidate,
    responses=problems(
        ProjectNotFound,
        ProjectClosed,
        NotTheLead,
        selection_errors.SchoolUnknown,
        selection_errors.SchoolIneligible,
        errors.CandidateAlready,
        errors.NotYourSchool,
        errors.SchoolOfAnotherAuthority,
    ),
)
async def put_school_forward(
    project_id: UUID, new: schemas.NewCandidate, request: Request, session: Session, actor: Caller
) -> Response:
    """Express your school's interest in a project, or nominate a school as one of its partners."""
    made = await service.put_forward(session, project_id, new, actor)
    return await created(session, contract.Candidate, made, request, f"/v1/candidates/{made.id}")


@router.get("/candidates", response_model=Page[contract.Candidate], responses=problems(CursorRefused))
async def list_candidates(query: Annotated[schemas.CandidateQuery, Query()], read: Reading) -> Response:
    """List the schools that may be chosen, and what was decided."""
    return await read.page(CANDIDATES, query)


@router.get(
    "/candidates/{candidate_id}", response_model=contract.Candidate, responses=problems(errors.CandidateNotFound)
)
async def get_candidate(candidate_id: UUID, read: Reading) -> Response:
    """Get one candidate."""
    return await read.one(CANDIDATES, candidate_id, errors.CandidateNotFound)


@router.post(
    "/candidates/{candidate_id}/evidence",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.EvidenceItem,
    responses=problems(errors.CandidateNotFound, ProjectClosed, NotTheLead),
)
async def add_evidence(
    candidate_id: UUID, new: schemas.NewEvidence, request: Request, session: Session, actor: Caller
) -> Response:
    """Record local data or intelligence about a candidate."""
    item = await service.add_evidence(session, candidate_id, new, actor)
    return await created(session, contract.EvidenceItem, item, request, f"/v1/evidence/{item.id}")


@router.get("/evidence", response_model=Page[contract.EvidenceItem], responses=problems(CursorRefused))
async def list_evidence(query: Annotated[schemas.EvidenceQuery, Query()], read: Reading) -> Response:
    """List the evidence about candidates."""
    return await read.page(EVIDENCE, query)


@router.get(
    "/evidence/{evidence_id}", response_model=contract.EvidenceItem, responses=problems(errors.EvidenceNotFound)
)
async def get_evidence(evidence_id: UUID, read: Reading) -> Response:
    """Get one piece of evidence."""
    return await read.one(EVIDENCE, evidence_id, errors.EvidenceNotFound)


@router.get(
    "/evidence/{evidence_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.EvidenceNotFound, CursorRefused),
)
async def get_evidence_history(
    evidence_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who recorded a piece of evidence, and when."""
    return await history(read, EVIDENCE, evidence_id, "partnership.evidence", query, errors.EvidenceNotFound)


@router.post(
    "/candidates/{candidate_id}/decision",
    response_model=contract.Candidate,
    responses=problems(
        errors.CandidateNotFound,
        errors.CandidateDecidedAlready,
        errors.EvidenceMissing,
        errors.DecisionIncomplete,
        selection_errors.NothingToReplace,
        *SELECTION_REFUSALS,
        ProjectClosed,
        NotTheLead,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def decide_on_candidate(
    candidate_id: UUID, said: schemas.CandidateDecision, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Select a candidate, keep it in reserve, or decline it, with the rationale."""
    return await written(session, contract.Candidate, await service.decide(session, candidate_id, said, version, actor))


@router.post(
    "/candidates/{candidate_id}/withdrawal",
    response_model=contract.Candidate,
    responses=problems(
        errors.CandidateNotFound,
        errors.CandidateDecidedAlready,
        ProjectClosed,
        NotTheLead,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def withdraw_candidate(candidate_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Take a school off the candidates: by the school itself or by the board."""
    return await written(session, contract.Candidate, await service.withdraw(session, candidate_id, version, actor))


@router.post(
    "/participations/{participation_id}/withdrawal",
    response_model=Participation,
    responses=problems(
        selection_errors.ParticipationNotFound,
        selection_errors.WithdrawnAlready,
        errors.CandidateNotFound,
        errors.NotInReserve,
        errors.EvidenceMissing,
        *SELECTION_REFUSALS,
        ProjectClosed,
        NotTheLead,
        StaleVersion,
        PreconditionMissing,
    ),
    tags=["Participations"],
)
async def withdraw_participation(
    participation_id: UUID, said: schemas.CandidateWithdrawal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Withdraw a school from a project, with the reason; a school in reserve may take its place at once."""
    withdrawn = await service.withdraw_school(session, participation_id, said, version, actor)
    return await written(session, Participation, withdrawn)


@router.get(
    "/candidates/{candidate_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.CandidateNotFound, CursorRefused),
)
async def get_candidate_history(
    candidate_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who put a candidate forward and decided on it, and when."""
    return await history(read, CANDIDATES, candidate_id, "partnership.candidate", query, errors.CandidateNotFound)


@router.get(
    "/projects/{project_id}/selection-progress",
    response_model=contract.SelectionProgress,
    responses=problems(ProjectNotFound),
)
async def get_selection_progress(project_id: UUID, read: Reading) -> contract.SelectionProgress:
    """How far a project's selection has come, compared with its target: a difference is said, never refused."""
    await read.must_see(PROJECTS, project_id, ProjectNotFound)
    async with read.database.reading() as connection:
        return await queries.progress_of(connection, project_id)
