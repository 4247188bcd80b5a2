"""What callers send about local offers."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.commissioning.local_offers import OfferStatus, OfferUnit
from shared.contracts.commissioning.menus import Strand
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import Day, FreeSentence, LaCode, OdsCode, ProgrammeYear, Slug

HoursPerUnit = Annotated[
    float, Field(gt=0, le=200, multiple_of=0.25, description="Hours of support in one unit; 1 for an hour.")
]
# Strict: 12.5, "12", "£12" and true are not whole pence. Far above any price, and units times price stays countable.
UnitCost = Annotated[int, Field(strict=True, ge=0, le=10**8, description="Whole pence for one unit.", examples=[48000])]
Capacity = Annotated[
    float, Field(ge=0, le=10_000, multiple_of=0.25, description="Hours that can be given in a whole month.")
]
LeadTime = Annotated[int, Field(strict=True, ge=0, le=365, description="Days from asking for it to its first hour.")]
LaCodes = Annotated[
    list[LaCode], Field(min_length=1, max_length=100, description="Where it can be had: of the provider's authorities.")
]
ExistsLocally = Annotated[bool, Field(description="Whether schools here have this service already, without PINS.")]
ExistsFor = Annotated[FreeSentence, Field(description="For whom it exists, where it does (R31).")]


class LocalOfferQuery(ListQuery):
    """Filters of the list of local offers; `la_code` matches offers that can be had in one of them."""

    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    provider_id: Many[UUID] | None = None
    menu_item_code: Many[Slug] | None = None
    strand: Many[Strand] | None = None
    la_code: Many[LaCode] | None = None
    exists_locally: bool | None = None
    status: Many[OfferStatus] | None = None
    sort: (
        Literal[
            "id", "-id", "menu_item_code", "-menu_item_code", "unit_cost_pence", "-unit_cost_pence",
            "lead_time_days", "-lead_time_days", "updated_at", "-updated_at",
        ]
        | None
    ) = None  # fmt: skip


class NewLocalOffer(Input):
    """An item of the menu that can be had from a provider."""

    provider_id: UUID
    programme_year: ProgrammeYear
    menu_item_code: Slug
    unit: OfferUnit
    hours_per_unit: HoursPerUnit
    unit_cost_pence: UnitCost
    capacity_hours_per_month: Capacity
    lead_time_days: LeadTime
    la_codes: LaCodes
    exists_locally: ExistsLocally
    exists_for: ExistsFor | None = None
    available_from: Annotated[Day | None, Field(description="Left out: from the year's first day.")] = None
    available_until: Annotated[Day | None, Field(description="Left out: until the year's last day.")] = None


class LocalOfferChange(Input):
    """What is to change of an offer; what is left out stays. Another item or provider is another offer."""

    unit: OfferUnit | None = None
    hours_per_unit: HoursPerUnit | None = None
    unit_cost_pence: UnitCost | None = None
    capacity_hours_per_month: Capacity | None = None
    lead_time_days: LeadTime | None = None
    la_codes: LaCodes | None = None
    exists_locally: ExistsLocally | None = None
    exists_for: Annotated[ExistsFor | None, Field(description="Null where it exists no longer.")] = None
    available_from: Day | None = None
    available_until: Day | None = None


class OfferWithdrawal(Input):
    """Why something can be had no longer."""

    reason: FreeSentence
