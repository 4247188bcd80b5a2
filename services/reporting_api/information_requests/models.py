"""The table of requests for information."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base
from shared.contracts.reporting.evaluation import InformationRequestStatus
from shared.kit.clock import today
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors

MOST_REMINDERS = 1000


class InformationRequest(Versioned, Base):
    """One thing asked of one organisation."""

    __tablename__ = "information_requests"

    id: Mapped[UUID] = primary_key()
    evaluation_id: Mapped[UUID] = mapped_column(ForeignKey("evaluations.id"), index=True)
    evaluator: Mapped[str] = mapped_column(ORGANISATION, index=True)
    asked: Mapped[str] = mapped_column(ORGANISATION, index=True)
    # The project of a school that is asked: whoever answers for the project now may answer for the school.
    project_id: Mapped[UUID | None] = mapped_column(index=True)
    board: Mapped[str | None] = mapped_column(ORGANISATION)
    questions: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    asks: Mapped[str]
    due_on: Mapped[date] = mapped_column(index=True)
    status: Mapped[InformationRequestStatus] = mapped_column(
        words(InformationRequestStatus, name="requeststatus"), default=InformationRequestStatus.OPEN
    )
    late: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str | None]
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(ORGANISATION)
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str | None]
    reminders: Mapped[int] = mapped_column(default=0)
    last_reminded_at: Mapped[datetime | None]

    @property
    def overdue(self) -> bool:
        """Open after the day it was due."""
        return self.status is InformationRequestStatus.OPEN and self.due_on < today()

    def must_be_open(self) -> None:
        """Refuse what is done to a request that was answered or withdrawn."""
        if self.status is not InformationRequestStatus.OPEN:
            raise errors.RequestNotOpen(f"It was {self.status.value} already.")

    @moves(InformationRequestStatus.OPEN, to=InformationRequestStatus.ANSWERED, by="answer_information_request")
    def give_answer(self, answer: str, attachments: list[dict[str, Any]], by: str, at: datetime) -> None:
        """Answer what was asked."""
        self.must_be_open()
        self.late = self.due_on < today()
        self.status, self.answer, self.attachments = InformationRequestStatus.ANSWERED, answer, attachments
        self.answered_by, self.answered_at = by, at

    @moves(InformationRequestStatus.OPEN, to=InformationRequestStatus.WITHDRAWN, by="withdraw_information_request")
    def withdraw(self, reason: str, at: datetime) -> None:
        """Ask for it no longer."""
        self.must_be_open()
        self.status, self.withdrawal_reason, self.withdrawn_at = InformationRequestStatus.WITHDRAWN, reason, at

    def remind(self, at: datetime) -> None:
        """Count one more reminder."""
        self.must_be_open()
        if self.reminders >= MOST_REMINDERS:
            raise errors.TooManyReminders
        self.reminders, self.last_reminded_at = self.reminders + 1, at
