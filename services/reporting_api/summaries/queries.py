"""The summaries as statements over the copies: computed anew each time, never added to.

So they are the same whatever order the events came in, and however often. Sums are of exact numbers for that reason
too: a sum of floats depends on its order.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Delete,
    Numeric,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    column,
    delete,
    func,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.selectable import LateralFromClause

from services.reporting_api.projections.models import PackageLine, Participation, Project, SelfAssessment
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import AGREED, LineStatus
from shared.contracts.partnership.participations import Cohort, ParticipationStatus

from .models import ProjectDomainSummary, ProjectSummary, SchoolSummary

_PROJECTS = any_(bindparam("projects", type_=ARRAY(Uuid())))
_PARTICIPATIONS = any_(bindparam("participations", type_=ARRAY(Uuid())))
_SUPPORT = (
    "lines_proposed",
    "lines_agreed",
    "tailored_support_hours",
    "tailored_support_cost_pence",
    "parent_carer_engagement_hours",
    "parent_carer_engagement_cost_pence",
    "hours",
    "cost_pence",
)


def _put(model: Any, key: str, values: Mapping[str, ColumnElement[Any]], rows: Select[Any]) -> Insert:
    """Put these rows in place of those of the same key; a row that says the same is left alone."""
    new = insert(model).from_select(list(values), rows)
    others = [name for name in values if name != key]
    return new.on_conflict_do_update(
        index_elements=[key],
        set_={name: new.excluded[name] for name in others} | {"updated_at": func.clock_timestamp()},
        where=func.row(*(getattr(model, name) for name in others)).is_distinct_from(
            func.row(*(new.excluded[name] for name in others))
        ),
    )


def _latest_baseline() -> LateralFromClause:
    found = SelfAssessment
    return (
        select(found.status, found.submitted_at, found.domain_scores)
        .where(found.participation_id == Participation.id, found.point == Point.BASELINE.value)
        .order_by(found.created_at.desc(), found.id.desc())
        .limit(1)
        .lateral("baseline")
    )


def _total(amount: Any, *which: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(amount).filter(*which), 0)


def _count(*which: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.count().filter(*which)


def _lines() -> LateralFromClause:
    line = PackageLine
    agreed = line.status.in_([status.value for status in AGREED])
    tailored = line.strand == Strand.TAILORED_SUPPORT.value
    engagement = line.strand == Strand.PARENT_CARER_ENGAGEMENT.value
    hours = cast(line.hours, Numeric())
    return (
        select(
            _count(line.status == LineStatus.PROPOSED.value).label("lines_proposed"),
            _count(agreed).label("lines_agreed"),
            _total(hours, agreed, tailored).label("tailored_support_hours"),
            _total(line.cost_pence, agreed, tailored).label("tailored_support_cost_pence"),
            _total(hours, agreed, engagement).label("parent_carer_engagement_hours"),
            _total(line.cost_pence, agreed, engagement).label("parent_carer_engagement_cost_pence"),
            _total(hours, agreed).label("hours"),
            _total(line.cost_pence, agreed).label("cost_pence"),
            ((_count(agreed, tailored) > 0) & (_count(agreed, engagement) > 0)).label("both_strands"),
        )
        .where(line.participation_id == Participation.id)
        .lateral("lines")
    )


def summarise_schools() -> Insert:
    """The rows of these participations, from their copies and what refers to them."""
    lines, baseline = _lines(), _latest_baseline()
    same = ("project_id", "programme_year", "icb_code", "la_code", "urn", "school_name", "cohort", "offer", "status")
    values = {
        "participation_id": Participation.id,
        **{name: getattr(Participation, name) for name in same},
        "baseline_status": baseline.c.status,
        "baseline_submitted_at": baseline.c.submitted_at,
        **{name: lines.c[name] for name in (*_SUPPORT, "both_strands")},
    }
    rows = (
        select(*values.values())
        .select_from(Participation)
        .outerjoin(baseline, true())
        .join(lines, true())
        .where(Participation.id == _PARTICIPATIONS)
    )
    return _put(SchoolSummary, "participation_id", values, rows)


def _counts() -> LateralFromClause:
    school = SchoolSummary
    confirmed = school.status == ParticipationStatus.CONFIRMED.value
    by_cohort = [
        _count(school.cohort == cohort.value, school.status == status.value).label(f"{cohort}_{status}")
        for cohort in Cohort
        for status in ParticipationStatus
    ]
    baselines = [
        _count(confirmed, school.baseline_status == status.value).label(f"baselines_{status}")
        for status in AssessmentStatus
    ]
    return (
        select(
            *by_cohort,
            _count(confirmed, school.baseline_status.is_(None)).label("baselines_not_begun"),
            *baselines,
            *(_total(getattr(school, name)).label(name) for name in _SUPPORT),
            _count(confirmed, ~school.both_strands).label("schools_missing_a_strand"),
        )
        .where(school.project_id == Project.id)
        .lateral("counts")
    )


def summarise_projects() -> Insert:
    """The rows of these projects, from their copies and their schools' rows."""
    counts = _counts()
    same = ("programme_year", "programme_year_id", "icb_code", "name", "kind", "status", "target_schools")
    values = {
        "project_id": Project.id,
        **{name: getattr(Project, name) for name in same},
        "difference_from_target": counts.c.new_confirmed - Project.target_schools,
        **{each.name: each for each in counts.c},
    }
    rows = select(*values.values()).select_from(Project).join(counts, true()).where(Project.id == _PROJECTS)
    return _put(ProjectSummary, "project_id", values, rows)


def summarise_domains() -> Insert:
    """The domains of these projects, once those of before are gone."""
    baseline = _latest_baseline()
    scores = (
        func.jsonb_to_recordset(baseline.c.domain_scores)
        .table_valued(column("domain", Text()), column("score", Numeric()))
        .render_derived(name="scores", with_types=True)
    )
    rows = (
        select(Participation.project_id, scores.c.domain, func.count(), func.round(func.avg(scores.c.score), 2))
        .select_from(Participation)
        .join(baseline, baseline.c.status == AssessmentStatus.SUBMITTED.value)
        .join(scores, scores.c.score.is_not(None))
        .where(Participation.project_id == _PROJECTS, Participation.status == ParticipationStatus.CONFIRMED.value)
        .group_by(Participation.project_id, scores.c.domain)
    )
    return insert(ProjectDomainSummary).from_select(["project_id", "domain", "schools_assessed", "mean_score"], rows)


def forget_domains() -> Delete:
    """Nothing is known of the domains of these projects."""
    return delete(ProjectDomainSummary).where(ProjectDomainSummary.project_id == _PROJECTS)
