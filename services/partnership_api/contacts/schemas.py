"""What callers send about contacts."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.contacts import EmailAddress
from shared.contracts.types import Name, OrganisationRef


class NewContact(Input):
    """A contact of an organisation, for use at work alone."""

    organisation: OrganisationRef
    role: Annotated[Name, Field(description="What the person is to be asked about; no name here.")]
    name: Name
    email: EmailAddress


class ContactChange(Input):
    """What is to change of a contact; what is left out stays."""

    role: Name | None = None
    name: Name | None = None
    email: EmailAddress | None = None


class ContactQuery(ListQuery):
    """Filters of the list of contacts."""

    organisation: Many[OrganisationRef] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class ContactReadQuery(ListQuery):
    """Filters of the log. `updated_since` means read since."""

    read_by: Many[OrganisationRef] | None = None
    contact_id: Many[UUID] | None = None
    organisations: Annotated[Many[OrganisationRef] | None, Field(description="Whose contacts were read.")] = None
    sort: Literal["id", "-id"] | None = None
