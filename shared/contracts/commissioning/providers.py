"""Providers: who gives support, in which professions, and where."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Label, LaCode, Moment, Name, OdsCode, OrganisationRef, Sentence, Version


class ProviderKind(StrEnum):
    """What sort of organisation gives support."""

    NHS_TRUST = "nhs_trust"
    LA_SERVICE = "la_service"
    CHARITY = "charity"
    PARENT_CARER_GROUP = "parent_carer_group"
    SCHOOL = "school"
    SOLE_PRACTITIONER = "sole_practitioner"


class ProviderStatus(StrEnum):
    """Giving support, or no longer."""

    ACTIVE = "active"
    CLOSED = "closed"


class Provider(Output):
    """One provider, as the board that registered it knows it. Its id is the code of its tokens: `provider:<id>`."""

    id: UUID
    icb_code: Annotated[OdsCode, Field(description="The board that registered it.")]
    name: Name
    kind: ProviderKind
    organisation: Annotated[
        OrganisationRef | None,
        Field(description="The authority, school or parent carer group that it is, if it is one."),
    ]
    professions: Annotated[list[Label], Field(max_length=30)]
    la_codes: Annotated[list[LaCode], Field(min_length=1, max_length=200, description="The authorities it covers.")]
    status: ProviderStatus
    closed_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _ProviderEvent(Event):
    data: Provider

    @property
    def organisations(self) -> list[str]:
        return [f"provider:{self.data.id}"]


class ProviderRegistered(_ProviderEvent):
    """A board registered a provider."""

    type: ClassVar[str] = "commissioning.provider.registered"


class ProviderChanged(_ProviderEvent):
    """What is known of a provider changed."""

    type: ClassVar[str] = "commissioning.provider.changed"


class ProviderClosed(_ProviderEvent):
    """A provider gives support no longer."""

    type: ClassVar[str] = "commissioning.provider.closed"
