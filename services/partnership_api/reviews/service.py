"""Submitting plans, reviewing them, and answering what was asked. Locks: the project, its plan, then the rest."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.delivery_plans import service as plans
from services.partnership_api.delivery_plans.models import DeliveryPlan
from services.partnership_api.projects import service as projects
from services.partnership_api.sign_offs import service as sign_offs
from shared.contracts.partnership import reviews as contract
from shared.contracts.partnership.reviews import Outcome
from shared.contracts.problem import FieldError
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked

from . import errors, schemas
from .models import Review, ReviewPoint
from .queries import REVIEW_POINTS


async def submit_plan(session: AsyncSession, plan_id: UUID, version: int, actor: Actor) -> DeliveryPlan:
    """Hand a draft to the partners, once every point of the reviews before is answered."""
    project, plan = await plans.with_project(session, plan_id, version, actor)
    plan.must_be_draft()
    await _must_be_answered(session, project.id)
    await sign_offs.submit(session, project, plan, actor)
    return plan


async def review(session: AsyncSession, plan_id: UUID, new: schemas.NewReview, version: int, actor: Actor) -> Review:
    """Approve a plan that every partner has signed, or ask for changes."""
    approves = new.outcome is Outcome.APPROVED
    if approves == bool(new.points):
        raise errors.PointsDoNotFit
    project, plan = await plans.with_project(session, plan_id, version, actor)
    if approves:
        await plans.approve(session, plan, actor)
        await projects.approve_plan(session, project, actor)
    else:
        await plans.send_back(session, plan, actor)
    made = Review(
        delivery_plan_id=plan.id,
        version_number=plan.version_number,
        project_id=plan.project_id,
        icb_code=plan.icb_code,
        programme_year=plan.programme_year,
        outcome=new.outcome,
        summary=new.summary,
        reviewed_by=actor.organisation,
        reviewed_at=utc_now(),
    )
    session.add(made)
    await outbox.announce(session, contract.PlanReviewed, made, actor)
    await _raise_points(session, made, new, actor)
    return made


async def answer(
    session: AsyncSession, point_id: UUID, said: schemas.PointAnswer, version: int, actor: Actor
) -> ReviewPoint:
    """Answer one point of a review."""
    seen: ReviewPoint = await found(session, REVIEW_POINTS, point_id, actor, missing=errors.PointNotFound)
    await projects.open_project(session, seen.project_id, actor)
    point: ReviewPoint = await locked(
        session, REVIEW_POINTS, point_id, actor, version=version, missing=errors.PointNotFound
    )
    point.give_answer(said.answer, utc_now())
    await outbox.announce(session, contract.ReviewPointAnswered, point, actor)
    return point


async def _raise_points(session: AsyncSession, made: Review, new: schemas.NewReview, actor: Actor) -> None:
    for number, each in enumerate(new.points, 1):
        point = ReviewPoint(
            review_id=made.id,
            delivery_plan_id=made.delivery_plan_id,
            project_id=made.project_id,
            icb_code=made.icb_code,
            number=number,
            **each.model_dump(),
        )
        session.add(point)
        await outbox.announce(session, contract.ReviewPointRaised, point, actor)


async def _must_be_answered(session: AsyncSession, project_id: UUID) -> None:
    unanswered = ReviewPoint.project_id == project_id, ReviewPoint.answer.is_(None)
    left = [
        FieldError(pointer=f"/{point.section}", code="unanswered", detail=f"Point {point.number}: {point.asks}"[:500])
        for point in await session.scalars(select(ReviewPoint).where(*unanswered).order_by(ReviewPoint.id))
    ]
    if left:
        raise errors.PointsUnanswered(f"{len(left)} points have no answer: see errors.", errors=left)
