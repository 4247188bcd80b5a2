"""What callers send about a school's priorities."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.assessment.priorities import PriorityStatus
from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import FreeLabel, FreeSentence, LaCode, OdsCode, ProgrammeYear, Slug, Urn


class PrioritySetQuery(ListQuery):
    """Filters of the list of priority sets."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    participation_id: Many[UUID] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    status: Many[PriorityStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class NewPriority(Input):
    """One thing that support is to answer. Its place in the list is its rank."""

    domain: Slug
    finding_ids: Annotated[
        list[UUID], Field(default_factory=list, max_length=50, description="Findings of this domain that hold now.")
    ]
    reason: Annotated[
        FreeSentence | None,
        Field(description="Why, where the ranking has another domain at this place, or where no finding is cited."),
    ] = None


class NewPriorities(Input):
    """What the support for a school is to answer, the most pressing first."""

    priorities: Annotated[list[NewPriority], Field(min_length=1, max_length=20)]


class Agreement(Input):
    """Agreement to a proposal: of the caller, and where a board says so of the school too."""

    school_agreement: Annotated[
        FreeLabel | None,
        Field(
            description="Given by a board: who agreed for the school, a role and not a person's name.",
            examples=["Head teacher"],
        ),
    ] = None
