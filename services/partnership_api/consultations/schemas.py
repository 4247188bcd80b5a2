"""What callers send about consultations."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.selection import Response
from shared.contracts.types import Day, FreeSentence, OdsCode, OrganisationRef, Urn

Said = Annotated[FreeSentence | None, Field(description="What the partner said.")]


class ConsultationQuery(ListQuery):
    """Filters of the list of consultations."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    organisation: Many[OrganisationRef] | None = None
    response: Many[Response] | None = None
    urns: Annotated[Many[Urn] | None, Field(description="Those that name one of these schools.")] = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class NewConsultation(Input):
    """A partner to ask, or one that was asked and has answered."""

    organisation: OrganisationRef
    urns: Annotated[list[Urn], Field(default_factory=list, max_length=500, description="Empty: the whole selection.")]
    asked_on: Day
    response: Response = Response.AWAITED
    said: Said = None
    answered_on: Day | None = None


class ConsultationAnswer(Input):
    """What a partner says to what it was asked."""

    response: Literal[Response.SUPPORTS, Response.OBJECTS, Response.NO_VIEW, Response.NO_ANSWER]
    said: Said = None
    answered_on: Day
