"""Which flat tables there are to export. A further one is a further entry here; nothing else has to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from services.reporting_api.dashboards import areas, queries as dashboards, schemas as of_dashboards
from services.reporting_api.dashboards.due import DEADLINES
from services.reporting_api.dashboards.readiness import READINESS
from services.reporting_api.dashboards.regions import REGIONS
from services.reporting_api.measures.queries import SERIES
from services.reporting_api.measures.schemas import MeasureSeriesQuery
from services.reporting_api.quarterly_reports import queries as reports, schemas as of_reports
from services.reporting_api.update_requests import queries as updates, schemas as of_updates
from shared.contracts.page import ListQuery
from shared.contracts.reporting import exports as contract
from shared.contracts.reporting.measures import SeriesLevel
from shared.kit.clock import today
from shared.kit.reads import View

from .columns import Column, columns_of, with_places

_OF_PAGES = frozenset(ListQuery.model_fields) - {"updated_since"} | {"sort"}


@dataclass(frozen=True, eq=False)
class FlatTable:
    """A list of flat rows: its view, its filters, and the operation that lists it, whose access is its own."""

    name: str
    title: str
    description: str
    listed: View
    query: type[ListQuery]
    operation: str
    path: str
    level: str
    """What a row is about, in the words of the DfE's `geographic_level` where it has one."""
    by_level: Mapping[SeriesLevel, "FlatTable"] = field(default_factory=dict)
    """Where the list is read from another view for each level: the same table at each."""

    def asked_for(self, query: ListQuery) -> "FlatTable":
        """The table at the level that is asked for; itself, when it has no levels."""
        return self.by_level[query.level] if isinstance(query, MeasureSeriesQuery) else self

    @cached_property
    def view(self) -> View:
        """Its rows, for files: of those with a local authority, with what is known of it."""
        if "la_code" not in self.listed.contract.model_fields:
            return self.listed
        return replace(self.listed, source=with_places(self.listed))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its files."""
        return columns_of(self.view, self.level)

    @property
    def filters(self) -> list[str]:
        """The names of its filters."""
        return [name for name in self.query.model_fields if name not in _OF_PAGES]

    def described(self) -> contract.FlatTable:
        """As callers are told of it."""
        columns = [
            contract.FlatTableColumn(
                name=each.name,
                type=each.type,
                description=each.description,
                dfe_name=each.name if each.dfe else None,
                field=each.field,
                measure=each.measure,
            )
            for each in self.columns
        ]
        return contract.FlatTable(
            name=self.name,
            title=self.title,
            description=self.description,
            list_path=self.path,
            filters=self.filters,
            columns=columns,
        )

    def fixed(self, query: ListQuery) -> dict[str, Any]:
        """Filters that have a value in any case: the day that deadlines are told of."""
        return {"on": getattr(query, "on", None) or today()} if "on" in self.query.model_fields else {}


_BOARD = "Integrated care board"
_LEVELS = {
    SeriesLevel.PROJECT: _BOARD,
    SeriesLevel.LA: "Local authority",
    SeriesLevel.ICB: _BOARD,
    SeriesLevel.NATION: "National",
}


def _series(level: SeriesLevel) -> FlatTable:
    return FlatTable(
        "measure_series", "Series of measures",
        "One row for each measure in each month or quarter, of projects or of another level.",
        SERIES[level], MeasureSeriesQuery, "list_measure_series", "/v1/measure-series", _LEVELS[level],
    )  # fmt: skip


_SERIES = {level: _series(level) for level in SeriesLevel}

_ALL = (
    FlatTable(
        "schools", "Schools", "One row for each school in each project.",
        dashboards.SCHOOLS, of_dashboards.DashboardSchoolQuery, "list_dashboard_schools", "/v1/dashboard-schools",
        "School",
    ),
    FlatTable(
        "projects", "Projects", "One row for each project.",
        dashboards.PROJECTS, of_dashboards.DashboardProjectQuery, "list_dashboard_projects", "/v1/dashboard-projects",
        _BOARD,
    ),
    FlatTable(
        "strands", "Strands", "One row for each strand of the money of each project.",
        dashboards.STRANDS, of_dashboards.DashboardStrandQuery, "list_dashboard_strands", "/v1/dashboard-strands",
        _BOARD,
    ),
    FlatTable(
        "local_authorities", "Local authorities", "One row for each local authority and programme year.",
        areas.AUTHORITIES, of_dashboards.DashboardAuthorityQuery, "list_dashboard_local_authorities",
        "/v1/dashboard-local-authorities", "Local authority",
    ),
    FlatTable(
        "icbs", "Integrated care boards",
        "One row for each board and programme year. A project that was handed over is in the rows of both boards.",
        areas.ICBS, of_dashboards.DashboardIcbQuery, "list_dashboard_icbs", "/v1/dashboard-icbs", _BOARD,
    ),
    FlatTable(
        "reports_owed", "Reports owed", "One row for each quarterly report that is owed as of a day.",
        reports.REPORTS_OWED, of_reports.ReportOwedQuery, "list_reports_owed", "/v1/reports-owed", _BOARD,
    ),
    FlatTable(
        "report_counts", "Counts of reports", "One row for each project: reports and updates due, overdue and late.",
        reports.REPORT_COUNTS, of_reports.ReportCountQuery, "list_report_counts", "/v1/report-counts", _BOARD,
    ),
    FlatTable(
        "updates_owed", "Updates owed", "One row for each update that a partner was asked for, as of a day.",
        updates.UPDATES_OWED, of_updates.UpdateOwedQuery, "list_updates_owed", "/v1/updates-owed", _BOARD,
    ),
    FlatTable(
        "regions", "Regions",
        "One row for each region of England and programme year. A project is in each region where it has schools.",
        REGIONS, of_dashboards.DashboardRegionQuery, "list_dashboard_regions", "/v1/dashboard-regions", "Regional",
    ),
    FlatTable(
        "readiness", "Readiness", "One row for each project and each thing that the guidance asks of it, as of a day.",
        READINESS, of_dashboards.DashboardReadinessQuery, "list_dashboard_readiness", "/v1/dashboard-readiness", _BOARD,
    ),
    FlatTable(
        "deadlines", "Deadlines", "One row for each project and each day by which something is due, as of a day.",
        DEADLINES, of_dashboards.DashboardDeadlineQuery, "list_dashboard_deadlines", "/v1/dashboard-deadlines", _BOARD,
    ),
    replace(_SERIES[SeriesLevel.PROJECT], by_level=_SERIES),
)  # fmt: skip

TABLES: Mapping[str, FlatTable] = {table.name: table for table in _ALL}
