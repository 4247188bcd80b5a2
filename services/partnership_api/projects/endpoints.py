"""Projects over HTTP. Starting one stands with members: its board becomes the first of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from shared.contracts.page import Page
from shared.contracts.partnership import projects as contract
from shared.kit.answers import written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import PROJECTS

router = APIRouter(prefix="/v1/projects", tags=["Projects"], route_class=Route)


@router.get("", response_model=Page[contract.Project], responses=problems(CursorRefused))
async def list_projects(query: Annotated[schemas.ProjectQuery, Query()], read: Reading) -> Response:
    """List the projects you are a partner in."""
    return await read.page(PROJECTS, query)


@router.get("/{project_id}", response_model=contract.Project, responses=problems(errors.ProjectNotFound))
async def get_project(project_id: UUID, read: Reading) -> Response:
    """Get one project."""
    return await read.one(PROJECTS, project_id, errors.ProjectNotFound)


@router.patch(
    "/{project_id}",
    response_model=contract.Project,
    responses=problems(
        errors.ProjectNotFound, errors.ProjectClosed, errors.NotTheLead, StaleVersion, PreconditionMissing
    ),
)
async def change_project(
    project_id: UUID, change: schemas.ProjectChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Change a project's name."""
    project = await service.change(session, project_id, change, version, actor)
    return await written(session, contract.Project, project)


_MOVED = problems(
    errors.ProjectNotFound,
    errors.ProjectNotThere,
    errors.ProjectClosed,
    errors.NotTheLead,
    StaleVersion,
    PreconditionMissing,
)


@router.post("/{project_id}/delivery", response_model=contract.Project, responses=_MOVED)
async def begin_delivery(project_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Begin delivery: plan and memorandum are agreed, and support starts."""
    return await written(session, contract.Project, await service.deliver(session, project_id, version, actor))


@router.post("/{project_id}/closing", response_model=contract.Project, responses=_MOVED)
async def begin_closing_project(project_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Begin to close a project whose delivery is over."""
    return await written(session, contract.Project, await service.begin_closing(session, project_id, version, actor))


@router.post("/{project_id}/closure", response_model=contract.Project, responses=_MOVED)
async def close_project(project_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Close a project for good: it can be read, and nothing in it changes any more."""
    return await written(session, contract.Project, await service.close(session, project_id, version, actor))


@router.get(
    "/{project_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ProjectNotFound, CursorRefused),
)
async def get_project_history(
    project_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who changed a project, when, and what."""
    return await history(read, PROJECTS, project_id, "partnership.project", query, errors.ProjectNotFound)
