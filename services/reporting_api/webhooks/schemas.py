"""What callers send about webhooks."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.webhooks import DeliveryStatus, Patterns, WebhookStatus, WebhookUrl, Wish
from shared.contracts.types import FreeName, Moment


class WebhookQuery(ListQuery):
    """Filters of the list of webhooks."""

    status: Many[WebhookStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class DeliveryQuery(ListQuery):
    """Filters of the log of deliveries."""

    webhook_id: Many[UUID] | None = None
    event_id: Many[UUID] | None = None
    status: Many[DeliveryStatus] | None = None
    type: Many[Annotated[str, Field(max_length=120)]] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class NewWebhook(Input):
    """Where to send, and what."""

    url: WebhookUrl
    description: FreeName
    types: Patterns


class WebhookChange(Input):
    """What is to be different. `status` pauses, resumes, or enables again what was disabled."""

    url: WebhookUrl | None = None
    description: FreeName | None = None
    types: Patterns | None = None
    status: Wish | None = None


class RedeliverySince(Input):
    """From when on what was given up is sent again."""

    since: Moment
