"""What pages are made of: the answers of the JSON operations, read by the same views for the same caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from starlette.responses import Response

from services.reporting_api.dashboards import areas as views, errors
from services.reporting_api.dashboards.queries import PROJECTS, SCHOOL, SCHOOLS, dashboard_for
from services.reporting_api.dashboards.regions import REGION, REGIONS
from services.reporting_api.dashboards.schemas import (
    DashboardAuthorityQuery,
    DashboardIcbQuery,
    DashboardProjectQuery,
    DashboardRegionQuery,
    DashboardSchoolQuery,
)
from services.reporting_api.measures.queries import MEASURES, SERIES
from services.reporting_api.measures.schemas import MeasureQuery, MeasureSeriesQuery
from services.reporting_api.quarterly_reports.queries import REPORTS_OWED
from services.reporting_api.quarterly_reports.schemas import ReportOwedQuery
from shared.contracts.base import Output
from shared.contracts.page import GREATEST_LIMIT, ListQuery, Page
from shared.contracts.reporting import areas, dashboards
from shared.contracts.reporting.measures import Measure, SeriesMeasure, SeriesValue
from shared.contracts.reporting.quarterly_reports import ReportOwed
from shared.contracts.roles import Kind
from shared.kit.clock import today
from shared.kit.pagination import Reader
from shared.kit.reads import View

from .months import Months, drawn

Shown = TypeVar("Shown", bound=Output)
_ALL = GREATEST_LIMIT


def _read(model: type[Shown], answer: Response) -> Shown:
    return model.model_validate_json(bytes(answer.body))


async def _list(read: Reader, view: View, model: type[Shown], query: ListQuery, **fixed: object) -> list[Shown]:
    """The first five hundred rows: more than a board or an authority has, and than a page should."""
    asked = query.model_copy(update={"format": "json", "limit": _ALL})
    return _read(Page[model], await read.page(view, asked, **fixed)).items  # type: ignore[valid-type]


async def nation(read: Reader) -> areas.NationalDashboard:
    """The programme."""
    return _read(
        areas.NationalDashboard, await read.one(views.NATION, views.ENGLAND, errors.DashboardNotFound, on=today())
    )


async def boards_in(read: Reader, year: str) -> list[areas.DashboardIcb]:
    """Each board's row of a year."""
    return await _list(read, views.ICBS, areas.DashboardIcb, DashboardIcbQuery(programme_year=[year]), on=today())


async def board(read: Reader, code: str) -> areas.IcbDashboard:
    """One board, in all years."""
    return _read(areas.IcbDashboard, await read.one(views.ICB, code, errors.IcbDashboardNotFound, on=today()))


async def authority(read: Reader, code: str) -> areas.AuthorityDashboard:
    """One authority, in all years."""
    return _read(areas.AuthorityDashboard, await read.one(views.AUTHORITY, code, errors.AuthorityDashboardNotFound))


async def authorities_in(read: Reader, year: str) -> list[areas.DashboardAuthority]:
    """Each authority's row of a year."""
    query = DashboardAuthorityQuery(programme_year=[year])
    return await _list(read, views.AUTHORITIES, areas.DashboardAuthority, query)


async def project(read: Reader, kind: Kind, project_id: UUID) -> dashboards.ProjectDashboard:
    """One project, with what this kind of caller sees of its schools."""
    answer = await read.one(dashboard_for(kind), project_id, errors.DashboardNotFound, on=today())
    return _read(dashboards.ProjectDashboard, answer)


async def school(read: Reader, participation_id: UUID) -> dashboards.SchoolDashboard:
    """One school in one project."""
    return _read(dashboards.SchoolDashboard, await read.one(SCHOOL, participation_id, errors.SchoolDashboardNotFound))


async def projects(read: Reader, year: str | None = None) -> list[dashboards.DashboardProject]:
    """The caller's projects, of one year or of all."""
    query = DashboardProjectQuery(programme_year=None if year is None else [year])
    return await _list(read, PROJECTS, dashboards.DashboardProject, query)


async def projects_of(read: Reader, code: str, year: str) -> list[dashboards.DashboardProject]:
    """The projects that a board started, and those that were handed over to it."""
    query = DashboardProjectQuery(programme_year=[year])
    found = {
        each.project_id: each
        for name in ("icb_code", "lead_icb_code")
        for each in await _list(read, PROJECTS, dashboards.DashboardProject, query, **{name: code})
    }
    return sorted(found.values(), key=lambda each: each.name)


async def own_schools(read: Reader) -> list[dashboards.DashboardSchool]:
    """The caller's parts in projects, the newest year first."""
    found = await _list(read, SCHOOLS, dashboards.DashboardSchool, DashboardSchoolQuery())
    return sorted(found, key=lambda each: (each.programme_year, each.school_name), reverse=True)


async def schools_in(read: Reader, found: Sequence[UUID]) -> list[dashboards.SchoolDashboard]:
    """The schools of some projects with their domains, by name."""
    query = DashboardSchoolQuery(project_id=list(found))
    return await _list(read, SCHOOL, dashboards.SchoolDashboard, query) if found else []


async def schools_of_authority(read: Reader, code: str, year: str) -> list[dashboards.SchoolDashboard]:
    """The schools of an authority in a year with their domains, by name."""
    query = DashboardSchoolQuery(la_code=[code], programme_year=[year])
    return await _list(read, SCHOOL, dashboards.SchoolDashboard, query)


async def regions_in(read: Reader, year: str) -> list[areas.DashboardRegion]:
    """Each region's row of a year, by name."""
    found = await _list(read, REGIONS, areas.DashboardRegion, DashboardRegionQuery(programme_year=[year]))
    return sorted(found, key=lambda each: each.region_name)


async def region(read: Reader, code: str) -> areas.RegionDashboard:
    """One region, in all years."""
    return _read(areas.RegionDashboard, await read.one(REGION, code, errors.RegionDashboardNotFound))


async def measures(read: Reader) -> list[Measure]:
    """What every figure is."""
    return await _list(read, MEASURES, Measure, MeasureQuery())


async def months(read: Reader, query: MeasureSeriesQuery, chosen: SeriesMeasure) -> Months:
    """How a measure of one area went from month to month."""
    asked = query.model_copy(update={"measure": [chosen]})
    return drawn(await _list(read, SERIES[asked.level], SeriesValue, asked), await measures(read), chosen)


async def owed(read: Reader, kind: Kind, query: ReportOwedQuery) -> list[ReportOwed]:
    """The quarterly reports that are owed today; nothing for those who are told of none."""
    if kind not in (Kind.NATIONAL, Kind.SERVICE, Kind.ICB):
        return []
    return await _list(read, REPORTS_OWED, ReportOwed, query, on=today())


@dataclass(frozen=True)
class Cell:
    """A school in one domain: its latest score, and how it changed."""

    score: float | None
    change: float | None


def latest(found: dashboards.SchoolDomain | None) -> Cell:
    """The follow-up's score if there is one, else the review's of an existing school, else the baseline's."""
    if found is None:
        return Cell(None, None)
    if found.follow_up_score is not None:
        return Cell(found.follow_up_score, found.score_change)
    first = found.baseline_score
    return Cell(first if first is not None else found.embedding_review_score, None)


@dataclass(frozen=True)
class Heat:
    """Schools by domains, as a table is read."""

    domains: Sequence[tuple[str, str]]
    rows: Sequence[tuple[dashboards.SchoolDashboard, Sequence[Cell]]]


def heat(schools: Sequence[dashboards.SchoolDashboard]) -> Heat:
    """The schools that have a score, each with a cell for every domain that any has."""
    named = {each.domain: each.label or each.domain for one in schools for each in one.domains}
    order = sorted(named.items())
    rows = []
    for one in schools:
        mine = {each.domain: each for each in one.domains}
        cells = [latest(mine.get(domain)) for domain, _ in order]
        if any(cell.score is not None for cell in cells):
            rows.append((one, cells))
    return Heat(order, rows)
