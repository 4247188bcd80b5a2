"""How quarterly reports are read: by their board, by the national team and, once submitted, by the partners."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from services.reporting_api.deadlines import DAY, day_of, days_late
from services.reporting_api.projections.models import Project
from services.reporting_api.seen import by_a_partner, by_a_school, by_its_board
from services.reporting_api.update_requests.models import UpdateRequest
from services.reporting_api.update_requests.queries import STANDING as REQUEST_STANDING
from shared.contracts.reporting import quarterly_reports as contract
from shared.contracts.reporting.quarterly_reports import ReportStanding
from shared.contracts.reporting.readiness import Check
from shared.contracts.reporting.update_requests import RequestStanding, RequestStatus
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code

from .models import HANDED_IN, QuarterlyReport, ReportDecision, ReportSubmission

R = QuarterlyReport
Visible = dict[Kind, ColumnElement[bool]]
# Written out: `in` is put together when a statement runs, and those of a view are compiled once.
_HANDED_IN = or_(*(R.status == each for each in HANDED_IN))


def _by_its_owners(row: Any) -> Visible:
    return {Kind.NATIONAL: true(), Kind.SERVICE: true(), Kind.ICB: by_its_board(row.icb_code, row.project_id)}


def _by_partners(row: Any, handed_in: ColumnElement[bool]) -> Visible:
    partner = and_(handed_in, by_a_partner(row.project_id))
    return {
        Kind.LA: partner,
        Kind.PCG: partner,
        Kind.PROVIDER: partner,
        Kind.SCHOOL: and_(handed_in, or_(by_a_partner(row.project_id), by_a_school(row.project_id))),
    }


_OWNERS = _by_its_owners(R)
_SEEN = _OWNERS | _by_partners(R, _HANDED_IN)
QUARTERLY_REPORTS = View(R, contract.QuarterlyReport, _SEEN, sorts=("id", "due_on", "updated_at"))
OF_OWNERS = View(R, contract.QuarterlyReport, _OWNERS)
"""The same, for what partners do not see of it."""
OF_QUARTER = View(
    R,
    contract.QuarterlyReport,
    _SEEN,
    key="place",
    sorts=("place",),
    columns={"place": func.concat(cast(R.project_id, Text), "/", cast(R.quarter, Text), type_=Text())},
)

S = ReportSubmission
# Of a report that was sent back a partner sees nothing until it is handed in again.
_IT_STANDS = exists().where(R.id == S.quarterly_report_id, R.submissions == S.number, _HANDED_IN)
SUBMISSIONS = View(
    S, contract.ReportSubmission, _by_its_owners(S) | _by_partners(S, _IT_STANDS), sorts=("number", "id")
)
DECISIONS = View(ReportDecision, contract.ReportDecision, _by_its_owners(ReportDecision), sorts=("number", "id"))

_SUBMITTED_ON = day_of(R.first_submitted_at)
_HANDED = _SUBMITTED_ON <= DAY
STANDING: ColumnElement[Any] = case(
    (and_(_HANDED, not_(_HANDED_IN), day_of(R.decided_at) <= DAY), ReportStanding.RETURNED.value),
    (and_(_HANDED, R.due_on >= _SUBMITTED_ON), ReportStanding.ON_TIME.value),
    (_HANDED, ReportStanding.LATE.value),
    (R.due_on < DAY, ReportStanding.OVERDUE.value),
    (R.ends_on < DAY, ReportStanding.DUE.value),
    else_=ReportStanding.UPCOMING.value,
)


def owed(reports: ColumnElement[bool]) -> Select[Any]:
    """What is owed by these reports: done while they are handed in, since the day they first were."""
    done_on = case((_HANDED_IN, _SUBMITTED_ON), else_=None)
    return select(R.id, R.project_id, literal(Check.QUARTERLY_REPORTS.value), R.due_on, done_on, false()).where(reports)


_DONE = (ReportStanding.ON_TIME, ReportStanding.LATE)
_OWED = and_(*(STANDING.is_distinct_from(each.value) for each in _DONE))


def _waiting(*which: ColumnElement[bool]) -> ColumnElement[Any]:
    open_for_it = UpdateRequest.quarterly_report_id == R.id, UpdateRequest.status == RequestStatus.OPEN
    return select(func.count()).where(*open_for_it, *which).correlate(R).scalar_subquery()


REPORTS_OWED = View(
    R,
    contract.ReportOwed,
    {kind: and_(seen, _OWED) for kind, seen in _OWNERS.items()},
    key="quarterly_report_id",
    sorts=("due_on", "quarterly_report_id"),
    columns={
        "quarterly_report_id": R.id.expression,
        "project_name": Project.name.expression,
        "lead_icb_code": Project.lead_icb_code.expression,
        "standing": STANDING,
        "days_late": days_late(_SUBMITTED_ON, R.due_on),
        "open_requests": _waiting(),
        "overdue_requests": _waiting(UpdateRequest.due_on < DAY),
        "on": DAY,
    },
    source=R.__table__.outerjoin(Project.__table__, Project.id == R.project_id),
)


def _counted(row: Any, standing: ColumnElement[Any], words: Any, prefix: str) -> Any:
    counts = [func.count().filter(standing == each.value).label(f"{prefix}_{each.value}") for each in words]
    latest = func.max(row.updated_at).label("updated_at")
    return select(row.project_id, latest, *counts).group_by(row.project_id).subquery()


_REPORTS = _counted(R, STANDING, ReportStanding, "reports")
_REQUESTS = _counted(UpdateRequest, REQUEST_STANDING, RequestStanding, "requests")
_COUNTS = {
    each.name: func.coalesce(each, 0)
    for table in (_REPORTS, _REQUESTS)
    for each in table.c
    if each.name in contract.ReportCount.model_fields and each.name not in ("project_id", "updated_at")
}
REPORT_COUNTS = View(
    Project,
    contract.ReportCount,
    {
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
        Kind.ICB: or_(Project.icb_code == caller_code(), Project.lead_icb_code == caller_code()),
    },
    key="project_id",
    sorts=("project_id",),
    columns={
        "project_id": Project.id.expression,
        "project_name": Project.name.expression,
        **_COUNTS,
        "on": DAY,
        "updated_at": func.greatest(_REPORTS.c.updated_at, _REQUESTS.c.updated_at, type_=_REPORTS.c.updated_at.type),
    },
    source=Project.__table__.join(_REPORTS, _REPORTS.c.project_id == Project.id).outerjoin(
        _REQUESTS, _REQUESTS.c.project_id == Project.id
    ),
)
