"""The rows of projects and of authorities in them, from their schools' rows."""

from typing import Any

from sqlalchemy import ColumnElement, Delete, Select, delete, exists, func, select, true
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.selectable import LateralFromClause

from services.reporting_api.projections.models import Allocation, DeliveryPlan, Memorandum, Project, Release
from shared.contracts.assessment.self_assessments import AssessmentStatus
from shared.contracts.commissioning.engagement import GroupState
from shared.contracts.partnership.funding import ReleaseStatus
from shared.contracts.partnership.participations import Cohort, ParticipationStatus
from shared.contracts.reporting.dashboards import SchoolStage

from .models import (
    AuthorityDomainSummary,
    AuthoritySummary,
    ProjectDomainSummary,
    ProjectSummary,
    SchoolDomainSummary,
    SchoolSummary,
    StrandSummary,
)
from .putting import PROJECTS, count, put, total
from .ready import by_cohort, papers, partners
from .schools import GIVEN, SUPPORT

_CONFIRMED = SchoolSummary.status == ParticipationStatus.CONFIRMED.value
_MONEY = ("committed_pence", "accrued_pence", "invoiced_pence", "spent_pence")


def _counts() -> list[ColumnElement[Any]]:
    """The schools of a group of rows, counted."""
    school, submitted = SchoolSummary, AssessmentStatus.SUBMITTED.value
    by_cohort = [
        count(school.cohort == cohort.value, school.status == status.value).label(f"{cohort}_{status}")
        for cohort in Cohort
        for status in ParticipationStatus
    ]
    baselines = [
        count(_CONFIRMED, school.baseline_status == status.value).label(f"baselines_{status}")
        for status in AssessmentStatus
    ]
    stages = [
        count(school.stage == stage.value).label(f"stage_{stage}")
        for stage in SchoolStage
        if stage not in (SchoolStage.SELECTED, SchoolStage.WITHDRAWN)
    ]
    return [
        *by_cohort,
        count(_CONFIRMED, school.baseline_status.is_(None)).label("baselines_not_begun"),
        *baselines,
        count(_CONFIRMED, school.follow_up_status == submitted).label("follow_ups_submitted"),
        count(_CONFIRMED, school.embedding_review_status == submitted).label("embedding_reviews_submitted"),
        *stages,
        *(total(getattr(school, name)).label(name) for name in (*SUPPORT, *GIVEN)),
        count(_CONFIRMED, school.surveys_recorded > 0).label("schools_with_survey"),
        count(_CONFIRMED, school.group_state != GroupState.NONE.value).label("schools_with_group"),
        count(_CONFIRMED, ~school.both_strands).label("schools_missing_a_strand"),
        count(_CONFIRMED, school.priorities_agreed == 0).label("schools_without_priorities"),
        count(school.without_engagement.is_(True)).label("schools_without_engagement"),
    ]


def _newest(model: Any, *columns: Any) -> LateralFromClause:
    return (
        select(*columns)
        .where(model.project_id == Project.id)
        .order_by(model.version_number.desc(), model.id.desc())
        .limit(1)
        .lateral()
    )


def _funding() -> LateralFromClause:
    allocation, release = Allocation, Release
    allocated = select(func.sum(allocation.amount_pence)).where(allocation.project_id == Project.id)
    released = release.status == ReleaseStatus.RELEASED.value
    return (
        select(
            allocated.correlate(Project).scalar_subquery().label("allocated_pence"),
            total(release.amount_pence, release.status == ReleaseStatus.PLANNED.value).label("planned_release_pence"),
            total(release.amount_pence - release.recovered_pence, released).label("released_pence"),
        )
        .where(release.project_id == Project.id)
        .lateral("funding")
    )


def summarise_projects() -> Insert:
    """The rows of these projects."""
    counts = select(*_counts()).where(SchoolSummary.project_id == Project.id).lateral("counts")
    strand = StrandSummary
    ledger = select(*(total(getattr(strand, name)).label(name) for name in _MONEY))
    ledgers, funding = ledger.where(strand.project_id == Project.id).lateral("ledgers"), _funding()
    plan = _newest(DeliveryPlan, DeliveryPlan.status, DeliveryPlan.version_number)
    memorandum = _newest(Memorandum, Memorandum.status)
    same = ("programme_year", "programme_year_id", "icb_code", "lead_icb_code", "name", "kind", "status")
    always = (counts, ledgers, funding, papers(), partners(), by_cohort())
    values = {
        "project_id": Project.id,
        **{name: getattr(Project, name) for name in (*same, "target_schools")},
        "difference_from_target": counts.c.new_confirmed - Project.target_schools,
        **{name: each for part in always for name, each in part.c.items()},
        "plan_status": plan.c.status,
        "plan_version_number": plan.c.version_number,
        "memorandum_status": memorandum.c.status,
    }
    rows = select(*values.values()).select_from(Project).where(Project.id == PROJECTS)
    for one in always:
        rows = rows.join_from(Project, one, true())
    for maybe in (plan, memorandum):
        rows = rows.outerjoin_from(Project, maybe, true())
    return put(ProjectSummary, ["project_id"], values, rows)


def summarise_authorities() -> Insert:
    """The rows of the authorities in these projects."""
    school = SchoolSummary
    values = {
        "project_id": school.project_id,
        "la_code": school.la_code,
        "programme_year": func.max(school.programme_year),
        **{each.name: each for each in _counts()},
    }
    rows = select(*values.values()).where(school.project_id == PROJECTS).group_by(school.project_id, school.la_code)
    return put(AuthoritySummary, ["project_id", "la_code"], values, rows)


def forget_authorities() -> Delete:
    """Authorities without any school in these projects, any more."""
    mine, school = AuthoritySummary, SchoolSummary
    has_schools = exists().where(school.project_id == mine.project_id, school.la_code == mine.la_code)
    return delete(mine).where(mine.project_id == PROJECTS, ~has_schools)


def _of_domains(*keys: Any) -> Select[Any]:
    each, school = SchoolDomainSummary, SchoolSummary
    scores = (each.baseline_score, each.follow_up_score, each.embedding_review_score, each.score_change)
    sums = [
        *(func.count(score) for score in scores),
        *(total(score) for score in scores),
        total(each.priorities_agreed),
        total(each.priorities_met),
    ]
    return (
        select(*keys, *(one.label(name) for name, one in zip(_DOMAIN, sums, strict=True)))
        .join_from(each, school, school.participation_id == each.participation_id)
        .where(school.project_id == PROJECTS, _CONFIRMED)
        .group_by(*keys)
    )


_DOMAIN = (
    "schools_assessed",
    "schools_followed_up",
    "schools_reviewed",
    "schools_compared",
    "total_score",
    "total_follow_up_score",
    "total_review_score",
    "total_change",
    "priorities_agreed",
    "priorities_met",
)


def summarise_domains() -> Insert:
    """The domains of these projects, once those of before are gone."""
    mean = func.round(func.avg(SchoolDomainSummary.baseline_score), 2)
    rows = _of_domains(SchoolSummary.project_id, SchoolDomainSummary.domain).add_columns(mean)
    return insert(ProjectDomainSummary).from_select(["project_id", "domain", *_DOMAIN, "mean_score"], rows)


def summarise_authority_domains() -> Insert:
    """The domains of the authorities in these projects, once those of before are gone."""
    rows = _of_domains(SchoolSummary.project_id, SchoolSummary.la_code, SchoolDomainSummary.domain)
    return insert(AuthorityDomainSummary).from_select(["project_id", "la_code", "domain", *_DOMAIN], rows)


def forget_domains() -> Delete:
    """Nothing is known of the domains of these projects."""
    return delete(ProjectDomainSummary).where(ProjectDomainSummary.project_id == PROJECTS)


def forget_authority_domains() -> Delete:
    """Nothing is known of the domains of the authorities in these projects."""
    return delete(AuthorityDomainSummary).where(AuthorityDomainSummary.project_id == PROJECTS)
