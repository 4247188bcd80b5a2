"""What callers send about providers."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.commissioning.providers import ProviderKind, ProviderStatus
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import FreeLabel, FreeName, FreeSentence, Label, LaCode, OdsCode, OrganisationRef

Name = Annotated[FreeName, Field(description="The name it trades under; no address and no telephone number (R37).")]
Organisation = Annotated[
    OrganisationRef, Field(description="For a service of an authority, a school or a parent carer group: which it is.")
]
Professions = Annotated[list[FreeLabel], Field(max_length=30, examples=[["educational psychology"]])]
LaCodes = Annotated[list[LaCode], Field(min_length=1, max_length=200, description="The authorities it covers.")]


class ProviderQuery(ListQuery):
    """Filters of the list of providers; those with several values in a row match if one of them does."""

    icb_code: Many[OdsCode] | None = None
    kind: Many[ProviderKind] | None = None
    status: Many[ProviderStatus] | None = None
    la_code: Many[LaCode] | None = None
    profession: Many[Label] | None = None
    sort: Literal["id", "-id", "name", "-name", "updated_at", "-updated_at"] | None = None


class NewProvider(Input):
    """A provider to register."""

    name: Name
    kind: ProviderKind
    organisation: Organisation | None = None
    professions: Professions
    la_codes: LaCodes


class ProviderChange(Input):
    """What is to change of a provider; what is left out stays. Another kind of provider is another provider."""

    name: Name | None = None
    organisation: Organisation | None = None
    professions: Professions | None = None
    la_codes: LaCodes | None = None


class Closure(Input):
    """Why a provider gives support no longer."""

    reason: FreeSentence
