"""Webhooks: an organisation is told of events as they happen, each time with a signature (Standard Webhooks)."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Moment, Name, OrganisationRef, Version

PING = "reporting.webhook.ping"
WebhookUrl = Annotated[str, Field(max_length=400, examples=["https://leeds.example/hooks/pins"])]
EventPattern = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]+(\.[a-z-]+(\.([a-z-]+|\*))?|\.\*)$", max_length=120),
    Field(description="A type of event, or the beginning of several.", examples=["partnership.project.*"]),
]
Patterns = Annotated[list[EventPattern], Field(min_length=1, max_length=50)]
Secret = Annotated[str, Field(max_length=100, examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])]


class WebhookStatus(StrEnum):
    """Whether anything is sent. What happens meanwhile is kept, and sent afterwards."""

    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"


class DisabledReason(StrEnum):
    """Why the service stopped sending."""

    GONE = "gone"
    GIVEN_UP = "given_up"
    FAILING_FOR_DAYS = "failing_for_days"


class DeliveryStatus(StrEnum):
    """How it stands with one message."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(Output):
    """An address that is told of events which its organisation could read in the feeds itself."""

    id: UUID
    organisation: OrganisationRef
    url: WebhookUrl
    description: Name
    types: Annotated[list[EventPattern], Field(max_length=50)]
    status: WebhookStatus
    disabled_reason: DisabledReason | None
    disabled_at: Moment | None
    consecutive_failures: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="Messages given up since the last one that arrived.")
    ]
    secret_rotated_at: Moment
    former_secret_until: Annotated[Moment | None, Field(description="Until then the secret before signs as well.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class WebhookWithSecret(Webhook):
    """A webhook as it is told to who made it or changed its secret."""

    secret: Annotated[
        Secret | None,
        Field(description="Shown this once. Null: the request was repeated with its Idempotency-Key."),
    ]


class Attempt(Output):
    """One try to deliver a message."""

    at: Moment
    status_code: Annotated[int | None, Field(ge=100, le=999)]
    error: Annotated[
        str | None,
        Field(
            max_length=40,
            description="A word for why it is none: timed_out, redirected, no_connection, not_public, ...",
        ),
    ]
    duration_ms: Annotated[int, Field(ge=0, le=10**7)]


class WebhookDelivery(Output):
    """One message to one webhook. Its id is sent as `webhook-id`, the same with each attempt."""

    id: UUID
    webhook_id: UUID
    organisation: OrganisationRef
    event_id: UUID
    type: Annotated[str, Field(max_length=120)]
    source: Annotated[str, Field(max_length=200)]
    subject: Annotated[str, Field(max_length=80)]
    time: Moment
    project_id: UUID | None
    resource_version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    status: DeliveryStatus
    attempts: Annotated[list[Attempt], Field(max_length=50, description="The latest fifty, the oldest first.")]
    next_attempt_at: Annotated[Moment | None, Field(description="Not before then; null when nothing more is tried.")]
    delivered_at: Moment | None
    version: Version
    created_at: Moment
    updated_at: Moment


class Redelivery(Output):
    """How many messages that had been given up are sent again."""

    redelivered: Annotated[int, Field(ge=0, le=2**31 - 1)]


class MessageData(Output):
    """Which resource the event is about, and its version. Ask the service that `source` names for the rest."""

    id: UUID
    source: Annotated[str, Field(max_length=200)]
    subject: Annotated[str, Field(max_length=80)]
    resourceversion: Annotated[int, Field(ge=0, le=2**31 - 1)]
    projectid: UUID | None


class Message(Output):
    """The body that a receiver gets."""

    type: Annotated[str, Field(max_length=120)]
    timestamp: Moment
    data: MessageData


class _WebhookEvent(Event):
    data: Webhook

    @property
    def organisations(self) -> list[str]:
        return [self.data.organisation]


class WebhookMade(_WebhookEvent):
    """An organisation wants to be told of events."""

    type: ClassVar[str] = "reporting.webhook.made"


class WebhookChanged(_WebhookEvent):
    """Its address, its types or its description changed; it was paused, resumed or enabled; its secret was rotated."""

    type: ClassVar[str] = "reporting.webhook.changed"


class WebhookDisabled(_WebhookEvent):
    """Nothing is sent any more: its receiver said that it is gone, or failed for too long."""

    type: ClassVar[str] = "reporting.webhook.disabled"


class WebhookDeleted(_WebhookEvent):
    """The organisation wants to be told no more."""

    type: ClassVar[str] = "reporting.webhook.deleted"


Wish = Literal["active", "paused"]
"""What an owner can ask for; only the service disables."""
