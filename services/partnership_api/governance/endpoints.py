"""Governance over HTTP: the group, its meetings, and the decisions taken."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.partnership_api.projects.errors import NotTheLead, ProjectClosed, ProjectNotFound
from services.partnership_api.projects.queries import PROJECTS
from shared.contracts.page import Page
from shared.contracts.partnership import governance as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch, UpsertVersion
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, queries, schemas, service
from .queries import DECISIONS, GOVERNANCE_GROUPS, MEETINGS

router = APIRouter(prefix="/v1", tags=["Governance"], route_class=Route)

_REPLACED: dict[int | str, dict[str, Any]] = {
    200: {"model": contract.GovernanceGroup, "description": "The group as it now is."}
}


@router.get("/governance-groups", response_model=Page[contract.GovernanceGroup], responses=problems(CursorRefused))
async def list_governance_groups(query: Annotated[schemas.GroupQuery, Query()], read: Reading) -> Response:
    """List the governance groups of the projects you see."""
    return await read.page(GOVERNANCE_GROUPS, query)


@router.get(
    "/projects/{project_id}/governance-group",
    response_model=contract.GovernanceGroup,
    responses=problems(errors.GovernanceGroupNotFound),
)
async def get_governance_group(project_id: UUID, read: Reading) -> Response:
    """Get the governance group of a project."""
    return await read.one(GOVERNANCE_GROUPS, project_id, errors.GovernanceGroupNotFound)


@router.put(
    "/projects/{project_id}/governance-group",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.GovernanceGroup,
    responses=_REPLACED
    | problems(
        ProjectNotFound,
        ProjectClosed,
        NotTheLead,
        errors.NotMembers,
        errors.ExistingGroupUnclear,
        errors.RepresentationImpossible,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def put_governance_group(
    project_id: UUID,
    given: schemas.GroupGiven,
    version: UpsertVersion,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Form the governance group of your project, or change it as a whole."""
    group, is_new = await service.put_group(session, project_id, given, version, actor)
    if is_new:
        path = f"/v1/projects/{project_id}/governance-group"
        return await created(session, contract.GovernanceGroup, group, request, path)
    return await written(session, contract.GovernanceGroup, group)


@router.get(
    "/projects/{project_id}/governance-group/gaps",
    response_model=contract.GovernanceGaps,
    responses=problems(ProjectNotFound),
)
async def get_governance_gaps(project_id: UUID, read: Reading) -> contract.GovernanceGaps:
    """Whether a project's governance has everybody it needs, as its schools are now, and whom it lacks."""
    await read.must_see(PROJECTS, project_id, ProjectNotFound)
    async with read.database.reading() as connection:
        gaps = await queries.gaps_of(connection, project_id)
    return contract.GovernanceGaps(complete=not gaps, gaps=gaps)


@router.get(
    "/projects/{project_id}/governance-group/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.GovernanceGroupNotFound, CursorRefused),
)
async def get_governance_group_history(
    project_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who formed and changed the group, when, and what."""
    missing = errors.GovernanceGroupNotFound
    return await history(read, GOVERNANCE_GROUPS, project_id, "partnership.governance-group", query, missing)


@router.post(
    "/projects/{project_id}/meetings",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Meeting,
    responses=problems(ProjectNotFound, ProjectClosed, NotTheLead, errors.DayToCome, errors.NotPartners),
)
async def record_meeting(
    project_id: UUID, new: schemas.NewMeeting, request: Request, session: Session, actor: Caller
) -> Response:
    """Record a meeting that was held. It is flagged when somebody was absent who should have been there."""
    meeting = await service.record_meeting(session, project_id, new, actor)
    return await created(session, contract.Meeting, meeting, request, f"/v1/meetings/{meeting.id}")


@router.get("/meetings", response_model=Page[contract.Meeting], responses=problems(CursorRefused))
async def list_meetings(query: Annotated[schemas.MeetingQuery, Query()], read: Reading) -> Response:
    """List the meetings of the projects you see."""
    return await read.page(MEETINGS, query)


@router.get("/meetings/{meeting_id}", response_model=contract.Meeting, responses=problems(errors.MeetingNotFound))
async def get_meeting(meeting_id: UUID, read: Reading) -> Response:
    """Get one meeting."""
    return await read.one(MEETINGS, meeting_id, errors.MeetingNotFound)


@router.patch(
    "/meetings/{meeting_id}",
    response_model=contract.Meeting,
    responses=problems(
        errors.MeetingNotFound,
        errors.DayToCome,
        errors.NotPartners,
        errors.TookPartInDecision,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def correct_meeting(
    meeting_id: UUID, change: schemas.MeetingChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Put right what was recorded of a meeting; the history keeps what was there."""
    meeting = await service.correct_meeting(session, meeting_id, change, version, actor)
    return await written(session, contract.Meeting, meeting)


@router.get(
    "/meetings/{meeting_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.MeetingNotFound, CursorRefused),
)
async def get_meeting_history(
    meeting_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who recorded and corrected a meeting, when, and what."""
    return await history(read, MEETINGS, meeting_id, "partnership.meeting", query, errors.MeetingNotFound)


@router.post(
    "/meetings/{meeting_id}/decisions",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Decision,
    responses=problems(errors.MeetingNotFound, errors.NotAtMeeting, errors.DidNotTakePart),
)
async def record_decision(
    meeting_id: UUID, new: schemas.NewDecision, request: Request, session: Session, actor: Caller
) -> Response:
    """Record a key decision of a meeting, with who took part in it."""
    decision = await service.decide_at_meeting(session, meeting_id, new, actor)
    return await created(session, contract.Decision, decision, request, f"/v1/decisions/{decision.id}")


@router.post(
    "/projects/{project_id}/decisions",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Decision,
    responses=problems(
        ProjectNotFound, ProjectClosed, NotTheLead, errors.DayToCome, errors.NotPartners, errors.DidNotTakePart
    ),
)
async def record_written_decision(
    project_id: UUID, new: schemas.NewWrittenDecision, request: Request, session: Session, actor: Caller
) -> Response:
    """Record a key decision that was taken in writing, outside a meeting."""
    decision = await service.decide_in_writing(session, project_id, new, actor)
    return await created(session, contract.Decision, decision, request, f"/v1/decisions/{decision.id}")


@router.get("/decisions", response_model=Page[contract.Decision], responses=problems(CursorRefused))
async def list_decisions(query: Annotated[schemas.DecisionQuery, Query()], read: Reading) -> Response:
    """List the decisions of the projects you see, those withdrawn included."""
    return await read.page(DECISIONS, query)


@router.get("/decisions/{decision_id}", response_model=contract.Decision, responses=problems(errors.DecisionNotFound))
async def get_decision(decision_id: UUID, read: Reading) -> Response:
    """Get one decision."""
    return await read.one(DECISIONS, decision_id, errors.DecisionNotFound)


@router.post(
    "/decisions/{decision_id}/withdrawal",
    response_model=contract.Decision,
    responses=problems(
        errors.DecisionNotFound,
        errors.DecisionWithdrawnAlready,
        errors.CannotSupersede,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def withdraw_decision(
    decision_id: UUID, said: schemas.Withdrawal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Let a decision stand no longer, with the reason, in favour of another if there is one."""
    decision = await service.withdraw_decision(session, decision_id, said, version, actor)
    return await written(session, contract.Decision, decision)


@router.get(
    "/decisions/{decision_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.DecisionNotFound, CursorRefused),
)
async def get_decision_history(
    decision_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who recorded and withdrew a decision, and when."""
    return await history(read, DECISIONS, decision_id, "partnership.decision", query, errors.DecisionNotFound)
