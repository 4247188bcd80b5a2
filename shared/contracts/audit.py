"""The audit: who read what is protected and who changed what. Codes and ids alone: nobody's name or address."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.types import Count, Label, LaCode, Moment, OdsCode, OrganisationRef, Urn


class AuditKind(StrEnum):
    """Contacts and extracts are protected: that they are read is kept. Of everything, that it is changed."""

    READ = "read"
    CHANGED = "changed"


class AuditEntry(Output):
    """One time that something was changed, or that something protected was read. It never changes itself."""

    id: Annotated[UUID, Field(description="Of a change, the id of its event in the feed.")]
    at: Moment
    kind: AuditKind
    actor: Annotated[Label, Field(description="Who did it: the organisation of the token.", examples=["icb:QWO"])]
    client_id: Annotated[
        str | None,
        Field(
            max_length=200,
            description="The client whose token it was; for the organisation itself and national bodies, else null.",
            examples=["qwo-case-system"],
        ),
    ]
    request_id: Annotated[
        str | None,
        Field(
            max_length=128,
            description="`X-Request-ID` of the request; shown to the same, and null for work in the background.",
        ),
    ]
    type: Annotated[
        str,
        Field(
            max_length=120,
            description="The type of the event, or what was read.",
            examples=["partnership.contact.read"],
        ),
    ]
    subject: Annotated[
        str | None, Field(max_length=80, description="The resource's key in its URL; null for a list that was read.")
    ]
    resource_version: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="The resource's version after a change; 0 where it has none.")
    ]
    covers: Annotated[Count, Field(description="How many resources it is about: of a list, all its pages.")]
    project_id: UUID | None
    icb_code: OdsCode | None
    la_code: LaCode | None
    urn: Urn | None
    organisations: Annotated[
        list[OrganisationRef], Field(max_length=100_000, description="Whose it was that was read; empty for a change.")
    ]
