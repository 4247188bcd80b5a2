"""What callers send about menus."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.commissioning.menus import Audience, Strand
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.participations import Offer
from shared.contracts.types import Label, Name, ProgrammeYear, Sentence, Slug


class MenuQuery(ListQuery):
    """Filters of the list of menus, earlier editions included."""

    code: Many[Slug] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    is_current: Annotated[bool, Field(description="Only those in force, or only those that are not.")] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class MenuItemQuery(ListQuery):
    """Filters of the list of items; those with several values in a row match if one of them does."""

    menu_id: Many[UUID] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    code: Many[Slug] | None = None
    kind: Many[Slug] | None = None
    strand: Many[Strand] | None = None
    audience: Many[Audience] | None = None
    domain: Many[Slug] | None = None
    offer: Many[Offer] | None = None
    sort: Literal["id", "-id", "code", "-code", "title", "-title"] | None = None


class NewMenuItem(Input):
    """One intervention to publish."""

    code: Slug
    title: Name
    kind: Annotated[Slug, Field(examples=["training"])]
    strand: Strand
    domains: Annotated[list[Slug], Field(min_length=1, max_length=50)]
    professions: Annotated[list[Label], Field(max_length=20)]
    audience: Audience
    usual_hours: Annotated[float, Field(ge=0, le=200)]
    evidence_summary: Sentence
    offers: Annotated[list[Offer], Field(min_length=1, max_length=3)]


class NewMenu(Input):
    """A menu to publish: a new edition of its code, in force for its programme year from then on."""

    code: Slug
    title: Name
    illustrative: Annotated[bool, Field(description="True when it was made up and is not the national one.")]
    programme_year: ProgrammeYear
    items: Annotated[list[NewMenuItem], Field(min_length=1, max_length=500)]
