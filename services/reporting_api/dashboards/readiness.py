"""Readiness: each project against what the guidance asks of it, as of a day (docs/decisions/0023).

A check is told in two numbers, how many there should be and how many of them are missing, and a last day. How it stands
follows from these alone.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Text,
    case,
    column,
    func,
    null,
    or_,
    select,
    true,
    values,
)
from sqlalchemy.sql.selectable import LateralFromClause

from services.reporting_api.deadlines import DAY
from services.reporting_api.projections.models import ProgrammeYear
from services.reporting_api.summaries.models import OwedSummary, ProjectSummary
from shared.contracts.reporting import readiness as contract
from shared.contracts.reporting.readiness import Check, CheckState
from shared.kit.reads import View

from .parts import as_object, listed
from .seeing import PROJECTS_SEEN

_P, _YEAR = ProjectSummary, ProgrammeYear
_IN_DELIVERY, _IN_EVALUATION = _YEAR.ends_on, _YEAR.evaluation_ends_on


class _Asked(NamedTuple):
    check: Check
    rule: str
    sentence: str
    due_on: Any
    expected: Any
    missing: Any


def _owed() -> LateralFromClause:
    """The reports and the updates of a project: how many there are, how many are missing, and the next day for one."""
    each = OwedSummary
    missing = or_(each.done_on.is_(None), each.done_on > DAY)
    columns: list[ColumnElement[Any]] = []
    for check in (Check.QUARTERLY_REPORTS, Check.UPDATES):
        mine = each.check == check.value
        next_day = func.coalesce(func.min(each.due_on).filter(mine, missing), func.max(each.due_on).filter(mine))
        columns += [
            func.count().filter(mine).label(f"{check}_expected"),
            func.count().filter(mine, missing).label(f"{check}_missing"),
            next_day.label(f"{check}_due_on"),
        ]
    return select(*columns).where(each.project_id == _P.project_id, ~each.withdrawn).correlate(_P).lateral("owed")


_OWED = _owed()


def _accounted(check: Check) -> tuple[Any, Any, Any]:
    owed = _OWED.c
    return owed[f"{check}_due_on"], owed[f"{check}_expected"], owed[f"{check}_missing"]


def _paper(there: Any) -> tuple[Any, Any, Any]:
    return _IN_DELIVERY, 1, case((there, 0), else_=1)


def _asked_of_projects() -> Iterator[_Asked]:
    """What is asked of a project as a whole."""
    target = func.coalesce(_P.target_schools, 0)
    lacking = func.greatest(target - _P.new_confirmed, 0)
    yield _Asked(Check.NEW_SCHOOLS, "R3", "As many new schools take part as were expected.", null(), target, lacking)
    partners = (_IN_DELIVERY, _P.partners_expected, _P.partners_missing)
    yield _Asked(Check.PARTNERSHIP, "R7", "Each authority with a school and a parent carer group are in it.", *partners)
    reports, updates = Check.QUARTERLY_REPORTS, Check.UPDATES
    yield _Asked(reports, "R11", "The quarterly reports are submitted.", *_accounted(reports))
    yield _Asked(updates, "R12", "Partners have answered what they were asked.", *_accounted(updates))
    yield _Asked(Check.DELIVERY_PLAN, "R15", "The delivery plan is approved.", *_paper(_P.plan_approved))
    yield _Asked(Check.MEMORANDUM, "R16", "The memorandum of understanding is agreed.", *_paper(_P.memorandum_agreed))
    yield _Asked(Check.RELEASE, "R17", "Funding has been released.", *_paper(_P.released_pence > 0))
    yield _Asked(Check.ALLOCATION, "R18", "Funding is allocated.", *_paper(_P.allocated_pence > 0))


def _asked_of_schools() -> Iterator[_Asked]:
    """What is asked for each school that takes part, or for each new or each existing one."""
    new, existing, day = _P.new_confirmed, _P.existing_confirmed, _IN_DELIVERY
    every = new + existing
    missing: Any = existing - _P.existing_reviews_submitted
    sentence = "Each existing school has submitted its embedding review."
    yield _Asked(Check.EMBEDDING_REVIEWS, "R6", sentence, day, existing, missing)
    missing = _P.schools_missing_a_strand
    yield _Asked(Check.BOTH_STRANDS, "R22", "Each school has agreed support in both strands.", day, every, missing)
    missing = new - _P.new_baselines_submitted
    yield _Asked(Check.BASELINES, "R23", "Each new school has submitted its baseline.", day, new, missing)
    missing = _P.schools_without_priorities
    yield _Asked(Check.PRIORITIES, "R26", "Each school has agreed priorities.", day, every, missing)
    missing = every - _P.schools_with_group
    yield _Asked(Check.PARENT_CARER_GROUPS, "R33", "Each school has a parent carer group.", day, every, missing)
    missing = every - _P.schools_with_meeting
    yield _Asked(Check.MEETINGS, "R33", "Parent carers have met senior leaders in each school.", day, every, missing)
    missing = existing - _P.existing_with_change
    sentence = "Parental views have led to a change in each existing school."
    yield _Asked(Check.PARENTAL_VIEWS, "R34", sentence, day, existing, missing)
    missing = new - _P.new_follow_ups_submitted
    yield _Asked(Check.FOLLOW_UPS, "R36", "Each new school has submitted its follow-up.", _IN_EVALUATION, new, missing)
    missing = _P.schools_without_engagement
    yield _Asked(Check.ENGAGEMENT, "R38", "There is engagement in each school.", day, every, missing)


def _checks() -> Any:
    columns = (
        column("place", Integer()),
        column("check", Text()),
        column("rule", Text()),
        column("sentence", Text()),
        column("due_on", Date()),
        column("expected", Integer()),
        column("missing", Integer()),
    )
    rows = [
        (place, each.check.value, each.rule, each.sentence, each.due_on, each.expected, each.missing)
        for place, each in enumerate([*_asked_of_projects(), *_asked_of_schools()], 1)
    ]
    return values(*columns, name="checks", literal_binds=True).data(rows).lateral()


_CHECKS = _checks()
STATE: ColumnElement[Any] = case(
    (_CHECKS.c.expected == 0, CheckState.NOT_APPLICABLE.value),
    (_CHECKS.c.missing == 0, CheckState.MET.value),
    (_CHECKS.c.due_on < DAY, CheckState.OVERDUE.value),
    else_=CheckState.NOT_YET.value,
)
_FIELDS = {name: _CHECKS.c[name] if name != "state" else STATE for name in contract.ReadinessCheck.model_fields}


def _of_project(*columns: ColumnElement[Any]) -> Any:
    """Something of the checks of the project that stands outside."""
    return (
        select(*columns)
        .select_from(_OWED)
        .outerjoin(_YEAR, _YEAR.id == _P.programme_year_id)
        .join(_CHECKS, true())
        .correlate(_P)
    )


def readiness_listed() -> ColumnElement[Any]:
    """Those of one project, for its dashboard."""
    rows = _of_project(as_object(_FIELDS).label("row"), _CHECKS.c.place).subquery()
    return listed(rows, rows.c.place)


def counted() -> LateralFromClause:
    """How many of the checks of a project stand in each way, to be added up."""
    stands: ColumnElement[Any] = STATE
    counts = [func.count().filter(stands == state.value).label(f"checks_{state}") for state in CheckState]
    found: LateralFromClause = _of_project(*counts).lateral("counted")
    return found


READINESS = View(
    ProjectSummary,
    contract.DashboardReadiness,
    PROJECTS_SEEN,
    key="check",
    sorts=("project_id",),
    columns={**_FIELDS, "project_name": _P.name.expression, "on": DAY},
    source=ProjectSummary.__table__.join(_OWED, true())
    .outerjoin(_YEAR, _YEAR.id == _P.programme_year_id)
    .join(_CHECKS, true()),
)
