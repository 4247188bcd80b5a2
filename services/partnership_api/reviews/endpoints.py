"""Reviews over HTTP, and the submission of a plan, which answers to them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.partnership_api.delivery_plans import errors as plan_errors
from services.partnership_api.projects.errors import NotTheLead, ProjectClosed
from services.partnership_api.sign_offs.errors import SignatoriesMissing
from shared.contracts.page import Page
from shared.contracts.partnership import delivery_plans, reviews as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import REVIEW_POINTS, REVIEWS

router = APIRouter(prefix="/v1", route_class=Route)


@router.post(
    "/delivery-plans/{plan_id}/submission",
    tags=["Delivery plans"],
    response_model=delivery_plans.DeliveryPlan,
    responses=problems(
        plan_errors.PlanNotFound,
        plan_errors.PlanNotDraft,
        plan_errors.SectionsMissing,
        plan_errors.PlanBeyondAllocation,
        SignatoriesMissing,
        errors.PointsUnanswered,
        ProjectClosed,
        NotTheLead,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def submit_delivery_plan(plan_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Submit a draft delivery plan so that every partner can sign it off."""
    plan = await service.submit_plan(session, plan_id, version, actor)
    return await written(session, delivery_plans.DeliveryPlan, plan)


@router.post(
    "/delivery-plans/{plan_id}/reviews",
    tags=["Reviews"],
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Review,
    responses=problems(
        plan_errors.PlanNotFound,
        plan_errors.PlanNotSignedOff,
        plan_errors.PlanBeyondAllocation,
        errors.PointsDoNotFit,
        ProjectClosed,
        NotTheLead,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def review_delivery_plan(
    plan_id: UUID, new: schemas.NewReview, version: IfMatch, request: Request, session: Session, actor: Caller
) -> Response:
    """Approve a plan that is signed off, or ask for changes point by point. `If-Match` is the plan's ETag."""
    review = await service.review(session, plan_id, new, version, actor)
    return await created(session, contract.Review, review, request, f"/v1/reviews/{review.id}")


@router.get("/reviews", tags=["Reviews"], response_model=Page[contract.Review], responses=problems(CursorRefused))
async def list_reviews(query: Annotated[schemas.ReviewQuery, Query()], read: Reading) -> Response:
    """List the reviews of the plans you see."""
    return await read.page(REVIEWS, query)


@router.get(
    "/reviews/{review_id}",
    tags=["Reviews"],
    response_model=contract.Review,
    responses=problems(errors.ReviewNotFound),
)
async def get_review(review_id: UUID, read: Reading) -> Response:
    """Get one review."""
    return await read.one(REVIEWS, review_id, errors.ReviewNotFound)


@router.get(
    "/review-points",
    tags=["Reviews"],
    response_model=Page[contract.ReviewPoint],
    responses=problems(CursorRefused),
)
async def list_review_points(query: Annotated[schemas.ReviewPointQuery, Query()], read: Reading) -> Response:
    """List the changes the national team asked for, and their answers."""
    return await read.page(REVIEW_POINTS, query)


@router.get(
    "/review-points/{point_id}",
    tags=["Reviews"],
    response_model=contract.ReviewPoint,
    responses=problems(errors.PointNotFound),
)
async def get_review_point(point_id: UUID, read: Reading) -> Response:
    """Get one point of a review."""
    return await read.one(REVIEW_POINTS, point_id, errors.PointNotFound)


@router.post(
    "/review-points/{point_id}/answer",
    tags=["Reviews"],
    response_model=contract.ReviewPoint,
    responses=problems(
        errors.PointNotFound, errors.PointAnswered, ProjectClosed, NotTheLead, StaleVersion, PreconditionMissing
    ),
)
async def answer_review_point(
    point_id: UUID, said: schemas.PointAnswer, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Answer what the national team asked for; the next version is submitted once every point is answered."""
    return await written(session, contract.ReviewPoint, await service.answer(session, point_id, said, version, actor))


@router.get(
    "/review-points/{point_id}/history",
    tags=["Reviews"],
    response_model=Page[HistoryEntry],
    responses=problems(errors.PointNotFound, CursorRefused),
)
async def get_review_point_history(
    point_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """When a point was raised and answered."""
    return await history(read, REVIEW_POINTS, point_id, "partnership.review-point", query, errors.PointNotFound)


@router.get(
    "/reviews/{review_id}/history",
    tags=["Reviews"],
    response_model=Page[HistoryEntry],
    responses=problems(errors.ReviewNotFound, CursorRefused),
)
async def get_review_history(
    review_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who reviewed a plan, and when."""
    return await history(read, REVIEWS, review_id, "partnership.review", query, errors.ReviewNotFound)
