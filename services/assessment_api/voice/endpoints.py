"""Children's voice over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from services.assessment_api.heard import ThemesRestOnIt
from services.assessment_api.neighbours import Partnership
from services.assessment_api.participations.errors import ASKED, NotYourSchool
from shared.contracts.assessment import voice as contract
from shared.contracts.page import Page
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import activities_for, shown_to

router = APIRouter(prefix="/v1", tags=["Children's voice"], route_class=Route)

_CHANGE = (
    errors.VoiceActivityNotFound,
    errors.VoiceActivityWithdrawn,
    NotYourSchool,
    StaleVersion,
    PreconditionMissing,
)


async def _threshold(request: Request) -> int:
    threshold: int = request.app.state.settings.suppression_threshold
    return threshold


Threshold = Annotated[int, Depends(_threshold)]


@router.post(
    "/participations/{participation_id}/voice-activities",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.VoiceActivity,
    responses=problems(*ASKED, errors.VoiceGuideMissing, errors.VoiceActivityRefused),
)
async def record_voice_activity(
    participation_id: UUID,
    new: schemas.NewVoiceActivity,
    neighbour: Partnership,
    threshold: Threshold,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Record an activity in which children of a school were heard: how, how many, of which years. Never who."""
    activity = await service.record(session, neighbour, participation_id, new, threshold, actor)
    shown = shown_to(actor.kind, activity)
    return await created(session, contract.VoiceActivity, shown, request, f"/v1/voice-activities/{shown.id}")


@router.get(
    "/voice-activities",
    response_model=Page[contract.VoiceActivity],
    responses=problems(CursorRefused),
)
async def list_voice_activities(
    query: Annotated[schemas.VoiceActivityQuery, Query()], read: Reading, actor: Caller
) -> Response:
    """List the activities you may see. Small numbers are shown to the school and its parent carer group alone."""
    return await read.page(activities_for(actor.kind), query)


@router.get(
    "/voice-activities/{activity_id}",
    response_model=contract.VoiceActivity,
    responses=problems(errors.VoiceActivityNotFound),
)
async def get_voice_activity(activity_id: UUID, read: Reading, actor: Caller) -> Response:
    """Get one activity."""
    return await read.one(activities_for(actor.kind), activity_id, errors.VoiceActivityNotFound)


@router.get(
    "/voice-activities/{activity_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.VoiceActivityNotFound, CursorRefused),
)
async def get_voice_activity_history(
    activity_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading, actor: Caller
) -> Page[HistoryEntry]:
    """Who changed an activity, when, and what. Small numbers are hidden here from everybody."""
    view = activities_for(actor.kind)
    return await history(read, view, activity_id, "assessment.voice-activity", query, errors.VoiceActivityNotFound)


@router.patch(
    "/voice-activities/{activity_id}",
    response_model=contract.VoiceActivity,
    responses=problems(errors.VoiceActivityRefused, *_CHANGE),
)
async def change_voice_activity(
    activity_id: UUID,
    wanted: schemas.VoiceActivityChange,
    threshold: Threshold,
    version: IfMatch,
    session: Session,
    actor: Caller,
) -> Response:
    """Put right what was recorded of an activity."""
    activity = await service.change(session, activity_id, wanted, threshold, version, actor)
    return await written(session, contract.VoiceActivity, shown_to(actor.kind, activity))


@router.post(
    "/voice-activities/{activity_id}/withdrawal",
    response_model=contract.VoiceActivity,
    responses=problems(ThemesRestOnIt, *_CHANGE),
)
async def withdraw_voice_activity(
    activity_id: UUID, said: schemas.Withdrawal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Withdraw an activity that was recorded by mistake, with the reason. Themes heard in it are withdrawn first."""
    activity = await service.withdraw(session, activity_id, said, version, actor)
    return await written(session, contract.VoiceActivity, shown_to(actor.kind, activity))
