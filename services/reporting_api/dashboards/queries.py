"""How dashboards are read: one statement each, over the summaries alone."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    any_,
    cast,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    values,
)
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute

from services.reporting_api.projections.models import Participation, ProgrammeYear
from services.reporting_api.seen import by_a_partner, by_its_board
from services.reporting_api.summaries.models import ProjectDomainSummary, ProjectSummary, SchoolSummary
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.reporting import dashboards as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, as_json, caller_code
from shared.kit.tables import consumer_cursors

_Column = InstrumentedAttribute[Any]
SOURCES = ("partnership", "assessment", "commissioning")


def _urns_of_school() -> ColumnElement[Any]:
    """The number of the calling school and those it took part under before a conversion."""
    earlier = select(cast(Participation.urn, Text)).where(Participation.current_urn == caller_code()).scalar_subquery()
    return any_(func.array_append(func.array(earlier, type_=ARRAY(Text)), caller_code(), type_=ARRAY(Text)))


def _has_schools_in(project_id: _Column) -> ColumnElement[bool]:
    return exists().where(
        SchoolSummary.project_id == project_id,
        SchoolSummary.la_code == caller_code(),
        SchoolSummary.status != ParticipationStatus.WITHDRAWN.value,
    )


_PROJECTS_SEEN: dict[Kind, ColumnElement[bool]] = {
    Kind.NATIONAL: true(),
    Kind.SERVICE: true(),
    Kind.ICB: by_its_board(ProjectSummary.icb_code, ProjectSummary.project_id),
    Kind.LA: or_(_has_schools_in(ProjectSummary.project_id), by_a_partner(ProjectSummary.project_id)),
    Kind.PCG: by_a_partner(ProjectSummary.project_id),
}
PROJECTS = View(ProjectSummary, contract.DashboardProject, _PROJECTS_SEEN, key="project_id", sorts=("project_id",))
SCHOOLS = View(
    SchoolSummary,
    contract.DashboardSchool,
    {
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
        Kind.ICB: by_its_board(SchoolSummary.icb_code, SchoolSummary.project_id),
        Kind.LA: SchoolSummary.la_code == caller_code(),
        Kind.SCHOOL: SchoolSummary.urn == _urns_of_school(),
        Kind.PCG: by_a_partner(SchoolSummary.project_id),
    },
    key="participation_id",
    sorts=("participation_id",),
)


def _object(**fields: Any) -> ColumnElement[Any]:
    pairs = [part for name, value in fields.items() for part in (literal_column(f"'{name}'"), as_json(value))]
    return func.json_build_object(*pairs, type_=JSON())


def _list(rows: Any, *order: ColumnElement[Any]) -> ColumnElement[Any]:
    gathered = func.json_agg(aggregate_order_by(rows.c.row, *order))
    return select(func.coalesce(gathered, literal_column("'[]'::json"))).select_from(rows).scalar_subquery()


def _schools_listed(which: ColumnElement[bool]) -> ColumnElement[Any]:
    name, urn = SchoolSummary.school_name, SchoolSummary.urn
    rows = (
        select(_object(**{field: SCHOOLS.column(field) for field in SCHOOLS.fields}).label("row"), name, urn)
        .where(SchoolSummary.project_id == ProjectSummary.project_id, which)
        .order_by(name, urn)
        .limit(contract.GREATEST_NUMBER_OF_SCHOOLS)
        .correlate(ProjectSummary)
        .subquery()
    )
    return _list(rows, rows.c.school_name, rows.c.urn)


def _domains_listed() -> ColumnElement[Any]:
    named = func.jsonb_to_recordset(ProgrammeYear.domains).table_valued(column("code", Text()), column("label", Text()))
    named = named.render_derived(name="named", with_types=True)
    found = ProjectDomainSummary
    label = (
        select(named.c.label)
        .select_from(ProgrammeYear)
        .join(named, named.c.code == found.domain)
        .where(ProgrammeYear.id == ProjectSummary.programme_year_id)
        .correlate(found, ProjectSummary)
        .scalar_subquery()
    )
    row = _object(
        domain=found.domain, label=label, schools_assessed=found.schools_assessed, mean_score=found.mean_score
    )
    rows = (
        select(row.label("row"), found.domain)
        .where(found.project_id == ProjectSummary.project_id)
        .correlate(ProjectSummary)
        .subquery()
    )
    return _list(rows, rows.c.domain)


def _as_of() -> ColumnElement[Any]:
    table = consumer_cursors.c
    return _object(**{name: select(table.as_of).where(table.source == name).scalar_subquery() for name in SOURCES})


def _dashboard(schools: ColumnElement[bool]) -> View:
    columns = {"domains": _domains_listed(), "schools": _schools_listed(schools), "as_of": _as_of()}
    return View(
        ProjectSummary,
        contract.ProjectDashboard,
        _PROJECTS_SEEN,
        key="project_id",
        columns=columns,
        source=ProjectSummary.__table__,
    )


_WHOLE = _dashboard(true())
_OF_AN_AUTHORITY = _dashboard(SchoolSummary.la_code == caller_code())


def dashboard_for(kind: Kind) -> View:
    """The dashboard of a project; an authority is shown the project's totals and its own schools."""
    return _OF_AN_AUTHORITY if kind is Kind.LA else _WHOLE


_known = values(column("source", Text()), name="known", literal_binds=True).data([(name,) for name in SOURCES])
FOLLOWED = View(
    consumer_cursors,
    contract.Source,
    {kind: true() for kind in Kind},
    key="source",
    sorts=("source",),
    columns={
        "source": _known.c.source,
        "applied": func.coalesce(consumer_cursors.c.applied, 0),
        "last_event_at": consumer_cursors.c.last_event_at,
        "as_of": consumer_cursors.c.as_of,
        "updated_at": consumer_cursors.c.as_of,
        "lag_seconds": func.extract("epoch", func.clock_timestamp() - consumer_cursors.c.as_of),
    },
    source=_known.outerjoin(consumer_cursors, consumer_cursors.c.source == _known.c.source),
)
