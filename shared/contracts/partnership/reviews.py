"""Reviews of plans by the national team, and the points it asks to be changed (R15)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import (
    Moment,
    OdsCode,
    OrganisationRef,
    ProgrammeYear,
    Sentence,
    Slug,
    Text,
    Version,
    VersionNumber,
)


class Outcome(StrEnum):
    """What the national team decided."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"


class Review(Output):
    """One review of one version of a plan. It is made once and never changed."""

    id: UUID
    delivery_plan_id: UUID
    version_number: VersionNumber
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    outcome: Outcome
    summary: Text
    reviewed_by: OrganisationRef
    reviewed_at: Moment
    version: Version
    updated_at: Moment


class ReviewPoint(Output):
    """One change that was asked for, and the board's answer to it."""

    id: UUID
    review_id: UUID
    delivery_plan_id: UUID
    project_id: UUID
    icb_code: OdsCode
    number: Annotated[int, Field(ge=1, le=200)]
    section: Slug
    asks: Sentence
    answer: Sentence | None
    answered_at: Moment | None
    version: Version
    created_at: Moment
    updated_at: Moment


class PlanReviewed(Event):
    """The national team reviewed a plan."""

    type: ClassVar[str] = "partnership.review.made"
    data: Review


class ReviewPointRaised(Event):
    """The national team asked for a change."""

    type: ClassVar[str] = "partnership.review-point.raised"
    data: ReviewPoint


class ReviewPointAnswered(Event):
    """The board answered a point."""

    type: ClassVar[str] = "partnership.review-point.answered"
    data: ReviewPoint
