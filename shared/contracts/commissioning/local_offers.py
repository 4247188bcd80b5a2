"""Local offers: what of the national menu can be had here, from whom, at what price (R28), and what exists (R31)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.commissioning.menus import Strand
from shared.contracts.event import Event
from shared.contracts.types import (
    Count,
    Day,
    LaCode,
    Moment,
    Name,
    OdsCode,
    Pence,
    ProgrammeYear,
    Sentence,
    Slug,
    Version,
)

Hours = Annotated[float, Field(ge=0, le=1_000_000)]


class OfferUnit(StrEnum):
    """What a price is for."""

    HOUR = "hour"
    HALF_DAY = "half_day"
    DAY = "day"
    SESSION = "session"
    PACK = "pack"


class OfferStatus(StrEnum):
    """To be had, or no longer."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class LocalOffer(Output):
    """One item of the menu as one provider gives it in one board's area. Prices are whole pence, pounds sterling."""

    id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    provider_id: UUID
    provider_name: Name
    menu_item_code: Slug
    menu_item_title: Name
    strand: Strand
    unit: OfferUnit
    hours_per_unit: Annotated[float, Field(gt=0, le=200, description="Hours of support in one unit.")]
    unit_cost_pence: Annotated[Pence, Field(description="What one unit costs, in whole pence.")]
    capacity_hours_per_month: Annotated[
        Hours, Field(description="The most hours of it in a calendar month, for all schools together.")
    ]
    lead_time_days: Annotated[
        int, Field(ge=0, le=365, description="How many days before its first day a line has to be proposed.")
    ]
    la_codes: Annotated[list[LaCode], Field(min_length=1, max_length=200, description="Where it can be had.")]
    exists_locally: Annotated[bool, Field(description="Whether schools here have this service already, without PINS.")]
    exists_for: Annotated[Sentence | None, Field(description="For whom it exists, where it does (R31).")]
    available_from: Annotated[Day, Field(description="The first day on which it can be given.")]
    available_until: Annotated[Day, Field(description="The last day on which it can be given.")]
    status: OfferStatus
    withdrawn_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _OfferEvent(Event):
    data: LocalOffer

    @property
    def organisations(self) -> list[str]:
        return [f"provider:{self.data.provider_id}"]


class LocalOfferMade(_OfferEvent):
    """An item of the menu can be had from a provider."""

    type: ClassVar[str] = "commissioning.local-offer.made"


class LocalOfferChanged(_OfferEvent):
    """Price, capacity or area changed. Lines that were agreed keep their price."""

    type: ClassVar[str] = "commissioning.local-offer.changed"


class LocalOfferWithdrawn(_OfferEvent):
    """It can be had no longer."""

    type: ClassVar[str] = "commissioning.local-offer.withdrawn"


class Availability(StrEnum):
    """Enough for the project's schools, less than that, or none at all."""

    AVAILABLE = "available"
    SCARCE = "scarce"
    ABSENT = "absent"


class ItemAvailability(Output):
    """One item of the menu against one project."""

    menu_item_code: Slug
    title: Name
    strand: Strand
    availability: Availability
    offers: Annotated[Count, Field(description="Active offers that can be had where those schools are.")]
    schools: Annotated[Count, Field(description="Confirmed schools of the project whose offer the item is for.")]
    hours_needed: Annotated[Hours, Field(description="The item's usual hours for each of those schools.")]
    hours_left: Annotated[Hours, Field(description="What the offers can still give until the year ends.")]
    least_cost_per_hour_pence: Annotated[
        Pence | None, Field(description="Of the offers with hours left, rounded up to whole pence.")
    ]
    shortest_lead_time_days: Annotated[
        Annotated[int, Field(ge=0, le=365)] | None, Field(description="Of the offers with hours left.")
    ]
    exists_locally: Annotated[bool, Field(description="Whether one of those offers says that schools have it (R31).")]


class ProjectAvailability(Output):
    """Every item of the menu in force against what can be had for one project."""

    project_id: UUID
    programme_year: ProgrammeYear
    on: Annotated[Day, Field(description="The day from which on is counted what can still be given.")]
    items: Annotated[list[ItemAvailability], Field(max_length=500)]
