"""Matching: the menu ranked for one school, every rank explained (R28)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.commissioning.local_offers import Availability
from shared.contracts.commissioning.menus import Audience, Strand
from shared.contracts.event import Event
from shared.contracts.partnership.participations import Offer
from shared.contracts.types import (
    Day,
    LaCode,
    Moment,
    Name,
    OdsCode,
    ProgrammeYear,
    Sentence,
    Slug,
    Urn,
    Version,
)


class ExistingKind(StrEnum):
    """A service the school has already, or another programme it takes part in."""

    SERVICE = "service"
    PROGRAMME = "programme"


class ExistingSupport(Output):
    """Something a school has beside PINS (R31)."""

    kind: ExistingKind
    title: Name
    menu_item_code: Annotated[Slug | None, Field(description="The item of the menu that it is the same as, if any.")]
    domains: Annotated[list[Slug], Field(max_length=50)]
    until: Annotated[Day | None, Field(description="Its last day, where one is known.")]


class SchoolExistingSupport(Output):
    """All that a school has beside PINS."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    support: Annotated[list[ExistingSupport], Field(max_length=100)]
    version: Version
    created_at: Moment
    updated_at: Moment


class ExistingSupportRecorded(Event):
    """What a school has beside PINS was recorded."""

    type: ClassVar[str] = "commissioning.existing-support.recorded"
    data: SchoolExistingSupport


class MatchTermName(StrEnum):
    """What an item's place is made of."""

    PRIORITY = "priority"
    NEED = "need"
    AVAILABILITY = "availability"
    EXISTING = "existing"
    ALREADY_PLANNED = "already_planned"
    PROGRAMMES = "programmes"


class MatchTerm(Output):
    """One term of a score: value times weight. Below zero it counts against the item."""

    name: MatchTermName
    value: Annotated[float, Field(ge=0, le=1)]
    weight: Annotated[float, Field(ge=-100, le=100)]
    contribution: Annotated[float, Field(ge=-100, le=100, description="Value times weight.")]
    why: Sentence


class Match(Output):
    """One item of the menu for one school."""

    rank: Annotated[int, Field(ge=1, le=500, description="1 is the best.")]
    menu_item_code: Slug
    title: Name
    strand: Strand
    audience: Audience
    usual_hours: Annotated[float, Field(ge=0, le=200)]
    score: Annotated[float, Field(ge=-200, le=200, description="The sum of its terms.")]
    terms: Annotated[list[MatchTerm], Field(max_length=10)]
    domains: Annotated[list[Slug], Field(max_length=50, description="Its domains in which the school has a need.")]
    finding_ids: Annotated[list[UUID], Field(max_length=200, description="The findings it would answer (R30).")]
    availability: Availability
    local_offer_ids: Annotated[list[UUID], Field(max_length=200, description="The cheapest hour first.")]
    exists_locally: Annotated[bool, Field(description="Whether schools here have it already, without PINS (R31).")]
    already_planned: Annotated[bool, Field(description="Whether the school's package has it already.")]


class Matches(Output):
    """The menu in force, ranked for one school; items that are not for its offer are left out."""

    participation_id: UUID
    programme_year: ProgrammeYear
    offer: Offer
    priorities_agreed: Annotated[bool, Field(description="False: ranked by findings alone, as none are agreed yet.")]
    matches: Annotated[list[Match], Field(max_length=500)]
    needs_as_of: Annotated[Moment | None, Field(description="How far assessment_api's feed had been followed.")]
