"""What a service announces: CloudEvents 1.0, each carrying the resource as it was after the change."""

from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field, RootModel

from shared.contracts.base import Output
from shared.contracts.types import Label, LaCode, Moment, OdsCode, OrganisationRef, Urn

BATCH_MEDIA_TYPE = "application/cloudevents-batch+json"


class Event(Output):
    """A fact in the past tense. `type` is `service.thing.verb`; `data` is the resource it is about."""

    type: ClassVar[str]
    public: ClassVar[bool] = False
    """Whether every caller of the service may see it: facts of a public register, published tools."""

    reading: ClassVar[bool] = False
    """Whether it tells that something protected was read, which the audit sets apart from what was changed."""

    data: Any

    @property
    def subject(self) -> str:
        """The resource's own key, as it stands in its URL."""
        return str(self.data.id)

    @property
    def project_id(self) -> UUID | None:
        """The project it belongs to, which decides who of its partners sees it."""
        found: UUID | None = getattr(self.data, "project_id", None)
        return found

    @property
    def organisations(self) -> list[str]:
        """Further organisations that may see this event, beside those its project, ICB, LA or school give."""
        return []


class CloudEvent(Output):
    """One event of a feed. The extension attributes are those a caller's visibility is decided on."""

    specversion: Annotated[str, Field(max_length=5)] = "1.0"
    id: UUID
    source: Annotated[
        str, Field(max_length=200, description="The service, as a URI reference.", examples=["/partnership"])
    ]
    type: Annotated[str, Field(max_length=120)]
    subject: Annotated[str, Field(max_length=80, description="The resource's key in its URL")]
    time: Moment
    datacontenttype: Annotated[str, Field(max_length=40)] = "application/json"
    projectid: UUID | None = None
    icbcode: OdsCode | None = None
    lacode: LaCode | None = None
    urn: Urn | None = None
    actor: Annotated[Label, Field(description="Who did it: the organisation of the token")]
    resourceversion: Annotated[int, Field(ge=0, le=2**31 - 1, description="The resource's version after the change")]
    data: Annotated[
        dict[str, Any],
        Field(
            max_length=1000,
            description="The resource after the change",
            examples=[{"icb_code": "QWO", "programme_year": "2025-26", "status": "set_up", "version": 3}],
        ),
    ]


class EventBatch(RootModel[Annotated[list[CloudEvent], Field(max_length=1000)]]):
    """Events in the order of the feed; an empty array when there are no more for now."""


class SeenEvent(Output):
    """One event, thin, and who of those asked about may see it."""

    id: UUID
    type: Annotated[str, Field(max_length=120)]
    subject: Annotated[str, Field(max_length=80)]
    time: Moment
    projectid: UUID | None
    resourceversion: Annotated[int, Field(ge=0, le=2**31 - 1)]
    organisations: Annotated[list[OrganisationRef], Field(max_length=100)]


class SeenEvents(Output):
    """Events that any of those asked about may see, in the order of the feed, and the cursor to go on with."""

    items: Annotated[list[SeenEvent], Field(max_length=500)]
    next_cursor: Annotated[str, Field(max_length=200)]
