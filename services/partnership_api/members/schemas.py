"""What callers send about members, and what they are told of partners that are missing."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input, Output
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import Day, Name, OrganisationRef, Sentence, Slug


class NewMember(Input):
    """An organisation that becomes a partner."""

    organisation: OrganisationRef
    kind: Annotated[Slug, Field(description="A kind of partner, as the programme year names them.")]
    role: Name
    joined_on: Day
    provider_name: Annotated[
        Name | None, Field(description="What a provider is called. Others are named as the register has them.")
    ] = None


class Departure(Input):
    """The last day of a membership."""

    left_on: Day


class MemberQuery(ListQuery):
    """Filters of the list of members."""

    project_id: Many[UUID] | None = None
    organisation: Many[OrganisationRef] | None = None
    kind: Many[Slug] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class MissingPartner(Output):
    """A partner that a project lacks: one organisation, or any of a kind."""

    kind: Slug
    organisation: OrganisationRef | None
    sentence: Sentence


class PartnersMissing(Output):
    """Whether a project has every partner that its programme year requires (R7), and whom it lacks."""

    complete: bool
    missing: Annotated[list[MissingPartner], Field(max_length=200)]
