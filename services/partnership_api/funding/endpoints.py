"""A project's money over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.partnership_api.projects.errors import NotTheLead, ProjectClosed, ProjectNotFound
from services.partnership_api.projects.queries import PROJECTS
from shared.contracts.page import Page
from shared.contracts.partnership import funding as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch, UpsertVersion
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, queries, schemas, service
from .queries import ALLOCATIONS, RECOVERIES, RELEASES

router = APIRouter(prefix="/v1", tags=["Funding"], route_class=Route)

_REPLACED: dict[int | str, dict[str, Any]] = {
    200: {"model": contract.Allocation, "description": "The allocation as it now is."}
}
_CHANGED = (
    errors.ReleaseNotFound,
    errors.ReleaseNotPlanned,
    ProjectClosed,
    NotTheLead,
    StaleVersion,
    PreconditionMissing,
)


@router.get("/allocations", response_model=Page[contract.Allocation], responses=problems(CursorRefused))
async def list_allocations(query: Annotated[schemas.AllocationQuery, Query()], read: Reading) -> Response:
    """List what is allotted to the projects you see."""
    return await read.page(ALLOCATIONS, query)


@router.get(
    "/projects/{project_id}/allocation",
    response_model=contract.Allocation,
    responses=problems(errors.AllocationNotFound),
)
async def get_allocation(project_id: UUID, read: Reading) -> Response:
    """Get what is allotted to a project."""
    return await read.one(ALLOCATIONS, project_id, errors.AllocationNotFound)


@router.put(
    "/projects/{project_id}/allocation",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Allocation,
    responses=_REPLACED
    | problems(
        ProjectNotFound,
        ProjectClosed,
        NotTheLead,
        errors.AllocationNotFound,
        errors.AllocationExists,
        errors.ProfileDoesNotAddUp,
        errors.BelowReleased,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def set_allocation(
    project_id: UUID,
    given: schemas.AllocationGiven,
    version: UpsertVersion,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Set what a project may spend, split between its strands."""
    allocation, is_new = await service.set_allocation(session, project_id, given, version, actor)
    if is_new:
        return await created(session, contract.Allocation, allocation, request, f"/v1/projects/{project_id}/allocation")
    return await written(session, contract.Allocation, allocation)


@router.post(
    "/projects/{project_id}/allocation/reductions",
    response_model=contract.Allocation,
    responses=problems(
        ProjectNotFound,
        ProjectClosed,
        NotTheLead,
        errors.AllocationNotFound,
        errors.ProfileDoesNotAddUp,
        errors.BeyondAllocation,
        errors.BelowReleased,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def reduce_allocation(
    project_id: UUID, reduction: schemas.Reduction, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Reduce an allocation, never below what is released and planned of it."""
    allocation = await service.reduce(session, project_id, reduction, version, actor)
    return await written(session, contract.Allocation, allocation)


@router.get(
    "/projects/{project_id}/allocation/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.AllocationNotFound, CursorRefused),
)
async def get_allocation_history(
    project_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who set and reduced an allocation, when, and to what."""
    return await history(read, ALLOCATIONS, project_id, "partnership.allocation", query, errors.AllocationNotFound)


@router.get(
    "/projects/{project_id}/funding", response_model=contract.ProjectFunding, responses=problems(ProjectNotFound)
)
async def get_project_funding(project_id: UUID, read: Reading) -> contract.ProjectFunding:
    """A project's money at a glance, and what stands in the way of a release."""
    await read.must_see(PROJECTS, project_id, ProjectNotFound)
    async with read.database.reading() as connection:
        return await queries.figures_of(connection, project_id)


@router.post(
    "/projects/{project_id}/releases",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Release,
    responses=problems(ProjectNotFound, ProjectClosed, NotTheLead, errors.AllocationNotFound, errors.BeyondAllocation),
)
async def plan_release(
    project_id: UUID, new: schemas.NewRelease, request: Request, session: Session, actor: Caller
) -> Response:
    """Plan a tranche of a project's allocation."""
    release = await service.plan_release(session, project_id, new, actor)
    return await created(session, contract.Release, release, request, f"/v1/releases/{release.id}")


@router.get("/releases", response_model=Page[contract.Release], responses=problems(CursorRefused))
async def list_releases(query: Annotated[schemas.ReleaseQuery, Query()], read: Reading) -> Response:
    """List the tranches of the projects you see."""
    return await read.page(RELEASES, query)


@router.get("/releases/{release_id}", response_model=contract.Release, responses=problems(errors.ReleaseNotFound))
async def get_release(release_id: UUID, read: Reading) -> Response:
    """Get one tranche."""
    return await read.one(RELEASES, release_id, errors.ReleaseNotFound)


@router.get(
    "/releases/{release_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ReleaseNotFound, CursorRefused),
)
async def get_release_history(
    release_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who planned, released, cancelled or recovered a tranche, and when."""
    return await history(read, RELEASES, release_id, "partnership.release", query, errors.ReleaseNotFound)


@router.post(
    "/releases/{release_id}/release",
    response_model=contract.Release,
    responses=problems(errors.SetUpNotOver, *_CHANGED),
)
async def release_funding(release_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Release a planned tranche, once the plan is approved and the memorandum agreed."""
    return await written(session, contract.Release, await service.release(session, release_id, version, actor))


@router.post("/releases/{release_id}/cancellation", response_model=contract.Release, responses=problems(*_CHANGED))
async def cancel_release(
    release_id: UUID, said: schemas.Cancellation, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Take a planned tranche off the plan."""
    release = await service.cancel(session, release_id, said.reason, version, actor)
    return await written(session, contract.Release, release)


@router.post(
    "/releases/{release_id}/recoveries",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Recovery,
    responses=problems(
        errors.ReleaseNotFound, errors.NotReleased, ProjectClosed, NotTheLead, StaleVersion, PreconditionMissing
    ),
)
async def recover_funding(
    release_id: UUID,
    new: schemas.NewRecovery,
    version: IfMatch,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Take back a part of what was released."""
    recovery = await service.recover(session, release_id, new, version, actor)
    return await created(session, contract.Recovery, recovery, request, f"/v1/recoveries/{recovery.id}")


@router.get("/recoveries", response_model=Page[contract.Recovery], responses=problems(CursorRefused))
async def list_recoveries(query: Annotated[schemas.RecoveryQuery, Query()], read: Reading) -> Response:
    """List what was taken back from the projects you see."""
    return await read.page(RECOVERIES, query)


@router.get("/recoveries/{recovery_id}", response_model=contract.Recovery, responses=problems(errors.RecoveryNotFound))
async def get_recovery(recovery_id: UUID, read: Reading) -> Response:
    """Get one recovery."""
    return await read.one(RECOVERIES, recovery_id, errors.RecoveryNotFound)


@router.get(
    "/recoveries/{recovery_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.RecoveryNotFound, CursorRefused),
)
async def get_recovery_history(
    recovery_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who took money back, and when."""
    return await history(read, RECOVERIES, recovery_id, "partnership.recovery", query, errors.RecoveryNotFound)
