"""The national menu of support, as versioned data."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.partnership.participations import Offer
from shared.contracts.types import Label, Moment, Name, ProgrammeYear, Sentence, Slug, Version


class Strand(StrEnum):
    """The two parallel strands every school gets (R22)."""

    TAILORED_SUPPORT = "tailored_support"
    PARENT_CARER_ENGAGEMENT = "parent_carer_engagement"


class Audience(StrEnum):
    """Whom an item reaches."""

    WHOLE_SCHOOL = "whole_school"
    TARGETED = "targeted"


class MenuItem(Output):
    """One intervention of the menu."""

    code: Slug
    title: Name
    kind: Annotated[Slug, Field(description="What sort of support it is, such as training, coaching, audit or review.")]
    strand: Strand
    domains: Annotated[
        list[Slug], Field(max_length=50, description="The programme year's domains of need that it answers.")
    ]
    professions: Annotated[list[Label], Field(max_length=20, description="Who may give it; empty: anybody.")]
    audience: Audience
    usual_hours: Annotated[float, Field(ge=0, le=200, description="How many hours a school usually has of it.")]
    evidence_summary: Sentence
    offers: Annotated[
        list[Offer], Field(min_length=1, max_length=3, description="For which offers it may be commissioned (R6).")
    ]


class CurrentMenuItem(MenuItem):
    """One intervention of a menu that is in force: what may be commissioned now."""

    id: UUID
    menu_id: UUID
    programme_year: ProgrammeYear
    illustrative: bool


class Menu(Output):
    """One published edition of the menu (R29). Never changed; a new edition follows it."""

    id: UUID
    code: Slug
    version: Annotated[Version, Field(description="The edition; rises by one with each that is published; the ETag.")]
    title: Name
    illustrative: Annotated[bool, Field(description="True: made up by us, because the real one is not published.")]
    programme_year: ProgrammeYear
    items: Annotated[list[MenuItem], Field(min_length=1, max_length=500)]
    updated_at: Moment


class MenuPublished(Event):
    """The national team published the menu, or a new edition of it."""

    type: ClassVar[str] = "commissioning.menu.published"
    public: ClassVar[bool] = True
    data: Menu
