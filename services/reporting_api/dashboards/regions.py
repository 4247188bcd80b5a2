"""Dashboards of regions: sums over the rows of local authorities in projects, by the region each authority lies in.

An authority that the reference does not know lies in the region X, so that the regions come to as much as the nation.
"""

from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal_column, null, select

from services.reporting_api.authorities.models import LocalAuthority
from services.reporting_api.summaries.models import AuthorityDomainSummary, AuthoritySummary, ProjectSummary
from shared.contracts.reporting import areas as contract
from shared.kit.reads import View

from .parts import as_of
from .summing import EVERYBODY, domains_by_year, sums, years_listed

_A, _FOUND = AuthoritySummary, AuthorityDomainSummary
_REGION: dict[str, ColumnElement[Any]] = {
    "region_code": func.coalesce(LocalAuthority.region_code, literal_column("'X'"), type_=Text()),
    "region_name": func.coalesce(LocalAuthority.region_name, literal_column("'Not known'"), type_=Text()),
    "region_gss_code": func.coalesce(LocalAuthority.region_gss_code, cast(null(), Text()), type_=Text()),
}
_NAMED = [each.label(name) for name, each in _REGION.items()]
_REGIONS = (
    select(
        *_NAMED,
        _A.programme_year,
        *sums(
            _A,
            contract.DashboardRegion,
            {
                "projects": func.count(_A.project_id.distinct()),
                "local_authorities": func.count(_A.la_code.distinct()),
            },
            besides=_REGION,
        ),
    )
    .outerjoin_from(_A, LocalAuthority, LocalAuthority.la_code == _A.la_code)
    .group_by(*_REGION.values(), _A.programme_year)
    .subquery("regions")
)
REGIONS = View(
    ProjectSummary,
    contract.DashboardRegion,
    EVERYBODY,
    key="programme_year",
    sorts=("region_code",),
    columns=dict(_REGIONS.c),
    source=_REGIONS,
)


def _of_region() -> View:
    one = (
        select(*_NAMED)
        .outerjoin_from(_A, LocalAuthority, LocalAuthority.la_code == _A.la_code)
        .distinct()
        .subquery("one")
    )
    rows = (
        select()
        .select_from(_FOUND)
        .join(_A, (_A.project_id == _FOUND.project_id) & (_A.la_code == _FOUND.la_code))
        .outerjoin(LocalAuthority, LocalAuthority.la_code == _A.la_code)
        .where(_REGION["region_code"] == one.c.region_code)
    )
    mine = _REGIONS.c.region_code == one.c.region_code
    columns = {
        **dict(one.c),
        "years": years_listed(_REGIONS, contract.DashboardRegion, mine, outer=one),
        "domains": domains_by_year(_FOUND, _A.programme_year, rows, one),
        "as_of": as_of(),
    }
    return View(
        ProjectSummary,
        contract.RegionDashboard,
        EVERYBODY,
        key="region_code",
        columns=columns,
        source=one,
        derived=True,
    )


REGION = _of_region()
