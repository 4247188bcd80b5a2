"""The tables of webhooks: whom to tell, what is to be told, how far each source was heard."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base
from shared.contracts.reporting.webhooks import DeliveryStatus, DisabledReason, WebhookStatus
from shared.kit.clock import utc_now
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors, rules

MOST_ATTEMPTS_SHOWN = 50


class Webhook(Versioned, Base):
    """An address of an organisation. Its secrets are encrypted with the service's key, and are in no contract."""

    __tablename__ = "webhooks"

    id: Mapped[UUID] = primary_key()
    organisation: Mapped[str] = mapped_column(ORGANISATION, index=True)
    url: Mapped[str]
    description: Mapped[str]
    types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    status: Mapped[WebhookStatus] = mapped_column(words(WebhookStatus), default=WebhookStatus.ACTIVE)
    disabled_reason: Mapped[DisabledReason | None] = mapped_column(words(DisabledReason))
    disabled_at: Mapped[datetime | None]
    consecutive_failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    former_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    former_secret_until: Mapped[datetime | None]
    secret_rotated_at: Mapped[datetime] = mapped_column(default=utc_now)

    @moves(WebhookStatus.ACTIVE, to=WebhookStatus.PAUSED, by="change_webhook")
    @moves(WebhookStatus.PAUSED, WebhookStatus.DISABLED, to=WebhookStatus.ACTIVE, by="change_webhook")
    def set_status(self, wish: WebhookStatus) -> None:
        """Pause, resume, or enable again: a receiver that is mended begins with a clean sheet."""
        if self.status is WebhookStatus.DISABLED and wish is WebhookStatus.ACTIVE:
            self.disabled_reason = self.disabled_at = self.failing_since = None
            self.consecutive_failures = 0
        if self.status is not WebhookStatus.DISABLED or wish is WebhookStatus.ACTIVE:
            self.status = wish

    def rotate(self, secret: bytes, now: datetime) -> None:
        """Sign with another secret from now on, and with the one of now for a day longer."""
        self.former_secret, self.former_secret_until = self.secret, now + rules.FORMER_SECRET_HOLDS
        self.secret, self.secret_rotated_at = secret, now

    @moves(
        WebhookStatus.ACTIVE, WebhookStatus.PAUSED, to=WebhookStatus.DISABLED, by="the platform, when nobody is there"
    )
    def disable(self, reason: DisabledReason, now: datetime) -> None:
        """Send nothing more until its owner enables it."""
        self.status, self.disabled_reason, self.disabled_at = WebhookStatus.DISABLED, reason, now


class WebhookDelivery(Versioned, Base):
    """One message to one webhook. `claimed_until` is the lease of the worker that is sending it."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "source", "event_id"),
        Index(
            "ix_webhook_deliveries_waiting",
            "webhook_id",
            "next_attempt_at",
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_webhook_deliveries_held", "webhook_id", postgresql_where=text("claimed_until is not null")),
        Index(
            "ix_webhook_deliveries_pings",
            "id",
            postgresql_where=text("status = 'pending' and type = 'reporting.webhook.ping'"),
        ),
        Index("ix_webhook_deliveries_organisation", "organisation", "id"),
    )

    id: Mapped[UUID] = primary_key()
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    organisation: Mapped[str] = mapped_column(ORGANISATION)
    event_id: Mapped[UUID]
    type: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(80))
    time: Mapped[datetime]
    project_id: Mapped[UUID | None]
    resource_version: Mapped[int]
    status: Mapped[DeliveryStatus] = mapped_column(words(DeliveryStatus), default=DeliveryStatus.PENDING)
    attempts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    failures: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(default=utc_now)
    claimed_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]

    def note(self, attempt: dict[str, Any]) -> None:
        """Keep what came of an attempt."""
        self.attempts = [*self.attempts, attempt][-MOST_ATTEMPTS_SHOWN:]
        self.claimed_until = None

    @moves(DeliveryStatus.PENDING, to=DeliveryStatus.DELIVERED, by="the receiver's answer")
    def arrived(self, now: datetime) -> None:
        """The receiver took it."""
        self.status, self.delivered_at, self.next_attempt_at = DeliveryStatus.DELIVERED, now, None

    @moves(DeliveryStatus.PENDING, to=DeliveryStatus.FAILED, by="the platform, when it gives up")
    def failed(self, again_after: timedelta | None, now: datetime) -> None:
        """Try again later, or not at all."""
        self.failures += 1
        if again_after is None:
            self.status, self.next_attempt_at = DeliveryStatus.FAILED, None
        else:
            self.next_attempt_at = now + again_after

    @moves(
        DeliveryStatus.DELIVERED,
        DeliveryStatus.FAILED,
        to=DeliveryStatus.PENDING,
        by=("redeliver_message", "redeliver_failed_messages"),
    )
    def send_again(self, now: datetime) -> None:
        """From the beginning, under the same id."""
        if self.status is DeliveryStatus.PENDING:
            raise errors.StillBeingTried
        self.status, self.failures, self.next_attempt_at = DeliveryStatus.PENDING, 0, now


class WebhookSource(Base):
    """How far one service's events were turned into messages."""

    __tablename__ = "webhook_sources"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    cursor: Mapped[str | None]
