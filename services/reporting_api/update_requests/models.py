"""The table of update requests."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base
from shared.contracts.reporting.update_requests import RequestStatus
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class UpdateRequest(Versioned, Base):
    """One question to one partner. Its project is a copy that a rebuild empties, so nothing refers to that."""

    __tablename__ = "update_requests"
    __table_args__ = (Index("ix_update_requests_organisation", "organisation", "id"),)

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(index=True)
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    quarterly_report_id: Mapped[UUID | None] = mapped_column(ForeignKey("quarterly_reports.id"), index=True)
    organisation: Mapped[str] = mapped_column(ORGANISATION)
    organisation_name: Mapped[str | None]
    participation_id: Mapped[UUID | None] = mapped_column(index=True)
    question: Mapped[str]
    due_on: Mapped[date]
    status: Mapped[RequestStatus] = mapped_column(words(RequestStatus), default=RequestStatus.OPEN)
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(ORGANISATION)
    answered_how: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str | None]

    @moves(RequestStatus.OPEN, to=RequestStatus.ANSWERED, by=("answer_update_request", "record_update_answer"))
    def take_answer(self, answer: str, by: str, how: str | None, at: datetime) -> None:
        """Keep what was answered."""
        self._must_be_open()
        self.answer, self.answered_by, self.answered_how, self.answered_at = answer, by, how, at
        self.status = RequestStatus.ANSWERED

    @moves(RequestStatus.OPEN, to=RequestStatus.WITHDRAWN, by="withdraw_update_request")
    def withdraw(self, reason: str, at: datetime) -> None:
        """Ask no more."""
        self._must_be_open()
        self.withdrawal_reason, self.withdrawn_at = reason, at
        self.status = RequestStatus.WITHDRAWN

    def _must_be_open(self) -> None:
        if self.status is not RequestStatus.OPEN:
            raise errors.RequestNotOpen
