"""Dashboards over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from shared.contracts.page import ListQuery, Page
from shared.contracts.reporting import areas, dashboards as contract
from shared.contracts.reporting.deadlines import DashboardDeadline
from shared.contracts.reporting.readiness import DashboardReadiness
from shared.contracts.types import LaCode, OdsCode
from shared.kit.clock import today
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route

from . import errors, schemas
from .areas import AUTHORITIES, AUTHORITY, ENGLAND, ICB, ICBS, NATION
from .due import DEADLINES
from .queries import FOLLOWED, PROJECTS, SCHOOL, SCHOOLS, STRANDS, dashboard_for
from .readiness import READINESS
from .regions import REGION, REGIONS

router = APIRouter(prefix="/v1", tags=["Dashboards"], route_class=Route)


@router.get(
    "/projects/{project_id}/dashboard",
    response_model=contract.ProjectDashboard,
    responses=problems(errors.DashboardNotFound),
)
async def get_project_dashboard(
    project_id: UUID, query: Annotated[schemas.AsOfDay, Query()], read: Reading, actor: Caller
) -> Response:
    """Get a project at a glance: against its target, its assessments, its support, its schools.

    A board sees its own projects, a parent carer group those it is a partner of. A local authority sees a project that
    it is a partner of or has schools in: the totals are the whole project's, `schools` names its own alone.
    """
    return await read.one(dashboard_for(actor.kind), project_id, errors.DashboardNotFound, on=query.on or today())


@router.get("/dashboard-projects", response_model=Page[contract.DashboardProject], responses=problems(CursorRefused))
async def list_dashboard_projects(query: Annotated[schemas.DashboardProjectQuery, Query()], read: Reading) -> Response:
    """List projects as one flat row each, for Power BI and the like."""
    return await read.page(PROJECTS, query)


@router.get("/dashboard-strands", response_model=Page[contract.DashboardStrand], responses=problems(CursorRefused))
async def list_dashboard_strands(query: Annotated[schemas.DashboardStrandQuery, Query()], read: Reading) -> Response:
    """List the hours and money of projects as one flat row for each strand, for Power BI and the like.

    Who sees a project sees its strands.
    """
    return await read.page(STRANDS, query)


@router.get("/dashboard-schools", response_model=Page[contract.DashboardSchool], responses=problems(CursorRefused))
async def list_dashboard_schools(query: Annotated[schemas.DashboardSchoolQuery, Query()], read: Reading) -> Response:
    """List the schools of projects as one flat row each, for Power BI and the like.

    A board sees the schools of its projects, a local authority and a school their own, a parent carer group those of
    the projects it is a partner of.
    """
    return await read.page(SCHOOLS, query)


@router.get(
    "/participations/{participation_id}/dashboard",
    response_model=contract.SchoolDashboard,
    responses=problems(errors.SchoolDashboardNotFound),
)
async def get_school_dashboard(participation_id: UUID, read: Reading) -> Response:
    """Get a school in one project at a glance: its stage, its domains and their change, its support and engagement."""
    return await read.one(SCHOOL, participation_id, errors.SchoolDashboardNotFound)


@router.get(
    "/local-authorities/{la_code}/dashboard",
    response_model=areas.AuthorityDashboard,
    responses=problems(errors.AuthorityDashboardNotFound),
)
async def get_local_authority_dashboard(la_code: LaCode, read: Reading) -> Response:
    """Get a local authority at a glance: its schools and domains in each programme year. An authority sees its own."""
    return await read.one(AUTHORITY, la_code, errors.AuthorityDashboardNotFound)


@router.get(
    "/dashboard-local-authorities",
    response_model=Page[areas.DashboardAuthority],
    responses=problems(CursorRefused),
)
async def list_dashboard_local_authorities(
    query: Annotated[schemas.DashboardAuthorityQuery, Query()], read: Reading
) -> Response:
    """List local authorities as one flat row for each programme year, for Power BI and the like."""
    return await read.page(AUTHORITIES, query)


@router.get(
    "/icbs/{icb_code}/dashboard",
    response_model=areas.IcbDashboard,
    responses=problems(errors.IcbDashboardNotFound),
)
async def get_icb_dashboard(icb_code: OdsCode, query: Annotated[schemas.AsOfDay, Query()], read: Reading) -> Response:
    """Get a board at a glance: its projects, money and domains in each programme year. A board sees its own.

    A project that was handed over is on the dashboards of both: the board that started it, and the one that answers
    for it now.
    """
    return await read.one(ICB, icb_code, errors.IcbDashboardNotFound, on=query.on or today())


@router.get("/dashboard-icbs", response_model=Page[areas.DashboardIcb], responses=problems(CursorRefused))
async def list_dashboard_icbs(query: Annotated[schemas.DashboardIcbQuery, Query()], read: Reading) -> Response:
    """List boards as one flat row for each programme year, for Power BI and the like.

    A project that was handed over is in the rows of both boards: `projects_taken_over` says how many there are.
    """
    return await read.page(ICBS, query, on=query.on or today())


@router.get("/national-dashboard", response_model=areas.NationalDashboard)
async def get_national_dashboard(query: Annotated[schemas.AsOfDay, Query()], read: Reading) -> Response:
    """Get the programme at a glance: each programme year with its money and domains. The national team sees it."""
    return await read.one(NATION, ENGLAND, errors.DashboardNotFound, on=query.on or today())


@router.get(
    "/regions/{region_code}/dashboard",
    response_model=areas.RegionDashboard,
    responses=problems(errors.RegionDashboardNotFound),
)
async def get_region_dashboard(region_code: areas.RegionCode, read: Reading) -> Response:
    """Get a region of England at a glance: its schools and domains in each programme year.

    No organisation is a region, so it is the national team that sees it.
    """
    return await read.one(REGION, region_code, errors.RegionDashboardNotFound)


@router.get("/dashboard-regions", response_model=Page[areas.DashboardRegion], responses=problems(CursorRefused))
async def list_dashboard_regions(query: Annotated[schemas.DashboardRegionQuery, Query()], read: Reading) -> Response:
    """List regions as one flat row for each programme year, for Power BI and the like. The national team sees them."""
    return await read.page(REGIONS, query)


@router.get("/dashboard-readiness", response_model=Page[DashboardReadiness], responses=problems(CursorRefused))
async def list_dashboard_readiness(
    query: Annotated[schemas.DashboardReadinessQuery, Query()], read: Reading
) -> Response:
    """List how projects stand against the guidance as of a day, as one flat row for each project and check.

    Who sees a project sees its checks.
    """
    return await read.page(READINESS, query, on=query.on or today())


@router.get("/dashboard-deadlines", response_model=Page[DashboardDeadline], responses=problems(CursorRefused))
async def list_dashboard_deadlines(
    query: Annotated[schemas.DashboardDeadlineQuery, Query()], read: Reading
) -> Response:
    """List the deadlines of projects as one flat row each, the earliest first, with the days left as of a day.

    Whether a report was handed in, and who owes it, is in `/v1/reports-owed`. Who sees a project sees its deadlines.
    """
    return await read.page(DEADLINES, query, on=query.on or today())


@router.get("/sources", response_model=Page[contract.Source], responses=problems(CursorRefused))
async def list_sources(query: Annotated[ListQuery, Query()], read: Reading) -> Response:
    """List the services that are followed, and until when everything they said is counted."""
    return await read.page(FOLLOWED, query)
