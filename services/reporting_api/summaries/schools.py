"""The rows of schools, from their copies and what refers to them."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Delete,
    Numeric,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    delete,
    exists,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, Insert, distinct_on, insert
from sqlalchemy.sql.selectable import LateralFromClause

from services.reporting_api.projections.models import (
    DeliverySession,
    EngagementEntry,
    PackageLine,
    Participation,
    PrioritySet,
    SchoolGroup,
    SelfAssessment,
    Survey,
)
from shared.contracts.assessment.priorities import PriorityStatus
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.contracts.commissioning.delivery import SessionStatus
from shared.contracts.commissioning.engagement import EngagementKind, EngagementStatus, GroupState
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import LineStatus
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.reporting.dashboards import SchoolStage

from .models import SchoolDomainSummary, SchoolSummary
from .putting import PARTICIPATIONS, agreed, count, put, total

SUPPORT = (
    "lines_proposed",
    "lines_agreed",
    "tailored_support_hours",
    "tailored_support_cost_pence",
    "parent_carer_engagement_hours",
    "parent_carer_engagement_cost_pence",
    "hours",
    "cost_pence",
)
GIVEN = (
    "priorities_agreed",
    "priorities_met",
    "sessions_held",
    "hours_held",
    "meetings",
    "activities",
    "changes",
)


def _latest(point: Point) -> LateralFromClause:
    found = SelfAssessment
    return (
        select(found.status, found.submitted_at, found.domain_scores)
        .where(found.participation_id == Participation.id, found.point == point.value)
        .order_by(found.created_at.desc(), found.id.desc())
        .limit(1)
        .lateral(point.value)
    )


def _lines() -> LateralFromClause:
    line = PackageLine
    tailored = line.strand == Strand.TAILORED_SUPPORT.value
    engagement = line.strand == Strand.PARENT_CARER_ENGAGEMENT.value
    hours = cast(line.hours, Numeric())
    return (
        select(
            count(line.status == LineStatus.PROPOSED.value).label("lines_proposed"),
            count(agreed()).label("lines_agreed"),
            total(hours, agreed(), tailored).label("tailored_support_hours"),
            total(line.cost_pence, agreed(), tailored).label("tailored_support_cost_pence"),
            total(hours, agreed(), engagement).label("parent_carer_engagement_hours"),
            total(line.cost_pence, agreed(), engagement).label("parent_carer_engagement_cost_pence"),
            total(hours, agreed()).label("hours"),
            total(line.cost_pence, agreed()).label("cost_pence"),
            ((count(agreed(), tailored) > 0) & (count(agreed(), engagement) > 0)).label("both_strands"),
        )
        .where(line.participation_id == Participation.id)
        .lateral("lines")
    )


def _priorities() -> Select[Any]:
    """Each priority in force, and whether an agreed line is for its domain or answers one of its findings."""
    found, line = PrioritySet, PackageLine
    in_force = (
        select(found.priorities)
        .where(found.participation_id == Participation.id, found.status == PriorityStatus.AGREED.value)
        .order_by(found.number.desc(), found.id.desc())
        .limit(1)
        .correlate(Participation)
        .subquery()
    )
    each = (
        func.jsonb_to_recordset(in_force.c.priorities)
        .table_valued(column("domain", Text()), column("finding_ids", JSONB()))
        .render_derived(name="each", with_types=True)
    )
    answered = each.c.finding_ids.op("?|")(cast(line.finding_ids, ARRAY(Text())))
    met = (
        exists()
        .where(line.participation_id == Participation.id, agreed(), (line.domain == each.c.domain) | answered)
        .correlate(Participation, each)
    )
    return select(each.c.domain, met.label("met")).select_from(in_force).join(each, true())


def _counted_priorities() -> LateralFromClause:
    rows = _priorities().correlate(Participation).subquery()
    return select(count(true()).label("priorities_agreed"), count(rows.c.met).label("priorities_met")).lateral(
        "prioritised"
    )


def _sessions() -> LateralFromClause:
    each = DeliverySession
    return (
        select(func.count().label("sessions_held"), total(cast(each.hours, Numeric())).label("hours_held"))
        .where(each.participation_id == Participation.id, each.status == SessionStatus.HELD.value)
        .lateral("sessions")
    )


def _engagement() -> LateralFromClause:
    each = EngagementEntry
    names = {
        "meetings": EngagementKind.MEETING,
        "activities": EngagementKind.ACTIVITY,
        "changes": EngagementKind.CHANGE,
    }
    return (
        select(*(count(each.kind == kind.value).label(name) for name, kind in names.items()))
        .where(each.participation_id == Participation.id, each.status == EngagementStatus.RECORDED.value)
        .lateral("engagement")
    )


def _group() -> LateralFromClause:
    each = SchoolGroup
    return (
        select(each.state)
        .where(each.participation_id == Participation.id)
        .order_by(each.id.desc())
        .limit(1)
        .lateral("school_group")
    )


def _surveys() -> LateralFromClause:
    each = Survey
    return (
        select(func.count().label("surveys_recorded"))
        .where(each.participation_id == Participation.id, ~each.withdrawn)
        .lateral("surveyed")
    )


def summarise_schools() -> Insert:
    """The rows of these participations."""
    points = {point: _latest(point) for point in Point}
    lines, prioritised, sessions, engagement = _lines(), _counted_priorities(), _sessions(), _engagement()
    group, surveyed = _group(), _surveys()
    state = func.coalesce(group.c.state, GroupState.NONE.value)
    given = {name: each for found in (prioritised, sessions, engagement) for name, each in found.c.items()}
    status = {point: found.c.status for point, found in points.items()}
    same = ("project_id", "programme_year", "icb_code", "la_code", "urn", "school_name", "cohort", "offer", "status")
    values = {
        "participation_id": Participation.id,
        **{name: getattr(Participation, name) for name in same},
        "stage": _stage(status, prioritised.c.priorities_agreed, lines.c.lines_agreed, sessions.c.sessions_held),
        **{f"{point}_status": found.c.status for point, found in points.items()},
        **{f"{point}_submitted_at": found.c.submitted_at for point, found in points.items()},
        **{name: lines.c[name] for name in (*SUPPORT, "both_strands")},
        **given,
        "surveys_recorded": surveyed.c.surveys_recorded,
        "group_state": state,
        "without_engagement": and_(
            Participation.status == ParticipationStatus.CONFIRMED.value,
            state == GroupState.NONE.value,
            engagement.c.meetings + engagement.c.activities + engagement.c.changes == 0,
        ),
    }
    rows = select(*values.values()).select_from(Participation).where(Participation.id == PARTICIPATIONS)
    for maybe in (*points.values(), group):
        rows = rows.outerjoin_from(Participation, maybe, true())
    for one in (lines, prioritised, sessions, engagement, surveyed):
        rows = rows.join_from(Participation, one, true())
    return put(SchoolSummary, ["participation_id"], values, rows)


def _stage(status: Any, priorities: Any, lines: Any, sessions: Any) -> ColumnElement[Any]:
    first = func.coalesce(status[Point.BASELINE], status[Point.EMBEDDING_REVIEW])
    submitted = AssessmentStatus.SUBMITTED.value
    assessed = (status[Point.BASELINE] == submitted) | (status[Point.EMBEDDING_REVIEW] == submitted)
    return case(
        (Participation.status != ParticipationStatus.CONFIRMED.value, Participation.status),
        (status[Point.FOLLOW_UP] == submitted, SchoolStage.FOLLOWED_UP.value),
        (sessions > 0, SchoolStage.RECEIVING_SUPPORT.value),
        (lines > 0, SchoolStage.SUPPORT_AGREED.value),
        (priorities > 0, SchoolStage.PRIORITISED.value),
        (assessed, SchoolStage.ASSESSED.value),
        (first.is_not(None), SchoolStage.ASSESSING.value),
        else_=SchoolStage.CONFIRMED.value,
    )


def forget_school_domains() -> Delete:
    """Nothing is known of the domains of these participations."""
    return delete(SchoolDomainSummary).where(SchoolDomainSummary.participation_id == PARTICIPATIONS)


def summarise_school_domains() -> Insert:
    """The domains of these participations, once those of before are gone."""
    said = _said_of_domains().lateral("said")
    score = {point: func.max(said.c.score).filter(said.c.point == point.value) for point in Point}
    values = {
        "participation_id": Participation.id,
        "domain": said.c.domain,
        "project_id": Participation.project_id,
        **{f"{point}_score": each for point, each in score.items()},
        "score_change": score[Point.FOLLOW_UP] - score[Point.BASELINE],
        "priorities_agreed": count(said.c.met.is_not(None)),
        "priorities_met": count(said.c.met),
    }
    rows = (
        select(*values.values())
        .select_from(Participation)
        .join(said, true())
        .where(Participation.id == PARTICIPATIONS)
        .group_by(Participation.id, said.c.domain)
    )
    return insert(SchoolDomainSummary).from_select(list(values), rows)


def _said_of_domains() -> Any:
    """Each score of the latest assessments that are submitted, and each priority."""
    found = SelfAssessment
    latest = (
        select(found.point, found.status, found.domain_scores)
        .ext(distinct_on(found.point))
        .where(found.participation_id == Participation.id)
        .order_by(found.point.desc(), found.created_at.desc(), found.id.desc())
        .correlate(Participation)
        .subquery()
    )
    scores = (
        func.jsonb_to_recordset(latest.c.domain_scores)
        .table_valued(column("domain", Text()), column("score", Numeric()))
        .render_derived(name="scores", with_types=True)
    )
    scored = (
        select(latest.c.point, scores.c.domain, scores.c.score, cast(null(), Boolean()).label("met"))
        .select_from(latest)
        .join(scores, scores.c.score.is_not(None))
        .where(latest.c.status == AssessmentStatus.SUBMITTED.value)
    )
    rows = _priorities().correlate(Participation).subquery()
    agreed_on = select(literal("priority"), rows.c.domain, cast(null(), Numeric()), rows.c.met)
    return union_all(scored.correlate(Participation), agreed_on.correlate(Participation))
