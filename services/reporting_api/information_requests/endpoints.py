"""Requests for information over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.reporting_api.evaluation.errors import EvaluationNotFound, OutsideEvaluation
from shared.contracts.page import Page
from shared.contracts.reporting import evaluation as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import INFORMATION_REQUESTS

router = APIRouter(prefix="/v1", tags=["Evaluation"], route_class=Route)

_ON_AN_OPEN_ONE = (errors.InformationRequestNotFound, errors.RequestNotOpen, StaleVersion, PreconditionMissing)


@router.post(
    "/evaluations/{evaluation_id}/information-requests",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.InformationRequest,
    responses=problems(EvaluationNotFound, OutsideEvaluation, errors.NotPartOfEvaluation, errors.DueDayRefused),
)
async def ask_for_information(
    evaluation_id: UUID, new: schemas.NewInformationRequest, request: Request, session: Session, actor: Caller
) -> Response:
    """Ask a board, authority, school, parent carer group or the national team, for one or more of the questions."""
    made = await service.ask(session, evaluation_id, new, actor)
    path = f"/v1/information-requests/{made.id}"
    return await created(session, contract.InformationRequest, made, request, path)


@router.get(
    "/information-requests",
    response_model=Page[contract.InformationRequest],
    responses=problems(CursorRefused),
)
async def list_information_requests(
    query: Annotated[schemas.InformationRequestQuery, Query()], read: Reading
) -> Response:
    """List what evaluators asked of you, or you as an evaluator of others."""
    return await read.page(INFORMATION_REQUESTS, query)


@router.get(
    "/information-requests/{request_id}",
    response_model=contract.InformationRequest,
    responses=problems(errors.InformationRequestNotFound),
)
async def get_information_request(request_id: UUID, read: Reading) -> Response:
    """Get one request for information with its answer."""
    return await read.one(INFORMATION_REQUESTS, request_id, errors.InformationRequestNotFound)


@router.post(
    "/information-requests/{request_id}/answer",
    response_model=contract.InformationRequest,
    responses=problems(*_ON_AN_OPEN_ONE, errors.NotAsked),
)
async def answer_information_request(
    request_id: UUID, said: schemas.NewAnswer, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Answer what an evaluator asked of you, or as a board of one of your schools. Documents are named, not sent."""
    answered = await service.answer(session, request_id, said, version, actor)
    return await written(session, contract.InformationRequest, answered)


@router.post(
    "/information-requests/{request_id}/reminders",
    response_model=contract.InformationRequest,
    responses=problems(*_ON_AN_OPEN_ONE, errors.TooManyReminders),
)
async def remind_of_information_request(
    request_id: UUID, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Record that you reminded the organisation you asked."""
    reminded = await service.remind(session, request_id, version, actor)
    return await written(session, contract.InformationRequest, reminded)


@router.post(
    "/information-requests/{request_id}/withdrawal",
    response_model=contract.InformationRequest,
    responses=problems(*_ON_AN_OPEN_ONE),
)
async def withdraw_information_request(
    request_id: UUID, said: schemas.InformationRequestWithdrawal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Withdraw what you asked, with the reason."""
    withdrawn = await service.withdraw(session, request_id, said, version, actor)
    return await written(session, contract.InformationRequest, withdrawn)


@router.get(
    "/information-requests/{request_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.InformationRequestNotFound, CursorRefused),
)
async def get_information_request_history(
    request_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """When something was asked, reminded of and answered, and by whom."""
    missing = errors.InformationRequestNotFound
    return await history(read, INFORMATION_REQUESTS, request_id, "reporting.information-request", query, missing)
