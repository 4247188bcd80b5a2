"""What readiness is judged by, of each project: its papers, its partners, and its schools by cohort."""

from sqlalchemy import Text, case, cast, exists, func, literal, select
from sqlalchemy.sql.selectable import LateralFromClause

from services.reporting_api.projections.models import DeliveryPlan, Memorandum, Project, ProjectMember
from shared.contracts.assessment.self_assessments import AssessmentStatus
from shared.contracts.partnership.delivery_plans import PlanStatus
from shared.contracts.partnership.memoranda import MemorandumStatus
from shared.contracts.partnership.participations import Cohort, ParticipationStatus
from shared.contracts.roles import Kind

from .models import SchoolSummary
from .putting import count

_CURRENT = (ProjectMember.project_id == Project.id, ProjectMember.left_on.is_(None))


def papers() -> LateralFromClause:
    """Whether a version of the plan is approved, and one of the memorandum agreed: a newer draft voids neither."""
    plan, memorandum = DeliveryPlan, Memorandum
    approved = exists().where(plan.project_id == Project.id, plan.status == PlanStatus.APPROVED.value)
    agreed = exists().where(memorandum.project_id == Project.id, memorandum.status == MemorandumStatus.AGREED.value)
    return select(
        approved.correlate(Project).label("plan_approved"), agreed.correlate(Project).label("memorandum_agreed")
    ).lateral("papers")


def partners() -> LateralFromClause:
    """How many partners there must be (each authority with a school, one parent carer group), and how many are not."""
    school = SchoolSummary
    authority = (
        select(school.la_code)
        .where(school.project_id == Project.id, school.status != ParticipationStatus.WITHDRAWN.value)
        .distinct()
        .correlate(Project)
        .subquery("authority")
    )
    joined = exists().where(
        *_CURRENT, ProjectMember.organisation == literal(f"{Kind.LA}:").op("||")(cast(authority.c.la_code, Text()))
    )
    group = exists().where(*_CURRENT, ProjectMember.kind == Kind.PCG.value)
    lacks_group = case((group.correlate(Project), 0), else_=1)
    return (
        select(
            (func.count() + 1).label("partners_expected"),
            (count(~joined.correlate(Project, authority)) + lacks_group).label("partners_missing"),
        )
        .select_from(authority)
        .lateral("partners")
    )


def by_cohort() -> LateralFromClause:
    """Assessments of new and of existing schools, and how many schools have met with parent carers or heard them."""
    school, submitted = SchoolSummary, AssessmentStatus.SUBMITTED.value
    taking_part = school.status == ParticipationStatus.CONFIRMED.value
    new, existing = school.cohort == Cohort.NEW.value, school.cohort == Cohort.EXISTING.value
    return (
        select(
            count(taking_part, new, school.baseline_status == submitted).label("new_baselines_submitted"),
            count(taking_part, new, school.follow_up_status == submitted).label("new_follow_ups_submitted"),
            count(taking_part, existing, school.embedding_review_status == submitted).label(
                "existing_reviews_submitted"
            ),
            count(taking_part, existing, school.changes > 0).label("existing_with_change"),
            count(taking_part, school.meetings > 0).label("schools_with_meeting"),
        )
        .where(school.project_id == Project.id)
        .lateral("by_cohort")
    )
