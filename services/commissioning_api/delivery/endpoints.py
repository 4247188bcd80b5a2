"""Delivery over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.commissioning_api.neighbours import Partnership
from services.commissioning_api.packages.endpoints import TO_CANCEL, TO_COMPLETE, TO_VARY
from services.commissioning_api.packages.schemas import LineCancellation, Variation
from shared.contracts.commissioning import delivery as contract
from shared.contracts.commissioning.packages import PackageLine
from shared.contracts.page import Page
from shared.kit import bulk
from shared.kit.answers import created, written
from shared.kit.clock import today
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .bulk import TO_HOLD, TO_PLAN, hold_many, plan_many
from .queries import LINE_DELIVERIES, SESSIONS

router = APIRouter(prefix="/v1", tags=["Delivery"], route_class=Route)
line_router = APIRouter(prefix="/v1", tags=["Packages"], route_class=Route)

_FITS = (errors.LineNotBeingGiven, errors.OutsideTheLine, errors.NotThisProfession, errors.MoreThanBought)
_SESSION = (
    errors.SessionNotFound,
    errors.NotYourDelivery,
    errors.SessionNotPlanned,
    StaleVersion,
    PreconditionMissing,
)


@router.post(
    "/package-lines/{line_id}/sessions",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.DeliverySession,
    responses=problems(errors.LineNotFound, errors.NotYourDelivery, *_FITS),
)
async def plan_session(
    line_id: UUID, new: schemas.NewSession, request: Request, session: Session, actor: Caller
) -> Response:
    """Arrange a session of a commissioned line, as its provider or its board."""
    arranged = await service.plan(session, line_id, new, actor)
    return await created(session, contract.DeliverySession, arranged, request, f"/v1/sessions/{arranged.id}")


@router.post("/sessions/bulk", **bulk.route(TO_PLAN))
async def plan_sessions(how: bulk.Bulk, request: Request, session: Session, actor: Caller) -> Response:
    """Arrange many sessions, of one line or of many, from a CSV file or a JSON array.

    A session that says whom it reached was held: it is arranged and held at once.
    """
    received = await bulk.received(TO_PLAN, request)
    return bulk.answer(request, await plan_many(session, received, how, actor))


@router.get("/sessions/bulk/template", **bulk.template_route(TO_PLAN))
async def get_sessions_template() -> Response:
    """A CSV file to fill with sessions: the names of the columns and a row that shows them."""
    return bulk.template(TO_PLAN)


@router.post("/session-holdings/bulk", **bulk.route(TO_HOLD))
async def hold_sessions(how: bulk.Bulk, request: Request, session: Session, actor: Caller) -> Response:
    """Say of many planned sessions that they were held, from a CSV file or a JSON array."""
    received = await bulk.received(TO_HOLD, request)
    return bulk.answer(request, await hold_many(session, received, how, actor))


@router.get("/session-holdings/bulk/template", **bulk.template_route(TO_HOLD))
async def get_session_holdings_template() -> Response:
    """A CSV file to fill with sessions that were held: the names of the columns and a row that shows them."""
    return bulk.template(TO_HOLD)


@router.get("/sessions", response_model=Page[contract.DeliverySession], responses=problems(CursorRefused))
async def list_sessions(query: Annotated[schemas.SessionQuery, Query()], read: Reading) -> Response:
    """List sessions: planned, held, and cancelled with the reason."""
    return await read.page(SESSIONS, query)


@router.get(
    "/sessions/{session_id}", response_model=contract.DeliverySession, responses=problems(errors.SessionNotFound)
)
async def get_session(session_id: UUID, read: Reading) -> Response:
    """Get one session."""
    return await read.one(SESSIONS, session_id, errors.SessionNotFound)


@router.get(
    "/sessions/{session_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.SessionNotFound, CursorRefused),
)
async def get_session_history(
    session_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who arranged, changed, held or cancelled a session, when, and what it said before."""
    return await history(read, SESSIONS, session_id, "commissioning.session", query, errors.SessionNotFound)


@router.patch("/sessions/{session_id}", response_model=contract.DeliverySession, responses=problems(*_SESSION, *_FITS))
async def change_session(
    session_id: UUID, change: schemas.SessionChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Move a planned session, or arrange it otherwise."""
    return await written(
        session, contract.DeliverySession, await service.change(session, session_id, change, version, actor)
    )


@router.post(
    "/sessions/{session_id}/holding",
    response_model=contract.DeliverySession,
    responses=problems(*_SESSION, *_FITS, errors.NotHeldYet, errors.StaffNamedTwice),
)
async def hold_session(
    session_id: UUID, holding: schemas.Holding, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Say that a session was held, and how many of the staff it reached, by role. The first one starts its line."""
    return await written(
        session, contract.DeliverySession, await service.hold(session, session_id, holding, version, actor)
    )


@router.post(
    "/sessions/{session_id}/reopening",
    response_model=contract.DeliverySession,
    responses=problems(
        errors.SessionNotFound,
        errors.NotYourDelivery,
        errors.LineNotBeingGiven,
        errors.SessionNotHeld,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def reopen_session(session_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Put right a session that was wrongly said to be held: it is planned again, and counts nobody as reached.

    Then it is held anew with what is right, moved, or cancelled. Its line stays as it is.
    """
    return await written(session, contract.DeliverySession, await service.reopen(session, session_id, version, actor))


@router.post(
    "/sessions/{session_id}/cancellation", response_model=contract.DeliverySession, responses=problems(*_SESSION)
)
async def cancel_session(
    session_id: UUID, cancellation: schemas.SessionCancellation, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Cancel a planned session, with a reason: its hours can be arranged anew."""
    return await written(
        session,
        contract.DeliverySession,
        await service.cancel(session, session_id, cancellation.reason, version, actor),
    )


@line_router.post(
    "/package-lines/{line_id}/variation",
    response_model=PackageLine,
    responses=problems(*TO_VARY, errors.SessionsOutside, errors.LessThanArranged),
)
async def vary_package_line(
    line_id: UUID,
    variation: Variation,
    version: IfMatch,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Vary what was agreed, with a reason and the school's agreement. Only this changes an agreed price.

    What is varied keeps room for the sessions that are arranged: cancel or move those that it shall not.
    """
    line = await service.vary_line(session, partnership, line_id, variation, version, actor)
    return await written(session, PackageLine, line)


@line_router.post(
    "/package-lines/{line_id}/completion",
    response_model=PackageLine,
    responses=problems(*TO_COMPLETE, errors.SessionsStillPlanned),
)
async def complete_package_line(line_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Say that a line was given whole. Its cost stays as it is: hours that were not used are varied off it before.

    Of each session it is said before that it was held, or cancelled.
    """
    return await written(session, PackageLine, await service.complete_line(session, line_id, version, actor))


@line_router.post(
    "/package-lines/{line_id}/cancellation",
    response_model=PackageLine,
    responses=problems(*TO_CANCEL, errors.GivenAndNotInvoiced),
)
async def cancel_package_line(
    line_id: UUID, cancellation: LineCancellation, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Take a line off, with a reason. What was committed for it and not invoiced is free again.

    Sessions that are still planned are cancelled with it. What was given already is invoiced before.
    """
    line = await service.cancel_line(session, line_id, cancellation.reason, version, actor)
    return await written(session, PackageLine, line)


@router.get("/line-deliveries", response_model=Page[contract.LineDelivery], responses=problems(CursorRefused))
async def list_line_deliveries(query: Annotated[schemas.LineDeliveryQuery, Query()], read: Reading) -> Response:
    """List commissioned lines with hours bought, held and planned, and how each goes: `state=overdue,at_risk`.

    A state changes with the days, and not only with what is recorded: `updated_since` finds the latter alone.
    """
    return await read.page(LINE_DELIVERIES, query, on=query.on or today())
