"""What callers send about packages."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import ConsideredSource, LineStatus
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.types import Day, FreeName, FreeSentence, LaCode, OdsCode, ProgrammeYear, Slug, Urn

Hours = Annotated[float, Field(gt=0, le=200, multiple_of=0.25, description="In quarters of an hour.", examples=[1.5])]
Reason = Annotated[FreeSentence, Field(description="Why this, for this school (R30). Never about a pupil (R37).")]
Adds = Annotated[FreeSentence, Field(description="What it adds where a service exists locally already (R31).")]
FindingIds = Annotated[
    list[UUID], Field(min_length=1, max_length=50, description="The school's current findings that it answers (R30).")
]
# Strict: 12.5, "12", "£12" and true are not whole pence.
UnitCost = Annotated[int, Field(strict=True, ge=0, le=10**8, description="Whole pence for one unit.", examples=[48000])]
Role = Annotated[
    FreeName,
    Field(description="Whose agreement the board records: a role, not a person's name.", examples=["Head teacher"]),
]


class PackageLineQuery(ListQuery):
    """Filters of the list of package lines."""

    participation_id: Many[UUID] | None = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    status: Many[LineStatus] | None = None
    strand: Many[Strand] | None = None
    funding_strand: Many[FundingStrand] | None = None
    menu_item_code: Many[Slug] | None = None
    local_offer_id: Many[UUID] | None = None
    provider_id: Many[UUID] | None = None
    sort: Literal["id", "-id", "starts_on", "-starts_on", "updated_at", "-updated_at"] | None = None


class NewPackageLine(Input):
    """An item of the menu to propose to a school, from a local offer that can be had. The offer says what it costs."""

    menu_item_code: Annotated[Slug, Field(description="An item of the menu in force: see `/v1/menu-items`.")]
    local_offer_id: Annotated[
        UUID, Field(description="An active offer of this item where the school is: see `/v1/local-offers`.")
    ]
    finding_ids: FindingIds
    domain: Annotated[Slug, Field(description="The domain of need it answers: one of the item's.")]
    hours: Hours
    starts_on: Annotated[
        Day, Field(description="Its first day, in the programme year and among the days of the offer.")
    ]
    ends_on: Annotated[Day, Field(description="Its last day, the same.")]
    reason: Reason
    adds: Adds | None = None


class PackageLineChange(Input):
    """What is to change of a proposed line; what is left out stays. Another item is another line."""

    local_offer_id: UUID | None = None
    finding_ids: FindingIds | None = None
    domain: Slug | None = None
    hours: Hours | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    reason: Reason | None = None
    adds: Annotated[Adds | None, Field(description="Null takes back what was said.")] = None


class Agreement(Input):
    """Who at the school agreed, when its board records it. A school that agrees itself sends nothing."""

    agreement: Role | None = None


class Commissioning(Input):
    """By which decision of the partnership a line is bought."""

    decision_id: Annotated[
        UUID, Field(description="A standing decision of the project of the kind `commissioning`, in partnership_api.")
    ]


class Variation(Input):
    """What is different from what was agreed, why, and who at the school agreed to it."""

    hours: Hours | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    unit_cost_pence: UnitCost | None = None
    reason: FreeSentence
    agreement: Role


class LineCancellation(Input):
    """Why a line is taken off."""

    reason: FreeSentence


class ConsiderationQuery(ListQuery):
    """Filters of the list of considerations."""

    participation_id: Many[UUID] | None = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    source: Many[ConsideredSource] | None = None
    available: bool | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class Considered(Input):
    """Whether it was there before support was agreed, and what it led to."""

    available: Annotated[bool, Field(description="Whether it was there at the time.")]
    what_it_led_to: Annotated[FreeSentence | None, Field(description="Said of what was there, and only of that.")] = (
        None
    )
