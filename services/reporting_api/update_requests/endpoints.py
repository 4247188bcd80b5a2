"""Update requests over HTTP. Asking for a report's sake stands with the reports."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from shared.contracts.page import Page
from shared.contracts.reporting import update_requests as contract
from shared.kit.answers import created, written
from shared.kit.clock import today
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import UPDATE_REQUESTS, UPDATES_OWED

router = APIRouter(prefix="/v1", tags=["Update requests"], route_class=Route)


@router.post(
    "/projects/{project_id}/update-requests",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.UpdateRequest,
    responses=problems(
        errors.ProjectNotFound, errors.NotTheReportingBoard, errors.NotAPartnerOfTheProject, errors.DueInThePast
    ),
)
async def ask_for_update(
    project_id: UUID, new: schemas.NewUpdateRequest, request: Request, session: Session, actor: Caller
) -> Response:
    """Ask a partner of your project for an update: a member, a school, or an authority with schools in it."""
    asked = await service.ask(session, project_id, new, actor)
    return await created(session, contract.UpdateRequest, asked, request, f"/v1/update-requests/{asked.id}")


@router.get("/update-requests", response_model=Page[contract.UpdateRequest], responses=problems(CursorRefused))
async def list_update_requests(query: Annotated[schemas.UpdateRequestQuery, Query()], read: Reading) -> Response:
    """List update requests: a partner sees those it was asked, a board those of its projects."""
    return await read.page(UPDATE_REQUESTS, query)


@router.get("/updates-owed", response_model=Page[contract.UpdateOwed], responses=problems(CursorRefused))
async def list_updates_owed(query: Annotated[schemas.UpdateOwedQuery, Query()], read: Reading) -> Response:
    """List update requests against their due dates as of a day, as one flat row each."""
    return await read.page(UPDATES_OWED, query, on=query.on or today())


@router.get(
    "/update-requests/{request_id}",
    response_model=contract.UpdateRequest,
    responses=problems(errors.UpdateRequestNotFound),
)
async def get_update_request(request_id: UUID, read: Reading) -> Response:
    """Get one update request."""
    return await read.one(UPDATE_REQUESTS, request_id, errors.UpdateRequestNotFound)


@router.get(
    "/update-requests/{request_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.UpdateRequestNotFound, CursorRefused),
)
async def get_update_request_history(
    request_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """When an update was asked for, answered or withdrawn."""
    thing = "reporting.update-request"
    return await history(read, UPDATE_REQUESTS, request_id, thing, query, errors.UpdateRequestNotFound)


@router.post(
    "/update-requests/{request_id}/answer",
    response_model=contract.UpdateRequest,
    responses=problems(errors.UpdateRequestNotFound, errors.RequestNotOpen, StaleVersion, PreconditionMissing),
)
async def answer_update_request(
    request_id: UUID, said: schemas.UpdateAnswer, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Answer what your board asked you; also when the due date is over."""
    return await written(
        session, contract.UpdateRequest, await service.answer(session, request_id, said, version, actor)
    )


_OF_THE_BOARD = problems(
    errors.UpdateRequestNotFound,
    errors.ProjectNotFound,
    errors.NotTheReportingBoard,
    errors.RequestNotOpen,
    StaleVersion,
    PreconditionMissing,
)


@router.post(
    "/update-requests/{request_id}/recorded-answer", response_model=contract.UpdateRequest, responses=_OF_THE_BOARD
)
async def record_update_answer(
    request_id: UUID, said: schemas.RecordedAnswer, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Record what a partner answered in another way, and how."""
    request = await service.record_answer(session, request_id, said, version, actor)
    return await written(session, contract.UpdateRequest, request)


@router.post("/update-requests/{request_id}/withdrawal", response_model=contract.UpdateRequest, responses=_OF_THE_BOARD)
async def withdraw_update_request(
    request_id: UUID, said: schemas.Withdrawal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Withdraw a request that needs no answer any more."""
    return await written(
        session, contract.UpdateRequest, await service.withdraw(session, request_id, said, version, actor)
    )
