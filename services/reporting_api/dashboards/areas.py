"""Dashboards of authorities, boards and the nation: sums over the rows of projects, never over those of schools."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, Subquery, cast, false, func, literal, select, true, union_all

from services.reporting_api.deadlines import DAY
from services.reporting_api.summaries.models import (
    AuthorityDomainSummary,
    AuthoritySummary,
    ProjectDomainSummary,
    ProjectSummary,
    StrandSummary,
)
from shared.contracts.base import Output
from shared.contracts.reporting import areas as contract
from shared.contracts.reporting.readiness import ReadinessCounts
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code

from .due import next_deadlines
from .parts import as_object, as_of, listed
from .readiness import counted
from .summing import EVERYBODY, domains_by_year, sums, years_listed

ENGLAND = "england"
_project = ProjectSummary
_EACH_BOARD = union_all(
    select(
        _project.project_id,
        _project.icb_code.label("icb_code"),
        (_project.lead_icb_code != _project.icb_code).label("handed_over"),
        false().label("taken_over"),
    ),
    select(_project.project_id, _project.lead_icb_code, false(), true()).where(
        _project.lead_icb_code != _project.icb_code
    ),
).subquery("board")
_READY = counted()
_CHECKS: dict[str, ColumnElement[Any]] = {
    name: func.coalesce(func.sum(_READY.c[name]), 0) for name in ReadinessCounts.model_fields
}
_AUTHORITIES = (
    select(
        AuthoritySummary.la_code,
        AuthoritySummary.programme_year,
        *sums(AuthoritySummary, contract.DashboardAuthority),
    )
    .group_by(AuthoritySummary.la_code, AuthoritySummary.programme_year)
    .subquery("authorities")
)
_BOARDS = (
    select(
        _EACH_BOARD.c.icb_code,
        _project.programme_year,
        *sums(
            _project,
            contract.DashboardIcb,
            {
                "projects_handed_over": func.count().filter(_EACH_BOARD.c.handed_over),
                "projects_taken_over": func.count().filter(_EACH_BOARD.c.taken_over),
                **_CHECKS,
            },
        ),
    )
    .join_from(_EACH_BOARD, _project, _project.project_id == _EACH_BOARD.c.project_id)
    .join(_READY, true())
    .group_by(_EACH_BOARD.c.icb_code, _project.programme_year)
    .subquery("boards")
)
_NATION = (
    select(_project.programme_year, *sums(_project, contract.DashboardNation, _CHECKS))
    .join_from(_project, _READY, true())
    .group_by(_project.programme_year)
    .subquery("nation")
)


def _table(of: Subquery, contract_of: type[Output], code: str, own: Kind) -> View:
    return View(
        ProjectSummary,
        contract_of,
        {**EVERYBODY, own: of.c[code] == caller_code()},
        key="programme_year",
        sorts=(code,),
        columns={**dict(of.c), "on": DAY},
        source=of,
    )


AUTHORITIES = _table(_AUTHORITIES, contract.DashboardAuthority, "la_code", Kind.LA)
ICBS = _table(_BOARDS, contract.DashboardIcb, "icb_code", Kind.ICB)


def _strands(which: ColumnElement[bool], outer: FromClause) -> ColumnElement[Any]:
    """Hours and money of each strand in each programme year, of these projects."""
    strand, year = StrandSummary, _project.programme_year
    own = ("strand", "programme_year")
    names = [name for name in contract.YearStrand.model_fields if name not in own]
    summed = (
        select(strand.strand, year, *(func.sum(getattr(strand, name)).label(name) for name in names))
        .join_from(strand, _project, _project.project_id == strand.project_id)
        .where(which)
        .group_by(strand.strand, year)
        .correlate(outer)
        .subquery("summed")
    )
    fields = {name: summed.c[name] for name in contract.YearStrand.model_fields}
    rows = select(as_object(fields).label("row"), summed.c.programme_year, summed.c.strand).subquery()
    return listed(rows, rows.c.programme_year.desc(), rows.c.strand.desc())


def _dashboard(
    contract_of: type[Output], code: str, one: Subquery, own: Mapping[Kind, Any], **parts: ColumnElement[Any]
) -> View:
    columns = {code: one.c[code], **parts, "as_of": as_of()}
    return View(ProjectSummary, contract_of, {**EVERYBODY, **own}, key=code, columns=columns, source=one, derived=True)


def _of_authority() -> View:
    one = select(AuthoritySummary.la_code).distinct().subquery("one")
    found, each = AuthorityDomainSummary, AuthoritySummary
    rows = (
        select()
        .select_from(found)
        .join(each, (each.project_id == found.project_id) & (each.la_code == found.la_code))
        .where(found.la_code == one.c.la_code)
    )
    years = years_listed(_AUTHORITIES, contract.DashboardAuthority, _AUTHORITIES.c.la_code == one.c.la_code, outer=one)
    own = {Kind.LA: one.c.la_code == caller_code()}
    domains = domains_by_year(found, each.programme_year, rows, one)
    return _dashboard(contract.AuthorityDashboard, "la_code", one, own, years=years, domains=domains)


def _of_board() -> View:
    board = _EACH_BOARD.alias("one_board")
    one = select(board.c.icb_code).distinct().subquery("one")
    found = ProjectDomainSummary
    mine = (_project.icb_code == one.c.icb_code) | (_project.lead_icb_code == one.c.icb_code)
    rows = select().select_from(found).join(_project, _project.project_id == found.project_id).where(mine)
    return _dashboard(
        contract.IcbDashboard,
        "icb_code",
        one,
        {Kind.ICB: one.c.icb_code == caller_code()},
        years=years_listed(_BOARDS, contract.DashboardIcb, _BOARDS.c.icb_code == one.c.icb_code, outer=one),
        domains=domains_by_year(found, _project.programme_year, rows, one),
        strands=_strands(mine, one),
        deadlines=next_deadlines(mine, one),
    )


def _of_nation() -> View:
    one = select(cast(literal(ENGLAND), String()).label("nation")).subquery("one")
    found = ProjectDomainSummary
    rows = select().select_from(found).join(_project, _project.project_id == found.project_id)
    return _dashboard(
        contract.NationalDashboard,
        "nation",
        one,
        {},
        years=years_listed(_NATION, contract.DashboardNation, outer=one),
        domains=domains_by_year(found, _project.programme_year, rows, one),
        strands=_strands(true(), one),
        deadlines=next_deadlines(true(), one),
    )


AUTHORITY, ICB, NATION = _of_authority(), _of_board(), _of_nation()
