"""Sign-offs over HTTP, and the revision of a plan, which voids them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.partnership_api.delivery_plans import errors as plan_errors
from services.partnership_api.projects.errors import NotTheLead, ProjectClosed
from shared.contracts.page import Page
from shared.contracts.partnership import delivery_plans, sign_offs as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import SIGN_OFFS

router = APIRouter(prefix="/v1", route_class=Route)

_GIVEN = problems(
    errors.SignOffNotFound,
    errors.NotYourSignature,
    errors.SignOffGiven,
    plan_errors.PlanNotSubmitted,
    ProjectClosed,
    NotTheLead,
    StaleVersion,
    PreconditionMissing,
)


@router.post(
    "/delivery-plans/{plan_id}/revision",
    tags=["Delivery plans"],
    status_code=status.HTTP_201_CREATED,
    response_model=delivery_plans.DeliveryPlan,
    responses=problems(
        plan_errors.PlanNotFound,
        plan_errors.PlanIsDraft,
        plan_errors.PlanOpen,
        ProjectClosed,
        NotTheLead,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def revise_delivery_plan(
    plan_id: UUID, version: IfMatch, request: Request, session: Session, actor: Caller
) -> Response:
    """Begin the next version of a plan as a draft; the signatures given for this one become void."""
    newer = await service.revise(session, plan_id, version, actor)
    return await created(session, delivery_plans.DeliveryPlan, newer, request, f"/v1/delivery-plans/{newer.id}")


@router.get("/sign-offs", tags=["Sign-offs"], response_model=Page[contract.SignOff], responses=problems(CursorRefused))
async def list_sign_offs(query: Annotated[schemas.SignOffQuery, Query()], read: Reading) -> Response:
    """List who must sign, who has, on which version, and what voided it."""
    return await read.page(SIGN_OFFS, query)


@router.get(
    "/sign-offs/{sign_off_id}",
    tags=["Sign-offs"],
    response_model=contract.SignOff,
    responses=problems(errors.SignOffNotFound),
)
async def get_sign_off(sign_off_id: UUID, read: Reading) -> Response:
    """Get one sign-off."""
    return await read.one(SIGN_OFFS, sign_off_id, errors.SignOffNotFound)


@router.post(
    "/sign-offs/{sign_off_id}/signature", tags=["Sign-offs"], response_model=contract.SignOff, responses=_GIVEN
)
async def sign_delivery_plan(sign_off_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Sign a plan for your own organisation."""
    return await written(session, contract.SignOff, await service.sign(session, sign_off_id, version, actor))


@router.post("/sign-offs/{sign_off_id}/refusal", tags=["Sign-offs"], response_model=contract.SignOff, responses=_GIVEN)
async def decline_delivery_plan(
    sign_off_id: UUID, refusal: schemas.Refusal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Decline to sign a plan for your own organisation, with the reason; it can still be signed later."""
    sign_off = await service.decline(session, sign_off_id, refusal, version, actor)
    return await written(session, contract.SignOff, sign_off)


@router.get(
    "/sign-offs/{sign_off_id}/history",
    tags=["Sign-offs"],
    response_model=Page[HistoryEntry],
    responses=problems(errors.SignOffNotFound, CursorRefused),
)
async def get_sign_off_history(
    sign_off_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """When a signature was asked for, given, declined or voided."""
    return await history(read, SIGN_OFFS, sign_off_id, "partnership.sign-off", query, errors.SignOffNotFound)
