"""Dashboards over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from shared.contracts.page import ListQuery, Page
from shared.contracts.reporting import dashboards as contract
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route

from . import errors, schemas
from .queries import FOLLOWED, PROJECTS, SCHOOLS, dashboard_for

router = APIRouter(prefix="/v1", tags=["Dashboards"], route_class=Route)


@router.get(
    "/projects/{project_id}/dashboard",
    response_model=contract.ProjectDashboard,
    responses=problems(errors.DashboardNotFound),
)
async def get_project_dashboard(project_id: UUID, read: Reading, actor: Caller) -> Response:
    """Get a project at a glance: against its target, its assessments, its support, its schools.

    A board sees its own projects, a parent carer group those it is a partner of. A local authority sees a project that
    it is a partner of or has schools in: the totals are the whole project's, `schools` names its own alone.
    """
    return await read.one(dashboard_for(actor.kind), project_id, errors.DashboardNotFound)


@router.get("/dashboard-projects", response_model=Page[contract.DashboardProject], responses=problems(CursorRefused))
async def list_dashboard_projects(query: Annotated[schemas.DashboardProjectQuery, Query()], read: Reading) -> Response:
    """List projects as one flat row each, for Power BI and the like."""
    return await read.page(PROJECTS, query)


@router.get("/dashboard-schools", response_model=Page[contract.DashboardSchool], responses=problems(CursorRefused))
async def list_dashboard_schools(query: Annotated[schemas.DashboardSchoolQuery, Query()], read: Reading) -> Response:
    """List the schools of projects as one flat row each, for Power BI and the like.

    A board sees the schools of its projects, a local authority and a school their own, a parent carer group those of
    the projects it is a partner of.
    """
    return await read.page(SCHOOLS, query)


@router.get("/sources", response_model=Page[contract.Source], responses=problems(CursorRefused))
async def list_sources(query: Annotated[ListQuery, Query()], read: Reading) -> Response:
    """List the services that are followed, and until when everything they said is counted."""
    return await read.page(FOLLOWED, query)
