"""Dashboards: what reporting_api shows of the programme, from what the other services announced."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.assessment.self_assessments import AssessmentStatus
from shared.contracts.base import Output
from shared.contracts.commissioning.engagement import GroupState
from shared.contracts.commissioning.ledger import SignedPence
from shared.contracts.partnership.delivery_plans import PlanStatus
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.memoranda import MemorandumStatus
from shared.contracts.partnership.participations import Cohort, Offer, ParticipationStatus
from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.contracts.reporting.deadlines import Deadline
from shared.contracts.reporting.measures import Measured, named
from shared.contracts.reporting.readiness import ReadinessCheck
from shared.contracts.types import (
    Count,
    Label,
    LaCode,
    Moment,
    Name,
    OdsCode,
    Pence,
    ProgrammeYear,
    Slug,
    Urn,
    VersionNumber,
)

Hours = Annotated[float, Field(ge=0, le=10**9, examples=[27.5])]
Score = Annotated[float, Field(ge=0, le=100)]
Change = Annotated[float, Field(ge=-100, le=100, description="Positive: better at the follow-up than at the start.")]
GREATEST_NUMBER_OF_SCHOOLS = 500


class SchoolStage(StrEnum):
    """How far a school has come: the furthest of these that is true of it."""

    SELECTED = "selected"
    CONFIRMED = "confirmed"
    ASSESSING = "assessing"
    ASSESSED = "assessed"
    PRIORITISED = "prioritised"
    SUPPORT_AGREED = "support_agreed"
    RECEIVING_SUPPORT = "receiving_support"
    FOLLOWED_UP = "followed_up"
    WITHDRAWN = "withdrawn"


class Given(Measured):
    """What support is for, what was given of it, and what was done with parent carers."""

    priorities_agreed: Annotated[Count, Field(description="Priorities that school and delivery team agreed (R26).")]
    priorities_met: Annotated[
        Count, Field(description="Those of them that an agreed line is for: of their domain, or citing their findings.")
    ]
    sessions_held: Count
    hours_held: Annotated[Hours, Field(description="Hours of sessions held; `hours` are those bought.")]
    meetings: Annotated[Count, Field(description="Meetings of parent carers with senior leaders (R34).")]
    activities: Count
    changes: Annotated[Count, Field(description="Changes that parental views led to (R34).")]


class _SchoolBefore(Measured):
    participation_id: UUID
    project_id: UUID
    programme_year: ProgrammeYear
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    school_name: Name
    cohort: Cohort
    offer: Offer
    status: ParticipationStatus
    baseline_status: Annotated[AssessmentStatus | None, Field(description="Null: not begun.")]
    baseline_submitted_at: Moment | None
    lines_proposed: Count
    lines_agreed: Count
    tailored_support_hours: Hours
    tailored_support_cost_pence: Pence
    parent_carer_engagement_hours: Hours
    parent_carer_engagement_cost_pence: Pence
    hours: Hours
    cost_pence: Pence
    both_strands: Annotated[bool, Field(description="Whether support is agreed in both strands (R22).")]
    updated_at: Annotated[Moment, Field(description="When this row last changed here.")]


class DashboardSchool(Given, _SchoolBefore):
    """One school in one project, flat: hours and money are those of the lines that were agreed."""

    stage: SchoolStage
    follow_up_status: Annotated[AssessmentStatus | None, Field(description="Null: not begun.")]
    follow_up_submitted_at: Moment | None
    embedding_review_status: Annotated[AssessmentStatus | None, Field(description="Null: not begun.")]
    embedding_review_submitted_at: Moment | None
    surveys_recorded: Annotated[Count, Field(description="Terms with a survey of parent carers.")]
    group_state: GroupState
    without_engagement: Annotated[
        bool, Field(description="Takes part, and has no group and no meeting, activity or change so far: a gap (R38).")
    ]


class Counted(Measured):
    """Schools, counted: those taken on this year (new) and before (existing), their baselines, their support."""

    new_selected: Count
    new_confirmed: Count
    new_withdrawn: Count
    existing_selected: Count
    existing_confirmed: Count
    existing_withdrawn: Count
    baselines_not_begun: Annotated[Count, Field(description="Of the confirmed schools, as the three that follow.")]
    baselines_in_progress: Count
    baselines_submitted: Count
    baselines_reopened: Count
    lines_proposed: Count
    lines_agreed: Count
    tailored_support_hours: Hours
    tailored_support_cost_pence: Pence
    parent_carer_engagement_hours: Hours
    parent_carer_engagement_cost_pence: Pence
    hours: Hours
    cost_pence: Pence
    schools_missing_a_strand: Annotated[
        Count, Field(description="Confirmed schools without agreed support in both strands: a visible gap (R22, R38).")
    ]
    updated_at: Annotated[Moment, Field(description="When this row last changed here.")]


class Progress(Given):
    """Schools, counted further: how far they are."""

    follow_ups_submitted: Count
    embedding_reviews_submitted: Count
    stage_confirmed: Annotated[Count, Field(description="Confirmed schools by how far they are, as those that follow.")]
    stage_assessing: Count
    stage_assessed: Count
    stage_prioritised: Count
    stage_support_agreed: Count
    stage_receiving_support: Count
    stage_followed_up: Count
    schools_with_survey: Count
    schools_with_group: Annotated[Count, Field(description="With a parent carer group, formed or developed (R33).")]
    schools_without_priorities: Count
    schools_without_engagement: Annotated[Count, Field(description="Without group, meeting, activity or change (R38).")]


class Ledger(Measured):
    """Where money stands that was spoken for."""

    committed_pence: Annotated[Pence, Field(description="Committed, and not invoiced or accrued yet.")]
    accrued_pence: Pence
    invoiced_pence: Annotated[Pence, Field(description="Invoiced, and not paid yet.")]
    spent_pence: Pence


class _ProjectNamed(Measured):
    project_id: UUID
    programme_year: ProgrammeYear
    icb_code: OdsCode
    name: Name
    kind: ProjectKind
    status: ProjectStatus
    target_schools: Annotated[Count | None, Field(description="New schools expected, not exact (R3).")]
    difference_from_target: Annotated[
        int | None,
        Field(ge=-(10**7), le=10**7, description="Confirmed new schools less the target: negative when fewer (R3)."),
    ]


class DashboardProject(Ledger, Progress, Counted, _ProjectNamed):
    """One project, flat. Schools are those it took on this year (new) and before (existing)."""

    lead_icb_code: Annotated[OdsCode, Field(description="The board that answers for it now.")]
    plan_status: Annotated[PlanStatus | None, Field(description="Of the newest version of its plan. Null: none yet.")]
    plan_version_number: VersionNumber | None
    memorandum_status: Annotated[MemorandumStatus | None, Field(description="Of the newest version. Null: none yet.")]
    allocated_pence: Annotated[Pence | None, Field(description="Null: nothing is allotted yet.")]
    planned_release_pence: Annotated[Pence, Field(description="In tranches that are planned and not released.")]
    released_pence: Annotated[Pence, Field(description="Released, less what was recovered.")]


class DomainProfile(Measured):
    """One domain over the confirmed schools of a project whose baseline is submitted."""

    domain: Slug
    label: Annotated[Label | None, Field(description="As the project's programme year names it.")]
    schools_assessed: Count
    mean_score: Annotated[Score | None, Field(description="Mean of the schools' scores, 0 to 100. Null: of none.")]
    schools_followed_up: Count
    mean_follow_up_score: Score | None
    schools_reviewed: Annotated[Count, Field(description="Existing schools whose embedding review is submitted.")]
    mean_review_score: Score | None
    schools_compared: Annotated[Count, Field(description="Schools with both a baseline and a follow-up.")]
    mean_change: Annotated[Change | None, Field(description="Mean over the schools compared.")]
    priorities_agreed: Count
    priorities_met: Count


class AsOf(Output):
    """Until when everything each service had said is counted; null when it has never been read to its end."""

    partnership: Moment | None
    assessment: Moment | None
    commissioning: Moment | None


class StrandMoney(Ledger):
    """One strand: hours and money, from the ledger and from the agreed lines that are paid from it."""

    measured_as = named(allocated_pence="ledger_allocated_pence", released_pence="ledger_released_pence")

    strand: FundingStrand
    lines_agreed: Count
    hours_bought: Hours
    hours_held: Hours
    cost_pence: Annotated[Pence, Field(description="Of the agreed lines.")]
    allocated_pence: Pence
    released_pence: Pence
    free_pence: SignedPence


class DashboardStrand(StrandMoney):
    """One strand of one project, flat."""

    project_id: UUID
    programme_year: ProgrammeYear
    icb_code: OdsCode
    lead_icb_code: Annotated[OdsCode, Field(description="The board that answers for the project now.")]
    updated_at: Annotated[Moment, Field(description="When this row last changed here.")]


class ProjectDashboard(DashboardProject):
    """A project at a glance: its totals, its money, its deadlines, its profile of domains, its schools."""

    domains: Annotated[list[DomainProfile], Field(max_length=100)]
    schools: Annotated[
        list[DashboardSchool],
        Field(
            max_length=GREATEST_NUMBER_OF_SCHOOLS,
            description="By name, the first 500; `/v1/dashboard-schools` lists them all.",
        ),
    ]
    as_of: AsOf
    strands: Annotated[list[StrandMoney], Field(max_length=10)]
    deadlines: Annotated[list[Deadline], Field(max_length=10)]
    readiness: Annotated[list[ReadinessCheck], Field(max_length=50)]


class SchoolDomain(Measured):
    """One domain of one school: its scores where they are submitted, and its priorities."""

    domain: Slug
    label: Annotated[Label | None, Field(description="As the project's programme year names it.")]
    baseline_score: Score | None
    follow_up_score: Score | None
    embedding_review_score: Score | None
    score_change: Change | None
    priorities_agreed: Count
    priorities_met: Count


class SchoolDashboard(DashboardSchool):
    """A school in one project at a glance."""

    domains: Annotated[list[SchoolDomain], Field(max_length=100)]
    as_of: AsOf


class Source(Measured):
    """How far one service has been followed."""

    source: Slug
    applied: Annotated[int, Field(ge=0, le=2**53, description="Events applied since the last rebuild.")]
    last_event_at: Annotated[Moment | None, Field(description="When the last event applied happened.")]
    as_of: Annotated[Moment | None, Field(description="Everything the service had said by then is counted.")]
    lag_seconds: Annotated[float | None, Field(ge=0, le=10**12, description="Time since `as_of`.")]
