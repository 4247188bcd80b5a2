"""Progress: how far each school is, with dates: what a board chases."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.contracts.base import Output
from shared.contracts.partnership.participations import Cohort, ParticipationStatus
from shared.contracts.types import Count, LaCode, Moment, Name, OdsCode, ProgrammeYear, Urn


class ProgressState(StrEnum):
    """How far the school is with its first self-assessment: the baseline, or for existing schools the review."""

    NOT_CONFIRMED = "not_confirmed"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"


class SchoolProgress(Output):
    """One school in one project, flat. Who takes part is as of partnership_api's feed."""

    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    school_name: Name
    cohort: Cohort
    participation_status: ParticipationStatus
    confirmed_at: Moment | None
    state: ProgressState
    first_point: Annotated[Point, Field(description="Baseline for new schools, embedding review for existing ones.")]
    first_status: Annotated[AssessmentStatus | None, Field(description="Null: not started.")]
    first_opened_at: Moment | None
    first_submitted_at: Moment | None
    follow_up_status: Annotated[AssessmentStatus | None, Field(description="Null: not started.")]
    follow_up_opened_at: Moment | None
    follow_up_submitted_at: Moment | None
    has_survey: bool
    survey_recorded_at: Annotated[Moment | None, Field(description="When the latest survey was last changed.")]
    has_voice: bool
    voice_recorded_at: Annotated[Moment | None, Field(description="When the latest activity was recorded.")]
    themes: Count
    priorities_agreed_at: Moment | None
    updated_at: Annotated[Moment, Field(description="When anything of this last changed here.")]
