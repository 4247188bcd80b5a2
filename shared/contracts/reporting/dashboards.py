"""Dashboards: what reporting_api shows of the programme, from what the other services announced."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.assessment.self_assessments import AssessmentStatus
from shared.contracts.base import Output
from shared.contracts.partnership.participations import Cohort, Offer, ParticipationStatus
from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.contracts.types import Count, Label, LaCode, Moment, Name, OdsCode, Pence, ProgrammeYear, Slug, Urn

Hours = Annotated[float, Field(ge=0, le=10**9, examples=[27.5])]
GREATEST_NUMBER_OF_SCHOOLS = 500


class DashboardSchool(Output):
    """One school in one project, flat: hours and money are those of the lines that were agreed."""

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


class DashboardProject(Output):
    """One project, flat. Schools are those it took on this year (new) and before (existing)."""

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


class DomainProfile(Output):
    """One domain over the confirmed schools of a project whose baseline is submitted."""

    domain: Slug
    label: Annotated[Label | None, Field(description="As the project's programme year names it.")]
    schools_assessed: Count
    mean_score: Annotated[float, Field(ge=0, le=100, description="Mean of the schools' scores, 0 to 100.")]


class AsOf(Output):
    """Until when everything each service had said is counted; null when it has never been read to its end."""

    partnership: Moment | None
    assessment: Moment | None
    commissioning: Moment | None


class ProjectDashboard(DashboardProject):
    """A project at a glance: its totals, its profile of domains, its schools."""

    domains: Annotated[list[DomainProfile], Field(max_length=100)]
    schools: Annotated[
        list[DashboardSchool],
        Field(
            max_length=GREATEST_NUMBER_OF_SCHOOLS,
            description="By name, the first 500; `/v1/dashboard-schools` lists them all.",
        ),
    ]
    as_of: AsOf


class Source(Output):
    """How far one service has been followed."""

    source: Slug
    applied: Annotated[int, Field(ge=0, le=2**53, description="Events applied since the last rebuild.")]
    last_event_at: Annotated[Moment | None, Field(description="When the last event applied happened.")]
    as_of: Annotated[Moment | None, Field(description="Everything the service had said by then is counted.")]
    lag_seconds: Annotated[float | None, Field(ge=0, le=10**12, description="Time since `as_of`.")]
