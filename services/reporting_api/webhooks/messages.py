"""What is sent: the thin body, and the headers of Standard Webhooks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.fernet import MultiFernet
from standardwebhooks import Webhook as Signer

from shared.contracts.reporting.webhooks import Message, MessageData

from .models import Webhook, WebhookDelivery


@dataclass(frozen=True)
class Outgoing:
    """One message, ready to be sent."""

    id: UUID
    url: str
    headers: dict[str, str]
    body: bytes


def outgoing(message: WebhookDelivery, webhook: Webhook, safe: MultiFernet, now: datetime) -> Outgoing:
    """A message as it is sent now: the same id and body with each attempt, with a time and signatures of its own."""
    data = MessageData(
        id=message.event_id,
        source=message.source,
        subject=message.subject,
        resourceversion=message.resource_version,
        projectid=message.project_id,
    )
    body = Message(type=message.type, timestamp=message.time, data=data).model_dump_json()
    signatures = [
        Signer(safe.decrypt(secret).decode()).sign(str(message.id), now, body) for secret in _secrets(webhook, now)
    ]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "PINS-Webhooks",
        "webhook-id": str(message.id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return Outgoing(message.id, webhook.url, headers, body.encode())


def _secrets(webhook: Webhook, now: datetime) -> list[bytes]:
    until = webhook.former_secret_until
    former = webhook.former_secret if until is not None and now < until else None
    return [webhook.secret] if former is None else [webhook.secret, former]
