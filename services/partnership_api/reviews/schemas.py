"""What callers send about reviews."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.reviews import Outcome
from shared.contracts.types import FreeSentence, FreeText, OdsCode, Slug


class ReviewQuery(ListQuery):
    """Filters of the list of reviews."""

    delivery_plan_id: Many[UUID] | None = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    outcome: Many[Outcome] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class ReviewPointQuery(ListQuery):
    """Filters of the list of review points."""

    review_id: Many[UUID] | None = None
    delivery_plan_id: Many[UUID] | None = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    is_answered: bool | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class NewPoint(Input):
    """One change to ask for."""

    section: Annotated[Slug, Field(description="The section of the plan it is about.", examples=["funding"])]
    asks: FreeSentence


class NewReview(Input):
    """The national team's decision on a plan."""

    outcome: Outcome
    summary: FreeText
    points: Annotated[list[NewPoint], Field(default_factory=list, max_length=200)]


class PointAnswer(Input):
    """The board's answer to a point."""

    answer: FreeSentence
