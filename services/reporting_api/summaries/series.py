"""How measures went: what happened in each month and quarter, from the days that the copies have.

What counts is what the other summaries count, so the months of a measure add up to its total. A fact without a day of
its own counts on the day on which it was first recorded. Rows are put, never added to; those that stand are taken
along as nothing, so that a month in which nothing is left comes to nothing, and is forgotten.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    Delete,
    Lateral,
    Numeric,
    Select,
    Text,
    Values,
    any_,
    case,
    cast,
    column,
    delete,
    func,
    literal,
    select,
    true,
    union_all,
    values as rows_of,
)
from sqlalchemy.dialects.postgresql import Insert, distinct_on

from services.reporting_api.deadlines import day_of
from services.reporting_api.projections.models import (
    DeliverySession,
    EngagementEntry,
    LedgerEntry,
    PackageLine,
    Participation,
    PrioritySet,
    Project,
    SelfAssessment,
    Survey,
)
from shared.contracts.assessment.priorities import PriorityStatus
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.contracts.commissioning.delivery import SessionStatus
from shared.contracts.commissioning.engagement import EngagementKind, EngagementStatus
from shared.contracts.commissioning.ledger import Account
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.reporting.measures import Interval, SeriesMeasure

from .models import SeriesSummary
from .putting import PROJECTS, agreed, put

_KEYS = ("project_id", "la_code", "measure", "interval", "starts_on")
_Pairs = Sequence[tuple[Any, Any]]


def _facts(source: Any, where: ColumnElement[bool], day: Any, counted: _Pairs) -> Select[Any]:
    """For each row of a source of facts of schools: its project, authority and day, and what it adds to measures."""
    each = rows_of(column("measure", Text()), column("value", Numeric()), name="counted").data(list(counted)).lateral()
    rows = select(Participation.project_id, Participation.la_code, day, each.c.measure, each.c.value)
    if source is not Participation:
        rows = rows.join_from(Participation, source, _of(source))
    return rows.join(each, true()).where(Participation.project_id == PROJECTS, where)


def _of(source: Any) -> ColumnElement[bool]:
    return true() if isinstance(source, Lateral) else source.participation_id == Participation.id


def _first_day(*moments: Any) -> ColumnElement[Any]:
    return day_of(func.coalesce(*moments))


_SELECTED, _CONFIRMED = ParticipationStatus.SELECTED.value, ParticipationStatus.CONFIRMED.value
_POINTS = {
    Point.BASELINE: SeriesMeasure.BASELINES_SUBMITTED,
    Point.FOLLOW_UP: SeriesMeasure.FOLLOW_UPS_SUBMITTED,
    Point.EMBEDDING_REVIEW: SeriesMeasure.EMBEDDING_REVIEWS_SUBMITTED,
}
_ENTRIES = {
    EngagementKind.MEETING: SeriesMeasure.MEETINGS,
    EngagementKind.ACTIVITY: SeriesMeasure.ACTIVITIES,
    EngagementKind.CHANGE: SeriesMeasure.CHANGES,
}


def _among(of: Any, words: Iterable[StrEnum]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = of == any_(literal([word.value for word in words], ARRAY(Text())))
    return found


def _named(by: Any, names: Any) -> ColumnElement[Any]:
    return case(*((by == word.value, literal(measure.value)) for word, measure in names.items()))


def _schools() -> Select[Any]:
    at = Participation
    since = case((at.status == _CONFIRMED, at.confirmed_at), (at.status != _SELECTED, at.withdrawn_at))
    measure = at.cohort + "_" + at.status
    return _facts(at, true(), _first_day(since, at.created_at), [(measure, 1)])


def _assessments() -> Select[Any]:
    found = SelfAssessment
    latest = (
        select(found.point, found.status, found.submitted_at, found.created_at)
        .ext(distinct_on(found.point))
        .where(found.participation_id == Participation.id)
        .order_by(found.point.desc(), found.created_at.desc(), found.id.desc())
        .correlate(Participation)
        .lateral("latest")
    )
    counts = (Participation.status == _CONFIRMED) & (latest.c.status == AssessmentStatus.SUBMITTED.value)
    day = _first_day(latest.c.submitted_at, latest.c.created_at)
    return _facts(latest, counts, day, [(_named(latest.c.point, _POINTS), 1)])


def _priorities() -> Select[Any]:
    found = PrioritySet
    in_force = (
        select(found.priorities, found.agreed_at, found.created_at)
        .where(found.participation_id == Participation.id, found.status == PriorityStatus.AGREED.value)
        .order_by(found.number.desc(), found.id.desc())
        .limit(1)
        .correlate(Participation)
        .lateral("in_force")
    )
    number = func.jsonb_array_length(in_force.c.priorities)
    day = _first_day(in_force.c.agreed_at, in_force.c.created_at)
    return _facts(in_force, true(), day, [(SeriesMeasure.PRIORITIES_AGREED.value, number)])


def _lines() -> Select[Any]:
    line, hours = PackageLine, cast(PackageLine.hours, Numeric())
    counted = [
        (SeriesMeasure.LINES_AGREED.value, 1),
        (SeriesMeasure.HOURS.value, hours),
        (SeriesMeasure.COST_PENCE.value, line.cost_pence),
        (line.strand + "_hours", hours),
        (line.strand + "_cost_pence", line.cost_pence),
    ]
    return _facts(line, agreed(), _first_day(line.agreed_at, line.created_at), counted)


def _sessions() -> Select[Any]:
    each = DeliverySession
    counted = [
        (SeriesMeasure.SESSIONS_HELD.value, 1),
        (SeriesMeasure.HOURS_HELD.value, cast(each.hours, Numeric())),
    ]
    return _facts(each, each.status == SessionStatus.HELD.value, each.held_on, counted)


def _engagement() -> Select[Any]:
    each = EngagementEntry
    measure = _named(each.kind, _ENTRIES)
    return _facts(each, each.status == EngagementStatus.RECORDED.value, each.held_on, [(measure, 1)])


def _surveys() -> Select[Any]:
    each = Survey
    return _facts(each, ~each.withdrawn, day_of(each.created_at), [(SeriesMeasure.SURVEYS_RECORDED.value, 1)])


def _money() -> Select[Any]:
    """The ledger knows projects and strands, and no school."""
    entry, account = LedgerEntry, LedgerEntry.account
    allocated, released = SeriesMeasure.LEDGER_ALLOCATED_PENCE.value, SeriesMeasure.LEDGER_RELEASED_PENCE.value
    outside = _among(account, [Account.FUNDER, Account.PLEDGED])
    counted = [
        (account + "_pence", entry.amount_pence),
        (case((account == Account.FUNDER.value, allocated)), -entry.amount_pence),
        (case((outside, released)), -entry.amount_pence),
    ]
    each = rows_of(column("measure", Text()), column("value", Numeric()), name="counted").data(counted).lateral()
    return (
        select(entry.project_id, literal("", Text()), entry.booked_on, each.c.measure, each.c.value)
        .join_from(entry, each, true())
        .where(entry.project_id == PROJECTS, _among(entry.strand, FundingStrand))
    )


def _standing() -> Select[Any]:
    row: Any = SeriesSummary
    return select(row.project_id, row.la_code, row.starts_on, row.measure, literal(0, Numeric())).where(
        row.project_id == PROJECTS, row.interval == Interval.MONTH.value
    )


def _of_whole_and_part(fact: Any) -> Values:
    """What is known of an authority's school counts for the project and for the authority in it."""
    columns = (column("la_code", Text()), column("counts", Boolean()))
    return rows_of(*columns, name="area").data([("", true()), (fact.la_code, fact.la_code != "")]).lateral()


def _of_month_and_quarter(fact: Any) -> Values:
    columns = (column("interval", Text()), column("starts_on", Date()))
    spans = [(interval.value, cast(func.date_trunc(interval.value, fact.day), Date)) for interval in Interval]
    return rows_of(*columns, name="span").data(spans).lateral()


def summarise_series() -> Insert:
    """The months and quarters of these projects, and of the authorities in them."""
    sources = (_schools, _assessments, _priorities, _lines, _sessions, _engagement, _surveys, _money, _standing)
    facts = union_all(*(_labelled(each()) for each in sources)).subquery("fact")
    fact, area, span = facts.c, _of_whole_and_part(facts.c), _of_month_and_quarter(facts.c)
    keys = (fact.project_id, area.c.la_code, fact.measure, span.c.interval, span.c.starts_on)
    value = func.sum(fact.value)
    so_far = func.sum(value).over(partition_by=keys[:-1], order_by=span.c.starts_on)
    rows = (
        select(*keys, value, so_far)
        .select_from(facts)
        .join(Project, Project.id == fact.project_id)
        .join(area, area.c.counts)
        .join(span, true())
        .where(fact.day.is_not(None), _among(fact.measure, SeriesMeasure))
        .group_by(*keys)
    )
    values = dict(zip((*_KEYS, "value", "cumulative_value"), (*keys, value, so_far), strict=True))
    return put(SeriesSummary, _KEYS, values, rows)


def _labelled(rows: Select[Any]) -> Select[Any]:
    names = ("project_id", "la_code", "day", "measure", "value")
    columns = zip(rows.selected_columns, names, strict=True)
    return rows.with_only_columns(*(each.label(name) for each, name in columns), maintain_column_froms=True)


def forget_what_came_to_nothing() -> Delete:
    """Months and quarters in which nothing is left, or as much was taken back as was added."""
    return delete(SeriesSummary).where(SeriesSummary.project_id == PROJECTS, SeriesSummary.value == 0)
