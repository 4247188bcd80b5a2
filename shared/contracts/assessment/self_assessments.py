"""Self-assessments, as assessment_api shows and announces them."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Count, Label, LaCode, Moment, OdsCode, ProgrammeYear, Sentence, Slug, Urn, Version


class Point(StrEnum):
    """When in its participation a school assesses itself."""

    BASELINE = "baseline"
    FOLLOW_UP = "follow_up"
    EMBEDDING_REVIEW = "embedding_review"


class AssessmentStatus(StrEnum):
    """Being filled in, handed over whole, or opened again with a reason."""

    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    REOPENED = "reopened"


class Contributor(StrEnum):
    """A group of people of the school whose view went into it."""

    LEADERS = "leaders"
    GOVERNORS = "governors"
    STAFF = "staff"
    PUPILS = "pupils"
    PARENT_CARERS = "parent_carers"


class Confidence(StrEnum):
    """How sure the school is of a rating."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Answer(Output):
    """A school's rating of one statement. `rating` is null exactly when the statement does not apply to it."""

    question: Slug
    rating: Annotated[int, Field(ge=0, le=100)] | None
    evidence: Sentence | None
    confidence: Confidence | None


class DomainScore(Output):
    """A domain's score: the mean rating of its applicable answers as a share of the scale, 0 to 100, 100 the best.

    Null when no answer counts. Missing and not-applicable answers do not count, and are stated.
    """

    domain: Slug
    score: Annotated[float, Field(ge=0, le=100)] | None
    answered: Count
    not_applicable: Count
    missing: Count


class SelfAssessment(Output):
    """One school's assessment of itself at one point of its participation."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    point: Point
    instrument_id: UUID
    status: AssessmentStatus
    contributors: Annotated[list[Contributor], Field(max_length=20, description="Groups of people, never names.")]
    helped_by: Annotated[list[Label], Field(max_length=20, description="Roles of the delivery team that helped (R25).")]
    answers: Annotated[list[Answer], Field(max_length=500)]
    domain_scores: Annotated[list[DomainScore], Field(max_length=50, description="Empty until it is submitted.")]
    submitted_at: Moment | None
    reopened_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _SelfAssessmentEvent(Event):
    data: SelfAssessment


class SelfAssessmentOpened(_SelfAssessmentEvent):
    """A school began to assess itself."""

    type: ClassVar[str] = "assessment.self-assessment.opened"


class SelfAssessmentAnswered(_SelfAssessmentEvent):
    """Answers were saved."""

    type: ClassVar[str] = "assessment.self-assessment.answered"


class SelfAssessmentChanged(_SelfAssessmentEvent):
    """Who contributed or who helped was put right."""

    type: ClassVar[str] = "assessment.self-assessment.changed"


class SelfAssessmentSubmitted(_SelfAssessmentEvent):
    """A school handed its assessment over whole; its domain scores are there."""

    type: ClassVar[str] = "assessment.self-assessment.submitted"


class SelfAssessmentReopened(_SelfAssessmentEvent):
    """A submitted assessment was opened again, with a reason."""

    type: ClassVar[str] = "assessment.self-assessment.reopened"


class DomainChange(Output):
    """One domain at the start and at the end; `change` is positive when the school got better."""

    domain: Slug
    baseline: Annotated[float, Field(ge=0, le=100)] | None
    follow_up: Annotated[float, Field(ge=0, le=100)] | None
    change: Annotated[float, Field(ge=-100, le=100)] | None


class AssessmentChange(Output):
    """How a school's scores changed from its baseline to its follow-up, both submitted."""

    participation_id: UUID
    urn: Urn
    programme_year: ProgrammeYear
    baseline_id: UUID
    follow_up_id: UUID
    same_instrument: Annotated[
        bool, Field(description="False: another edition was used, so the changes tell less than they seem to.")
    ]
    domains: Annotated[list[DomainChange], Field(max_length=100)]
