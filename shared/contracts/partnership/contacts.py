"""Contacts of organisations, for use at work alone; and who read them."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Count, Moment, Name, OrganisationRef, Version

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"

EmailAddress = Annotated[
    str,
    StringConstraints(
        pattern=rf"^{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}$", min_length=6, max_length=254
    ),
    Field(description="An e-mail address for use at work.", examples=["send.lead@council.example"]),
]


class Contact(Output):
    """Whom to ask in an organisation: a role and its holder. Erased for good when it is deleted."""

    id: UUID
    organisation: OrganisationRef
    role: Annotated[Name, Field(description="What the person is to be asked about.", examples=["SEND lead"])]
    name: Name
    email: EmailAddress
    version: Version
    created_at: Moment
    updated_at: Moment


class ContactRead(Output):
    """One reading of contacts: who asked, for what, and how many contacts that covers."""

    id: UUID
    read_at: Moment
    read_by: OrganisationRef
    contact_id: Annotated[UUID | None, Field(description="The one that was read; null for a list.")]
    organisations: Annotated[list[OrganisationRef], Field(description="Whose contacts it covers.", max_length=100_000)]
    filtered_by: Annotated[list[OrganisationRef], Field(description="Whose the list was asked for.", max_length=100)]
    covers: Annotated[Count, Field(description="How many contacts, over all pages.")]


class ContactReference(Output):
    """What is told of a contact in events and history: nothing of a person."""

    id: UUID
    organisation: OrganisationRef
    role: Name
    version: Version


class _ContactEvent(Event):
    data: ContactReference

    @property
    def organisations(self) -> list[str]:
        return [self.data.organisation]


class ContactAdded(_ContactEvent):
    """An organisation has a contact more."""

    type: ClassVar[str] = "partnership.contact.added"


class ContactChanged(_ContactEvent):
    """A contact's role, name or address changed."""

    type: ClassVar[str] = "partnership.contact.changed"


class ContactErased(_ContactEvent):
    """A contact is gone for good."""

    type: ClassVar[str] = "partnership.contact.erased"
