"""How dashboards are read: one statement each, over the summaries alone."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    any_,
    cast,
    column,
    func,
    join,
    select,
    true,
    values,
)

from services.reporting_api.projections.models import Participation, ProgrammeYear
from services.reporting_api.seen import by_a_partner, by_its_board
from services.reporting_api.summaries.models import (
    ProjectDomainSummary,
    ProjectSummary,
    SchoolDomainSummary,
    SchoolSummary,
    StrandSummary,
)
from shared.contracts.reporting import dashboards as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code
from shared.kit.tables import consumer_cursors

from .due import deadlines_listed
from .parts import SOURCES, as_object, as_of, label_of, listed, profile
from .readiness import readiness_listed
from .seeing import PROJECTS_SEEN


def _urns_of_school() -> ColumnElement[Any]:
    """The number of the calling school and those it took part under before a conversion."""
    earlier = select(cast(Participation.urn, Text)).where(Participation.current_urn == caller_code()).scalar_subquery()
    return any_(func.array_append(func.array(earlier, type_=ARRAY(Text)), caller_code(), type_=ARRAY(Text)))


PROJECTS = View(ProjectSummary, contract.DashboardProject, PROJECTS_SEEN, key="project_id", sorts=("project_id",))
STRANDS = View(
    StrandSummary,
    contract.DashboardStrand,
    PROJECTS_SEEN,
    key="strand",
    sorts=("project_id",),
    columns={
        name: getattr(ProjectSummary, name).expression for name in ("programme_year", "icb_code", "lead_icb_code")
    },
    source=join(StrandSummary, ProjectSummary, StrandSummary.project_id == ProjectSummary.project_id),
)
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


def _schools_listed(which: ColumnElement[bool]) -> ColumnElement[Any]:
    name, urn = SchoolSummary.school_name, SchoolSummary.urn
    rows = (
        select(as_object({field: SCHOOLS.column(field) for field in SCHOOLS.fields}).label("row"), name, urn)
        .where(SchoolSummary.project_id == ProjectSummary.project_id, which)
        .order_by(name, urn)
        .limit(contract.GREATEST_NUMBER_OF_SCHOOLS)
        .correlate(ProjectSummary)
        .subquery()
    )
    return listed(rows, rows.c.school_name, rows.c.urn)


def _domains_listed() -> ColumnElement[Any]:
    found = ProjectDomainSummary
    label = label_of(found.domain, ProgrammeYear.id == ProjectSummary.programme_year_id, found, ProjectSummary)
    rows = (
        select(as_object(profile(label, found)).label("row"), found.domain)
        .where(found.project_id == ProjectSummary.project_id)
        .correlate(ProjectSummary)
        .subquery()
    )
    return listed(rows, rows.c.domain)


def _strands_listed() -> ColumnElement[Any]:
    strand = StrandSummary
    rows = (
        select(
            as_object({name: getattr(strand, name) for name in contract.StrandMoney.model_fields}).label("row"),
            strand.strand,
        )
        .where(strand.project_id == ProjectSummary.project_id)
        .correlate(ProjectSummary)
        .subquery()
    )
    return listed(rows, rows.c.strand.desc())


def _dashboard(schools: ColumnElement[bool]) -> View:
    columns = {
        "domains": _domains_listed(),
        "schools": _schools_listed(schools),
        "as_of": as_of(),
        "strands": _strands_listed(),
        "deadlines": deadlines_listed(),
        "readiness": readiness_listed(),
    }
    return View(
        ProjectSummary,
        contract.ProjectDashboard,
        PROJECTS_SEEN,
        key="project_id",
        columns=columns,
        source=ProjectSummary.__table__,
        derived=True,
    )


_WHOLE = _dashboard(true())
_OF_AN_AUTHORITY = _dashboard(SchoolSummary.la_code == caller_code())


def dashboard_for(kind: Kind) -> View:
    """The dashboard of a project; an authority is shown the project's totals and its own schools."""
    return _OF_AN_AUTHORITY if kind is Kind.LA else _WHOLE


def _domains_of_school() -> ColumnElement[Any]:
    found, year = SchoolDomainSummary, ProgrammeYear
    edition = (
        select(ProjectSummary.programme_year_id)
        .where(ProjectSummary.project_id == SchoolSummary.project_id)
        .correlate(SchoolSummary)
        .scalar_subquery()
    )
    scores = ("baseline_score", "follow_up_score", "embedding_review_score", "score_change")
    fields = {
        "domain": found.domain,
        "label": label_of(found.domain, year.id == edition, found, SchoolSummary),
        **{name: func.round(getattr(found, name), 2) for name in scores},
        "priorities_agreed": found.priorities_agreed,
        "priorities_met": found.priorities_met,
    }
    rows = (
        select(as_object(fields).label("row"), found.domain)
        .where(found.participation_id == SchoolSummary.participation_id)
        .correlate(SchoolSummary)
        .subquery()
    )
    return listed(rows, rows.c.domain)


SCHOOL = View(
    SchoolSummary,
    contract.SchoolDashboard,
    SCHOOLS.visible,
    key="participation_id",
    sorts=("school_name",),
    columns={"domains": _domains_of_school(), "as_of": as_of()},
    source=SchoolSummary.__table__,
    derived=True,
)

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
