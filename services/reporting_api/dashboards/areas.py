"""Dashboards of authorities, boards and the nation: sums over the rows of projects, never over those of schools."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    Subquery,
    cast,
    false,
    func,
    literal,
    select,
    true,
    union_all,
)

from services.reporting_api.projections.models import ProgrammeYear
from services.reporting_api.summaries.models import (
    AuthorityDomainSummary,
    AuthoritySummary,
    ProjectDomainSummary,
    ProjectSummary,
)
from shared.contracts.base import Output
from shared.contracts.reporting import areas as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code

from .parts import as_object, as_of, label_of, listed, profile

ENGLAND = "england"
_ALL: Mapping[Kind, ColumnElement[bool]] = {Kind.NATIONAL: true(), Kind.SERVICE: true()}
_COUNTED_HERE = frozenset({"la_code", "icb_code", "programme_year", "projects", "updated_at"})


def _sums(of: Any, contract_of: type[Output], **own: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The fields of a row that is made of those of several projects."""
    sums = {
        name: func.coalesce(func.sum(getattr(of, name)), 0)
        for name in contract_of.model_fields
        if name not in _COUNTED_HERE and name not in own
    }
    counted = {"projects": func.count(), "updated_at": func.max(of.updated_at)}
    return [each.label(name) for name, each in (own | sums | counted).items()]


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
_AUTHORITIES = (
    select(
        AuthoritySummary.la_code,
        AuthoritySummary.programme_year,
        *_sums(AuthoritySummary, contract.DashboardAuthority),
    )
    .group_by(AuthoritySummary.la_code, AuthoritySummary.programme_year)
    .subquery("authorities")
)
_BOARDS = (
    select(
        _EACH_BOARD.c.icb_code,
        _project.programme_year,
        *_sums(
            _project,
            contract.DashboardIcb,
            projects_handed_over=func.count().filter(_EACH_BOARD.c.handed_over),
            projects_taken_over=func.count().filter(_EACH_BOARD.c.taken_over),
        ),
    )
    .join_from(_EACH_BOARD, _project, _project.project_id == _EACH_BOARD.c.project_id)
    .group_by(_EACH_BOARD.c.icb_code, _project.programme_year)
    .subquery("boards")
)
_NATION = (
    select(_project.programme_year, *_sums(_project, contract.DashboardNation))
    .group_by(_project.programme_year)
    .subquery("nation")
)


def _table(of: Subquery, contract_of: type[Output], code: str, own: Kind) -> View:
    return View(
        ProjectSummary,
        contract_of,
        {**_ALL, own: of.c[code] == caller_code()},
        key="programme_year",
        sorts=(code,),
        columns=dict(of.c),
        source=of,
    )


AUTHORITIES = _table(_AUTHORITIES, contract.DashboardAuthority, "la_code", Kind.LA)
ICBS = _table(_BOARDS, contract.DashboardIcb, "icb_code", Kind.ICB)


def _years(of: Subquery, contract_of: type[Output], *mine: ColumnElement[bool], outer: FromClause) -> Any:
    fields = {name: of.c[name] for name in contract_of.model_fields}
    rows = select(as_object(fields).label("row"), of.c.programme_year).where(*mine).correlate(outer).subquery()
    return listed(rows, rows.c.programme_year.desc())


def _domains(found: Any, year: Any, rows: Select[Any], outer: FromClause) -> ColumnElement[Any]:
    """A profile for each programme year and domain of these rows."""
    grouped = (
        rows.add_columns(
            year.label("programme_year"),
            *(each.label(name) for name, each in profile(literal(None), found, func.sum).items() if name != "label"),
        )
        .group_by(year, found.domain)
        .correlate(outer)
        .subquery("grouped")
    )
    label = label_of(grouped.c.domain, ProgrammeYear.code == grouped.c.programme_year, grouped)
    names = contract.YearDomain.model_fields
    fields = {name: label if name == "label" else grouped.c[name] for name in names}
    row = select(as_object(fields).label("row"), grouped.c.programme_year, grouped.c.domain).subquery()
    return listed(row, row.c.programme_year.desc(), row.c.domain)


def _dashboard(
    contract_of: type[Output], code: str, one: Subquery, years: Any, domains: Any, own: Mapping[Kind, Any]
) -> View:
    columns = {code: one.c[code], "years": years, "domains": domains, "as_of": as_of()}
    return View(ProjectSummary, contract_of, {**_ALL, **own}, key=code, columns=columns, source=one)


def _of_authority() -> View:
    one = select(AuthoritySummary.la_code).distinct().subquery("one")
    found, each = AuthorityDomainSummary, AuthoritySummary
    rows = (
        select()
        .select_from(found)
        .join(each, (each.project_id == found.project_id) & (each.la_code == found.la_code))
        .where(found.la_code == one.c.la_code)
    )
    years = _years(_AUTHORITIES, contract.DashboardAuthority, _AUTHORITIES.c.la_code == one.c.la_code, outer=one)
    own = {Kind.LA: one.c.la_code == caller_code()}
    domains = _domains(found, each.programme_year, rows, one)
    return _dashboard(contract.AuthorityDashboard, "la_code", one, years, domains, own)


def _of_board() -> View:
    board = _EACH_BOARD.alias("one_board")
    one = select(board.c.icb_code).distinct().subquery("one")
    found = ProjectDomainSummary
    rows = (
        select()
        .select_from(found)
        .join(_project, _project.project_id == found.project_id)
        .where((_project.icb_code == one.c.icb_code) | (_project.lead_icb_code == one.c.icb_code))
    )
    years = _years(_BOARDS, contract.DashboardIcb, _BOARDS.c.icb_code == one.c.icb_code, outer=one)
    own = {Kind.ICB: one.c.icb_code == caller_code()}
    domains = _domains(found, _project.programme_year, rows, one)
    return _dashboard(contract.IcbDashboard, "icb_code", one, years, domains, own)


def _of_nation() -> View:
    one = select(cast(literal(ENGLAND), String()).label("nation")).subquery("one")
    found = ProjectDomainSummary
    rows = select().select_from(found).join(_project, _project.project_id == found.project_id)
    years = _years(_NATION, contract.DashboardNation, outer=one)
    domains = _domains(found, _project.programme_year, rows, one)
    return _dashboard(contract.NationalDashboard, "nation", one, years, domains, {})


AUTHORITY, ICB, NATION = _of_authority(), _of_board(), _of_nation()
