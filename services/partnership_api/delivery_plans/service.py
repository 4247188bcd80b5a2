"""Writing delivery plans. What partners and the national team do with them stands in the features above."""

from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.funding import rules as money, service as funding
from services.partnership_api.projects import service as projects
from services.partnership_api.projects.models import Project
from shared.contracts.partnership import delivery_plans as contract
from shared.contracts.partnership.delivery_plans import PlanStatus
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked

from . import errors, schemas
from .models import DeliveryPlan
from .queries import DELIVERY_PLANS

_EMPTY: dict[str, Any] = {"support": [], "commissioning": [], "funding": [], "risks": []}


async def start(session: AsyncSession, project_id: UUID, given: schemas.PlanSections, actor: Actor) -> DeliveryPlan:
    """Begin a project's plan."""
    project = await projects.open_project(session, project_id, actor)
    if await session.scalar(select(exists().where(DeliveryPlan.project_id == project.id))):
        raise errors.PlanExists
    plan = _version(project, 1, _EMPTY | _given(given))
    await _must_be_within_allocation(session, plan)
    session.add(plan)
    await outbox.announce(session, contract.DeliveryPlanStarted, plan, actor)
    return plan


async def change(
    session: AsyncSession, plan_id: UUID, given: schemas.PlanSections, version: int, actor: Actor
) -> DeliveryPlan:
    """Change a draft."""
    _, plan = await with_project(session, plan_id, version, actor)
    plan.must_be_draft()
    for name, value in _given(given).items():
        setattr(plan, name, value)
    await _must_be_within_allocation(session, plan)
    await outbox.announce(session, contract.DeliveryPlanChanged, plan, actor)
    return plan


async def with_project(
    session: AsyncSession, plan_id: UUID, version: int | None, actor: Actor
) -> tuple[Project, DeliveryPlan]:
    """An open project and a version of its plan, both locked, the project first."""
    seen: DeliveryPlan = await found(session, DELIVERY_PLANS, plan_id, actor, missing=errors.PlanNotFound)
    project = await projects.open_project(session, seen.project_id, actor)
    plan: DeliveryPlan = await locked(
        session, DELIVERY_PLANS, plan_id, actor, version=version, missing=errors.PlanNotFound
    )
    return project, plan


async def submit(session: AsyncSession, plan: DeliveryPlan, actor: Actor) -> None:
    """Hand a draft to the partners. For who holds the locks."""
    plan.submit(utc_now())
    await _must_be_within_allocation(session, plan)
    await outbox.announce(session, contract.DeliveryPlanSubmitted, plan, actor)


async def sign_off(session: AsyncSession, plan: DeliveryPlan, actor: Actor) -> None:
    """Record that every partner has signed. For who holds the locks."""
    plan.sign_off(utc_now())
    await outbox.announce(session, contract.DeliveryPlanSignedOff, plan, actor)


async def send_back(session: AsyncSession, plan: DeliveryPlan, actor: Actor) -> None:
    """Record that the national team asks for changes. For who holds the locks."""
    plan.request_changes(utc_now())
    await outbox.announce(session, contract.DeliveryPlanSentBack, plan, actor)


async def approve(session: AsyncSession, plan: DeliveryPlan, actor: Actor) -> None:
    """Put a version in force, in the place of the one before. For who holds the locks."""
    before = await in_force(session, plan.project_id)
    if before is not None:
        before.supersede(utc_now())
        await outbox.announce(session, contract.DeliveryPlanSuperseded, before, actor)
    plan.approve(utc_now())
    # The allocation may have been set or made smaller since the plan was submitted.
    await _must_be_within_allocation(session, plan)
    await outbox.announce(session, contract.DeliveryPlanApproved, plan, actor)


async def revise(session: AsyncSession, project: Project, plan: DeliveryPlan, actor: Actor) -> DeliveryPlan:
    """Begin the next version as a copy. An approved one stays in force until the next is approved."""
    plan.must_be_revisable()
    if plan.status is PlanStatus.APPROVED:
        await _nothing_may_be_open(session, project.id)
    else:
        plan.supersede(utc_now())
        await outbox.announce(session, contract.DeliveryPlanSuperseded, plan, actor)
    last = await session.scalar(
        select(func.max(DeliveryPlan.version_number)).where(DeliveryPlan.project_id == project.id)
    )
    newer = _version(project, (last or 0) + 1, plan.sections)
    session.add(newer)
    await outbox.announce(session, contract.DeliveryPlanStarted, newer, actor)
    return newer


async def in_force(session: AsyncSession, project_id: UUID) -> DeliveryPlan | None:
    """The approved version of a project's plan, if there is one. For who holds the project's lock."""
    approved = DeliveryPlan.project_id == project_id, DeliveryPlan.status == PlanStatus.APPROVED
    plan: DeliveryPlan | None = await session.scalar(select(DeliveryPlan).where(*approved))
    return plan


async def _nothing_may_be_open(session: AsyncSession, project_id: UUID) -> None:
    closed = PlanStatus.APPROVED, PlanStatus.SUPERSEDED
    being_worked_on = DeliveryPlan.project_id == project_id, DeliveryPlan.status.not_in(closed)
    if await session.scalar(select(exists().where(*being_worked_on))):
        raise errors.PlanOpen


def _given(given: schemas.PlanSections) -> dict[str, Any]:
    return given.model_dump(mode="json", exclude_unset=True, exclude_none=True)


def _version(project: Project, number: int, sections: dict[str, Any]) -> DeliveryPlan:
    return DeliveryPlan(
        project_id=project.id,
        icb_code=project.icb_code,
        programme_year=project.programme_year,
        version_number=number,
        **sections,
    )


async def _must_be_within_allocation(session: AsyncSession, plan: DeliveryPlan) -> None:
    allocated = await funding.allocated(session, plan.project_id)
    if allocated is not None and plan.planned_pence > allocated:
        planned, limit = money.pounds(plan.planned_pence), money.pounds(allocated)
        raise errors.PlanBeyondAllocation(f"The funding lines come to {planned}, the allocation to {limit}.")
