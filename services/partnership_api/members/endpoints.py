"""Members over HTTP, and the start of a project, which makes its board the first of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.partnership_api.projects import errors as project_errors, schemas as project_schemas
from services.partnership_api.projects.queries import PROJECTS
from shared.contracts.page import Page
from shared.contracts.partnership import projects as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, queries, schemas, service
from .queries import MEMBERS

router = APIRouter(prefix="/v1", route_class=Route)


@router.post(
    "/projects",
    tags=["Projects"],
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Project,
    responses=problems(
        project_errors.ProjectExists,
        project_errors.BoardNotInYear,
        project_errors.BoardUnknown,
        project_errors.YearNotPublished,
        project_errors.BoardNotNamed,
        project_errors.NotYourBoard,
    ),
)
async def start_project(new: project_schemas.NewProject, request: Request, session: Session, actor: Caller) -> Response:
    """Start a board's project of a programme year, with the board as its first member."""
    project = await service.start_project(session, new, actor)
    return await created(session, contract.Project, project, request, f"/v1/projects/{project.id}")


@router.post(
    "/projects/{project_id}/succession",
    tags=["Projects"],
    response_model=contract.Project,
    responses=problems(
        project_errors.ProjectNotFound,
        project_errors.NotYoursToHandOver,
        project_errors.NotASuccessor,
        project_errors.SuccessionNotYet,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def hand_over_project(
    project_id: UUID, given: project_schemas.HandOver, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Hand a project over to a successor of its board, which answers for it from then on.

    The national team does so, and names which where a board was split; the only successor of a board may take a
    project over itself. The board before goes on reading it.
    """
    project = await service.hand_over_project(session, project_id, given, version, actor)
    return await written(session, contract.Project, project)


@router.post(
    "/projects/{project_id}/members",
    tags=["Members"],
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Member,
    responses=problems(
        project_errors.ProjectNotFound,
        project_errors.ProjectClosed,
        project_errors.NotTheLead,
        errors.OrganisationUnknown,
        errors.MemberAlready,
        errors.DayImpossible,
        errors.CannotBeMember,
        errors.KindDoesNotFit,
        errors.ProviderNotNamed,
    ),
)
async def add_member(
    project_id: UUID, new: schemas.NewMember, request: Request, session: Session, actor: Caller
) -> Response:
    """Make an organisation a partner in your project."""
    member = await service.add(session, project_id, new, actor)
    return await created(session, contract.Member, member, request, f"/v1/members/{member.id}")


@router.get(
    "/projects/{project_id}/partners-missing",
    tags=["Members"],
    response_model=schemas.PartnersMissing,
    responses=problems(project_errors.ProjectNotFound),
)
async def get_missing_partners(project_id: UUID, read: Reading) -> schemas.PartnersMissing:
    """Whether a project has every partner its programme year requires, and whom it lacks."""
    await read.must_see(PROJECTS, project_id, project_errors.ProjectNotFound)
    async with read.database.reading() as connection:
        missing = await queries.missing_from(connection, project_id)
    return schemas.PartnersMissing.model_validate({"complete": not missing, "missing": missing})


@router.get("/members", tags=["Members"], response_model=Page[contract.Member], responses=problems(CursorRefused))
async def list_members(query: Annotated[schemas.MemberQuery, Query()], read: Reading) -> Response:
    """List the members of the projects you see, those that have left included."""
    return await read.page(MEMBERS, query)


@router.get(
    "/members/{member_id}",
    tags=["Members"],
    response_model=contract.Member,
    responses=problems(errors.MemberNotFound),
)
async def get_member(member_id: UUID, read: Reading) -> Response:
    """Get one member."""
    return await read.one(MEMBERS, member_id, errors.MemberNotFound)


@router.get(
    "/members/{member_id}/history",
    tags=["Members"],
    response_model=Page[HistoryEntry],
    responses=problems(errors.MemberNotFound, CursorRefused),
)
async def get_member_history(
    member_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """When an organisation joined and left, and who said so."""
    return await history(read, MEMBERS, member_id, "partnership.member", query, errors.MemberNotFound)


@router.post(
    "/members/{member_id}/departure",
    tags=["Members"],
    response_model=contract.Member,
    responses=problems(
        errors.MemberNotFound,
        project_errors.ProjectNotFound,
        project_errors.ProjectClosed,
        project_errors.NotTheLead,
        errors.MemberHasLeft,
        errors.LeadCannotLeave,
        errors.DayImpossible,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def end_membership(
    member_id: UUID, departure: schemas.Departure, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """End a membership: from then on the organisation no longer sees the project."""
    member = await service.end(session, member_id, departure.left_on, version, actor)
    return await written(session, contract.Member, member)
