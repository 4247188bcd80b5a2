"""The pages. Each shows what the JSON operation of its name tells, to whom that tells it."""

from collections.abc import Sequence
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from services.reporting_api.measures.schemas import MeasureSeriesQuery
from services.reporting_api.quarterly_reports.schemas import ReportOwedQuery
from services.reporting_api.reference.authorities import local_authorities
from shared.contracts.reporting.areas import (
    AuthorityDashboard,
    IcbDashboard,
    NationalDashboard,
    RegionCode,
    RegionDashboard,
)
from shared.contracts.reporting.measures import SeriesLevel
from shared.contracts.roles import Kind
from shared.contracts.types import LaCode, OdsCode
from shared.kit.auth import Actor
from shared.kit.clock import today
from shared.kit.pagination import Reader, Reading
from shared.kit.routing import Caller, Route

from . import drawing, reading, words
from .boards import boards
from .rendering import HOME, page, to
from .schemas import BoardQuery, MapQuery, SeriesQuery, YearQuery

router = APIRouter(prefix=HOME, route_class=Route, include_in_schema=False)


class _OfYear(Protocol):
    @property
    def programme_year(self) -> str: ...


Row = TypeVar("Row", bound=_OfYear)


@router.get("")
async def show_own_dashboard(
    request: Request, query: Annotated[MapQuery, Query()], read: Reading, actor: Caller
) -> Response:
    """Show the nation to the national team, and take everybody else to what is theirs."""
    if actor.kind in (Kind.NATIONAL, Kind.SERVICE):
        return await _show_nation(request, query, read)
    own = {Kind.ICB: f"icbs/{actor.code}", Kind.LA: f"authorities/{actor.code}"}.get(actor.kind)
    return to(request.scope, f"{HOME}/{own}") if own else await _show_choice(request, read, actor)


async def _show_choice(request: Request, read: Reader, actor: Actor) -> Response:
    """A school's parts or a group's projects: the only one at once, several to choose from."""
    if actor.kind is Kind.SCHOOL:
        parts = await reading.own_schools(read)
        found = [(f"schools/{each.participation_id}", each.school_name, each.programme_year) for each in parts]
    else:
        theirs = await reading.projects(read)
        found = [(f"projects/{each.project_id}", each.name, each.programme_year) for each in theirs]
    if len(found) == 1:
        return to(request.scope, f"{HOME}/{found[0][0]}")
    return page(request, "choice.html", found=found)


async def _show_nation(request: Request, query: MapQuery, read: Reader) -> Response:
    shown = await reading.nation(read)
    year, now = _of_year(shown.years, query)
    rows = await reading.boards_in(read, year)
    there = {row.icb_code for row in rows}
    listed = [each for each in boards().values() if each.is_there_in(year) or each.code in there]
    tiles = drawing.tiles(listed, rows, query.measure)
    return page(
        request,
        "national.html",
        **_years(shown, year, now),
        measure=query.measure,
        measures=drawing.MEASURES,
        regions=drawing.regions(tiles),
        legend=drawing.legend(query.measure, rows),
        tiles=tiles,
        rows={row.icb_code: row for row in rows},
        found_regions=await reading.regions_in(read, year),
        authorities=await reading.authorities_in(read, year),
    )


@router.get("/icbs/{icb_code}")
async def show_icb(
    request: Request, icb_code: OdsCode, query: Annotated[BoardQuery, Query()], read: Reading, actor: Caller
) -> Response:
    """Show a board: its projects, schools and domains, its money, what is due of it and what it owes."""
    shown = await reading.board(read, icb_code)
    year, now = _of_year(shown.years, query)
    projects = await reading.projects_of(read, icb_code, year)
    ids = [each.project_id for each in projects]
    asked = ReportOwedQuery(lead_icb_code=[icb_code], programme_year=[year])
    return page(
        request,
        "icb.html",
        **_years(shown, year, now),
        code=icb_code,
        projects=projects,
        heat=reading.heat(await reading.schools_in(read, ids)),
        months=await reading.months(
            read, MeasureSeriesQuery(level=SeriesLevel.ICB, icb_code=[icb_code], programme_year=[year]), query.series
        ),
        owed=await reading.owed(read, actor.kind, asked),
    )


@router.get("/authorities/{la_code}")
async def show_local_authority(
    request: Request, la_code: LaCode, query: Annotated[YearQuery, Query()], read: Reading, actor: Caller
) -> Response:
    """Show a local authority: its schools and domains in all projects of a year."""
    shown = await reading.authority(read, la_code)
    year, now = _of_year(shown.years, query)
    schools = await reading.schools_of_authority(read, la_code, year)
    theirs = {each.project_id for each in schools}
    projects = [each for each in await reading.projects(read, year) if each.project_id in theirs or _is_own(actor)]
    heat = reading.heat(schools)
    years = _years(shown, year, now)
    return page(request, "authority.html", **years, code=la_code, schools=schools, projects=projects, heat=heat)


@router.get("/regions/{region_code}")
async def show_region(
    request: Request, region_code: RegionCode, query: Annotated[YearQuery, Query()], read: Reading
) -> Response:
    """Show a region: its schools and domains in all projects of a year, and its local authorities."""
    shown = await reading.region(read, region_code)
    year, now = _of_year(shown.years, query)
    known = local_authorities()
    authorities = [
        each
        for each in await reading.authorities_in(read, year)
        if known.get(each.la_code, {}).get("region_code", "X") == region_code
    ]
    return page(request, "region.html", **_years(shown, year, now), authorities=authorities)


@router.get("/measures")
async def show_measures(request: Request, read: Reading) -> Response:
    """Show what every figure is: what it counts, of what, and what is kept back of it."""
    return page(request, "measures.html", measures=await reading.measures(read))


@router.get("/projects/{project_id}")
async def show_project(
    request: Request, project_id: UUID, query: Annotated[SeriesQuery, Query()], read: Reading, actor: Caller
) -> Response:
    """Show a project: stages, domains, schools, money, how it stands against the guidance, the reports it owes."""
    shown = await reading.project(read, actor.kind, project_id)
    return page(
        request,
        "project.html",
        shown=shown,
        heat=reading.heat(await reading.schools_in(read, [project_id])),
        owed=await reading.owed(read, actor.kind, ReportOwedQuery(project_id=[project_id])),
        months=await reading.months(read, MeasureSeriesQuery(project_id=[project_id]), query.series),
        today=today(),
    )


@router.get("/schools/{participation_id}")
async def show_school(request: Request, participation_id: UUID, read: Reading) -> Response:
    """Show a school's part in a project: its stage, its domains and their change, its support and engagement."""
    return page(request, "school.html", shown=await reading.school(read, participation_id))


def _is_own(actor: Actor) -> bool:
    return actor.kind is Kind.LA


def _of_year(years: Sequence[Row], query: YearQuery) -> tuple[str, Row | None]:
    """The year that is asked for, else the newest there is; its row, when there is one."""
    year = query.programme_year or (years[0].programme_year if years else words.year_of(today()))
    return year, next((each for each in years if each.programme_year == year), None)


_OfYears = NationalDashboard | IcbDashboard | AuthorityDashboard | RegionDashboard


def _years(shown: _OfYears, year: str, now: Any) -> dict[str, Any]:
    strands = shown.strands if isinstance(shown, NationalDashboard | IcbDashboard) else []
    return {
        "shown": shown,
        "year": year,
        "years": [each.programme_year for each in shown.years],
        "row": now,
        "domains": [each for each in shown.domains if each.programme_year == year],
        "strands": [each for each in strands if each.programme_year == year],
    }
