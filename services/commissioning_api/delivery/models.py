"""The table of sessions, and how a session moves on."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base, OfASchool, by_place
from shared.contracts.commissioning.delivery import Mode, SessionStatus
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class DeliverySession(Versioned, OfASchool, Base):
    """One session of a line. Of the staff it reached there are counts by role, and never names (R37)."""

    __tablename__ = "delivery_sessions"
    __table_args__ = (
        Index("ix_delivery_sessions_package_line_id", "package_line_id", "id"),
        Index("ix_delivery_sessions_provider_id", "provider_id", "id"),
        *by_place("delivery_sessions"),
        CheckConstraint("hours > 0 and hours <= 24", name="hours"),
    )

    id: Mapped[UUID] = primary_key()
    package_line_id: Mapped[UUID] = mapped_column(ForeignKey("package_lines.id"))
    provider_id: Mapped[UUID | None]
    held_on: Mapped[date]
    hours: Mapped[float]
    profession: Mapped[str]
    mode: Mapped[Mode] = mapped_column(words(Mode))
    status: Mapped[SessionStatus] = mapped_column(words(SessionStatus), default=SessionStatus.PLANNED)
    staff_reached: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    cancelled_reason: Mapped[str | None]

    def change(self, values: Mapping[str, Any]) -> None:
        """Arrange a session otherwise."""
        self.must_be_planned()
        for name, value in values.items():
            setattr(self, name, value)

    @moves(SessionStatus.PLANNED, to=SessionStatus.HELD, by="hold_session")
    def hold(self, hours: float, staff_reached: list[dict[str, Any]]) -> None:
        """It was held."""
        self.must_be_planned()
        self.status, self.hours, self.staff_reached = SessionStatus.HELD, hours, staff_reached

    @moves(SessionStatus.HELD, to=SessionStatus.PLANNED, by="reopen_session")
    def reopen(self) -> None:
        """It was not held, or not as was said."""
        if self.status is not SessionStatus.HELD:
            raise errors.SessionNotHeld(f"This session is {self.status}.")
        self.status, self.staff_reached = SessionStatus.PLANNED, []

    @moves(SessionStatus.PLANNED, to=SessionStatus.CANCELLED, by="cancel_session")
    def cancel(self, reason: str) -> None:
        """It is not going to be held."""
        self.must_be_planned()
        self.status, self.cancelled_reason = SessionStatus.CANCELLED, reason

    def must_be_planned(self) -> None:
        """Refuse to do anything with a session that was held or cancelled."""
        if self.status is not SessionStatus.PLANNED:
            raise errors.SessionNotPlanned(f"This session is {self.status}.")
