"""Allotting, releasing and recovering a project's money. The project's lock comes first, then the allocation's row."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.programmes.models import ProgrammeYear
from services.partnership_api.projects import service as projects
from services.partnership_api.projects.models import Project
from shared.contracts.partnership import funding as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked
from shared.kit.errors import StaleVersion

from . import errors, rules, schemas
from .models import Allocation, Recovery, Release
from .queries import ALLOCATIONS, RELEASES


async def allocated(session: AsyncSession, project_id: UUID) -> int | None:
    """What a project may spend; None when nothing is allotted yet. For who holds the project's lock."""
    amount: int | None = await session.scalar(
        select(Allocation.amount_pence).where(Allocation.project_id == project_id)
    )
    return amount


async def set_allocation(
    session: AsyncSession, project_id: UUID, given: schemas.AllocationGiven, version: int, actor: Actor
) -> tuple[Allocation, bool]:
    """Set what a project may spend; whether it is the first time."""
    _must_add_up(given.amount_pence, given.profile)
    project = await projects.open_project(session, project_id, actor)
    allocation = await session.scalar(select(Allocation).where(Allocation.project_id == project.id).with_for_update())
    is_new = allocation is None
    if allocation is None:
        if version:
            raise errors.AllocationNotFound
        allocation = Allocation(project_id=project.id, icb_code=project.icb_code, programme_year=project.programme_year)
        session.add(allocation)
    else:
        _must_be_version(allocation, version)
        allocation.must_cover(given.amount_pence)
    allocation.amount_pence = given.amount_pence
    allocation.profile = [line.model_dump(mode="json") for line in given.profile]
    allocation.basis = given.basis
    allocation.below_minimum = await _below_minimum(session, project, given.amount_pence)
    await outbox.announce(session, contract.AllocationSet, allocation, actor)
    return allocation, is_new


async def reduce(
    session: AsyncSession, project_id: UUID, reduction: schemas.Reduction, version: int, actor: Actor
) -> Allocation:
    """Make an allocation smaller."""
    _must_add_up(reduction.amount_pence, reduction.profile)
    project = await projects.open_project(session, project_id, actor)
    allocation = await _allocation(session, project.id, actor, version)
    if reduction.amount_pence >= allocation.amount_pence:
        raise errors.BeyondAllocation(
            f"The allocation is {rules.pounds(allocation.amount_pence)}: a reduction is less."
        )
    allocation.must_cover(reduction.amount_pence)
    allocation.amount_pence = reduction.amount_pence
    allocation.profile = [line.model_dump(mode="json") for line in reduction.profile]
    allocation.reduced_reason = reduction.reason
    allocation.below_minimum = await _below_minimum(session, project, reduction.amount_pence)
    await outbox.announce(session, contract.AllocationReduced, allocation, actor)
    return allocation


async def plan_release(session: AsyncSession, project_id: UUID, new: schemas.NewRelease, actor: Actor) -> Release:
    """Plan a tranche."""
    project = await projects.open_project(session, project_id, actor)
    allocation = await _allocation(session, project.id, actor)
    allocation.plan(new.amount_pence)
    last = await session.scalar(select(func.max(Release.number)).where(Release.project_id == project.id))
    release = Release(
        project_id=project.id,
        icb_code=project.icb_code,
        programme_year=project.programme_year,
        number=(last or 0) + 1,
        **new.model_dump(),
    )
    session.add(release)
    await outbox.announce(session, contract.ReleasePlanned, release, actor)
    return release


async def release(session: AsyncSession, release_id: UUID, version: int, actor: Actor) -> Release:
    """Pay a tranche out, once the set-up is over (R17)."""
    project, allocation, tranche = await _with_its_money(session, release_id, version, actor)
    if reasons := rules.why_not_released(project.status):
        raise errors.SetUpNotOver(" ".join(reasons))
    tranche.release(allocation, utc_now())
    await outbox.announce(session, contract.ReleaseMade, tranche, actor)
    return tranche


async def cancel(session: AsyncSession, release_id: UUID, reason: str, version: int, actor: Actor) -> Release:
    """Take a planned tranche off."""
    _, allocation, tranche = await _with_its_money(session, release_id, version, actor)
    tranche.cancel(allocation, reason)
    await outbox.announce(session, contract.ReleaseCancelled, tranche, actor)
    return tranche


async def recover(
    session: AsyncSession, release_id: UUID, new: schemas.NewRecovery, version: int, actor: Actor
) -> Recovery:
    """Take back a part of what was released."""
    _, allocation, tranche = await _with_its_money(session, release_id, version, actor)
    tranche.recover(allocation, new.amount_pence)
    recovery = Recovery(
        release_id=tranche.id,
        project_id=tranche.project_id,
        icb_code=tranche.icb_code,
        programme_year=tranche.programme_year,
        recovered_at=utc_now(),
        **new.model_dump(),
    )
    session.add(recovery)
    await outbox.announce(session, contract.ReleaseRecovered, tranche, actor)
    await outbox.announce(session, contract.RecoveryMade, recovery, actor)
    return recovery


def _must_add_up(amount_pence: int, profile: Sequence[schemas.GivenProfileLine]) -> None:
    if not rules.adds_up(amount_pence, [(line.strand, line.amount_pence) for line in profile]):
        given = sum(line.amount_pence for line in profile)
        raise errors.ProfileDoesNotAddUp(
            f"The strands come to {rules.pounds(given)}, the allocation to {rules.pounds(amount_pence)}; each strand"
            " stands once."
        )


def _must_be_version(allocation: Allocation, version: int) -> None:
    if not version:
        raise errors.AllocationExists
    if allocation.version != version:
        raise StaleVersion("This was changed after you read it. Read it again before you change it.")


async def _below_minimum(session: AsyncSession, project: Project, amount_pence: int) -> bool:
    year = await session.get_one(ProgrammeYear, project.programme_year_id)
    return year.minimum_funding_pence is not None and amount_pence < year.minimum_funding_pence


async def _allocation(session: AsyncSession, project_id: UUID, actor: Actor, version: int | None = None) -> Allocation:
    allocation: Allocation = await locked(
        session, ALLOCATIONS, project_id, actor, version=version, missing=errors.AllocationNotFound
    )
    return allocation


async def _with_its_money(
    session: AsyncSession, release_id: UUID, version: int, actor: Actor
) -> tuple[Project, Allocation, Release]:
    seen: Release = await found(session, RELEASES, release_id, actor, missing=errors.ReleaseNotFound)
    project = await projects.open_project(session, seen.project_id, actor)
    allocation = await _allocation(session, project.id, actor)
    tranche: Release = await locked(
        session, RELEASES, release_id, actor, version=version, missing=errors.ReleaseNotFound
    )
    return project, allocation, tranche
