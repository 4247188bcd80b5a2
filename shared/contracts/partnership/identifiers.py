"""The identifiers of organisations: which codes stand for one and the same, and when."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.types import Day, Label, Name, OrganisationRef


class IdentifierScheme(StrEnum):
    """Whose code it is."""

    ODS = "ods"
    ONS = "ons"
    DFE = "dfe"
    GSS = "gss"
    URN = "urn"
    UKPRN = "ukprn"
    LAESTAB = "laestab"
    OWN = "own"


class Identifier(Output):
    """A code that stands, or stood, for an organisation."""

    organisation: OrganisationRef
    scheme: IdentifierScheme
    value: Annotated[Label, Field(examples=["E08000019"])]
    valid_from: Annotated[Day | None, Field(description="Null where it is not known.")]
    valid_to: Annotated[Day | None, Field(description="The last day; null while no end is known.")]
    source: Name
