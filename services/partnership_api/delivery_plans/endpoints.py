"""Delivery plans over HTTP. Submitting one stands with reviews, revising one with sign-offs: both concern those too."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field

from services.partnership_api.projects.errors import NotTheLead, ProjectClosed, ProjectNotFound
from shared.contracts.page import Page
from shared.contracts.partnership import delivery_plans as contract
from shared.contracts.types import VersionNumber
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, queries, schemas, service
from .queries import DELIVERY_PLANS

router = APIRouter(prefix="/v1", tags=["Delivery plans"], route_class=Route)


class Comparison(BaseModel):
    """With which version to compare."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    against: Annotated[VersionNumber, Field(description="A version number; the one before, if left out.")] | None = None


@router.get("/delivery-plans", response_model=Page[contract.DeliveryPlan], responses=problems(CursorRefused))
async def list_delivery_plans(query: Annotated[schemas.DeliveryPlanQuery, Query()], read: Reading) -> Response:
    """List the versions of the delivery plans you see."""
    return await read.page(DELIVERY_PLANS, query)


@router.post(
    "/projects/{project_id}/delivery-plans",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.DeliveryPlan,
    responses=problems(ProjectNotFound, ProjectClosed, NotTheLead, errors.PlanExists, errors.PlanBeyondAllocation),
)
async def start_delivery_plan(
    project_id: UUID, given: schemas.PlanSections, request: Request, session: Session, actor: Caller
) -> Response:
    """Begin your project's delivery plan, as a draft."""
    plan = await service.start(session, project_id, given, actor)
    return await created(session, contract.DeliveryPlan, plan, request, f"/v1/delivery-plans/{plan.id}")


@router.get("/delivery-plans/{plan_id}", response_model=contract.DeliveryPlan, responses=problems(errors.PlanNotFound))
async def get_delivery_plan(plan_id: UUID, read: Reading) -> Response:
    """Get one version of a delivery plan."""
    return await read.one(DELIVERY_PLANS, plan_id, errors.PlanNotFound)


@router.patch(
    "/delivery-plans/{plan_id}",
    response_model=contract.DeliveryPlan,
    responses=problems(
        errors.PlanNotFound,
        errors.PlanNotDraft,
        errors.PlanBeyondAllocation,
        ProjectClosed,
        NotTheLead,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def change_delivery_plan(
    plan_id: UUID, given: schemas.PlanSections, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Change sections of a draft; what is left out stays."""
    return await written(session, contract.DeliveryPlan, await service.change(session, plan_id, given, version, actor))


@router.get(
    "/delivery-plans/{plan_id}/changes",
    response_model=contract.PlanChanges,
    responses=problems(errors.PlanNotFound, errors.VersionUnknown),
)
async def get_delivery_plan_changes(
    plan_id: UUID, comparison: Annotated[Comparison, Query()], read: Reading
) -> contract.PlanChanges:
    """How a version differs from the one before it, or from another, place by place."""
    await read.must_see(DELIVERY_PLANS, plan_id, errors.PlanNotFound)
    async with read.database.reading() as connection:
        return await queries.changes_of(connection, plan_id, comparison.against)


@router.get(
    "/delivery-plans/{plan_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.PlanNotFound, CursorRefused),
)
async def get_delivery_plan_history(
    plan_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who did what to a version of a plan, and when."""
    return await history(read, DELIVERY_PLANS, plan_id, "partnership.delivery-plan", query, errors.PlanNotFound)
