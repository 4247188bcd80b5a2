"""What callers send about support proposals."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from shared.contracts.base import Input
from shared.contracts.commissioning.proposals import ProposalStatus
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import Day, FreeSentence, OdsCode, Pence, ProgrammeYear

WholePence = Annotated[Pence, Field(strict=True)]
Hours = Annotated[float, Field(ge=0, le=200)]


class NewSupportProposal(Input):
    """What a plan has to keep to. The money is what may be spent on new lines."""

    tailored_budget_pence: WholePence
    engagement_budget_pence: WholePence
    embedding_budget_pence: Annotated[
        WholePence,
        Field(description="For all lines of schools with that offer, of both strands (R6); 0: there is none."),
    ] = 0
    least_hours: Annotated[Hours, Field(description="Of each school, what its package has already included.")] = 0
    most_hours: Annotated[
        float, Field(gt=0, le=200, description="Of each school, what its package has already included.")
    ] = 30
    fairness_floor: Annotated[
        float,
        Field(ge=0, le=1, description="The least share of what could at best be covered of each school's own need."),
    ] = 0
    time_limit_seconds: Annotated[
        int, Field(ge=1, le=600, description="When it ends, the best plan so far is the answer.")
    ] = 60
    on: Annotated[Day, Field(description="Counts what can be given from this day on; left out: from today.")] | None = (
        None
    )

    @model_validator(mode="after")
    def _least_before_most(self) -> "NewSupportProposal":
        if self.least_hours > self.most_hours:
            raise ValueError("a school's least hours are no more than its most")
        return self


class SupportProposalQuery(ListQuery):
    """Filters of the list of support proposals."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    status: Many[ProposalStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class Acceptance(Input):
    """What a proposed line needs besides to be a line of a package. What is left out is taken from the proposal."""

    starts_on: Day
    ends_on: Day
    reason: Annotated[FreeSentence, Field(description="Why this, for this school (R30). Never about a pupil (R37).")]
    hours: Annotated[float, Field(gt=0, le=200, multiple_of=0.25)] | None = None
    finding_ids: Annotated[list[UUID], Field(min_length=1, max_length=50)] | None = None
    adds: Annotated[FreeSentence, Field(description="What it adds where a service exists locally (R31).")] | None = None
