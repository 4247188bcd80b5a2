"""Deadlines of projects: the days of the programme year's edition that each started under."""

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Text,
    cast,
    column,
    false,
    func,
    literal,
    null,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.selectable import LateralFromClause

from services.reporting_api.deadlines import DAY
from services.reporting_api.projections.models import ProgrammeYear
from services.reporting_api.summaries.models import ProjectSummary
from shared.contracts.reporting import deadlines as contract
from shared.contracts.reporting.deadlines import Deadline, DeadlineKind
from shared.kit.reads import View

from .parts import as_object, listed
from .seeing import PROJECTS_SEEN

_YEAR = ProgrammeYear


def _due() -> LateralFromClause:
    """The deadlines of one edition of a programme year."""
    quarter = (
        func.jsonb_to_recordset(_YEAR.quarters)
        .table_valued(column("number", Integer()), column("report_due_on", Date()), column("illustrative", Boolean()))
        .render_derived(name="quarter", with_types=True)
    )
    reports = select(
        literal(DeadlineKind.QUARTERLY_REPORT.value).label("kind"),
        quarter.c.number.label("quarter"),
        quarter.c.report_due_on.label("due_on"),
        quarter.c.illustrative,
    ).select_from(quarter)
    ends = [
        select(literal(kind.value), cast(null(), Integer()), day, false())
        for kind, day in (
            (DeadlineKind.END_OF_DELIVERY, _YEAR.ends_on),
            (DeadlineKind.END_OF_EVALUATION, _YEAR.evaluation_ends_on),
        )
    ]
    return union_all(*(each.correlate(_YEAR) for each in (reports, *ends))).lateral("due")


_DUE = _due()
_SOURCE = ProjectSummary.__table__.join(_YEAR, _YEAR.id == ProjectSummary.programme_year_id).join(_DUE, true())
_DAYS_LEFT = type_coerce(_DUE.c.due_on - DAY, Integer())


def deadlines_listed() -> ColumnElement[Any]:
    """Those of one project, for its dashboard."""
    rows = (
        select(
            as_object({name: _DUE.c[name] for name in Deadline.model_fields}).label("row"), _DUE.c.due_on, _DUE.c.kind
        )
        .select_from(_YEAR)
        .join(_DUE, true())
        .where(_YEAR.id == ProjectSummary.programme_year_id)
        .correlate(ProjectSummary)
        .subquery()
    )
    return listed(rows, rows.c.due_on, rows.c.kind)


def next_deadlines(which: ColumnElement[bool], *outer: Any) -> ColumnElement[Any]:
    """The next days to come of these projects, each once."""
    keys = (_DUE.c.due_on, _DUE.c.kind, ProjectSummary.programme_year, _DUE.c.quarter, _DUE.c.illustrative)
    coming = (
        select(*keys, func.count().label("projects"), _DAYS_LEFT.label("days_left"))
        .select_from(_SOURCE)
        .where(which, _DUE.c.due_on >= DAY)
        .group_by(*keys)
        .order_by(*keys)
        .limit(contract.MOST_NEXT_DEADLINES)
        .correlate(*outer)
        .subquery("coming")
    )
    fields = {name: coming.c[name] for name in contract.NextDeadline.model_fields}
    names = ("due_on", "kind", "programme_year", "quarter", "illustrative")
    rows = select(as_object(fields).label("row"), *(coming.c[name] for name in names)).subquery()
    return listed(rows, *(rows.c[name] for name in names))


_PLACE = func.concat_ws(
    "/", cast(ProjectSummary.project_id, Text()), _DUE.c.kind, cast(_DUE.c.quarter, Text()), type_=Text()
)
DEADLINES = View(
    ProjectSummary,
    contract.DashboardDeadline,
    PROJECTS_SEEN,
    key="place",
    sorts=("due_on",),
    columns={
        **dict(_DUE.c),
        "project_name": ProjectSummary.name.expression,
        "days_left": _DAYS_LEFT,
        "passed": _DUE.c.due_on < DAY,
        "on": DAY,
        "place": _PLACE,
    },
    source=_SOURCE,
)
