"""How rows of several projects become one: sums for each programme year, and profiles of domains over their schools."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, func, literal, select, true

from services.reporting_api.projections.models import ProgrammeYear
from shared.contracts.base import Output
from shared.contracts.reporting import areas as contract
from shared.contracts.roles import Kind

from .parts import as_object, label_of, listed, profile

EVERYBODY: Mapping[Kind, ColumnElement[bool]] = {Kind.NATIONAL: true(), Kind.SERVICE: true()}
_COUNTED_HERE = frozenset({"la_code", "icb_code", "programme_year", "projects", "updated_at"})

_NOTHING: Mapping[str, ColumnElement[Any]] = {}


def sums(
    of: Any,
    contract_of: type[Output],
    own: Mapping[str, ColumnElement[Any]] = _NOTHING,
    besides: Collection[str] = (),
) -> list[ColumnElement[Any]]:
    """The fields of a row that is made of those of several projects, `besides` what it is grouped by."""
    added = {
        name: func.coalesce(func.sum(getattr(of, name)), 0)
        for name in contract_of.model_fields
        if name not in _COUNTED_HERE and name not in besides and name not in own
    }
    counted = {"projects": func.count(), "updated_at": func.max(of.updated_at)}
    return [each.label(name) for name, each in {**counted, **own, **added}.items()]


def years_listed(of: Subquery, contract_of: type[Output], *mine: ColumnElement[bool], outer: FromClause) -> Any:
    """The rows of one area, the newest year first."""
    fields = {name: of.c[name] for name in contract_of.model_fields}
    rows = select(as_object(fields).label("row"), of.c.programme_year).where(*mine).correlate(outer).subquery()
    return listed(rows, rows.c.programme_year.desc())


def domains_by_year(found: Any, year: Any, rows: Select[Any], outer: FromClause) -> ColumnElement[Any]:
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
