"""The tables of quarterly reports, what was submitted of each, and what was decided on it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base
from shared.contracts.reporting.quarterly_reports import ReportOutcome, ReportStatus
from shared.contracts.reporting.report_figures import ReportFigures
from shared.kit.clock import utc_now
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors

HANDED_IN = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)


class QuarterlyReport(Versioned, Base):
    """A project's report of one quarter. A rebuild empties the copies of projects, and leaves this as it is."""

    __tablename__ = "quarterly_reports"
    __table_args__ = (UniqueConstraint("project_id", "quarter"),)

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    quarter: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    illustrative: Mapped[bool]
    status: Mapped[ReportStatus] = mapped_column(words(ReportStatus), default=ReportStatus.DRAFT)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("report_templates.id"))
    pinned: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    submissions: Mapped[int] = mapped_column(default=0)
    first_submitted_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    reasons: Mapped[list[str]] = mapped_column(JSONB, default=list)

    def must_be_open(self) -> None:
        """Refuse to change what was handed in."""
        if self.status in HANDED_IN:
            raise errors.ReportHandedIn

    @moves(
        ReportStatus.DRAFT,
        ReportStatus.READY,
        ReportStatus.SENT_BACK,
        to=ReportStatus.REQUESTED,
        by="ask_for_report_update",
    )
    def wait_for_partners(self) -> None:
        """Figures are taken again once the partners have answered."""
        self.must_be_open()
        self.status, self.pinned, self.template_id = ReportStatus.REQUESTED, None, None

    def must_be_over(self, today: date) -> None:
        """Refuse to take the figures of a quarter that still runs."""
        if today <= self.ends_on:
            first = self.ends_on + timedelta(days=1)
            raise errors.QuarterNotOver(
                f"It ends on {self.ends_on.isoformat()}. Make the report ready from {first.isoformat()}; until then you"
                " can write in its sections and ask partners."
            )

    @moves(
        ReportStatus.DRAFT,
        ReportStatus.REQUESTED,
        ReportStatus.SENT_BACK,
        to=ReportStatus.READY,
        by="make_quarterly_report_ready",
    )
    def pin(self, taken: ReportFigures, template_id: UUID) -> None:
        """Rest on these figures and these sections from now on."""
        self.must_be_open()
        self.status, self.template_id = ReportStatus.READY, template_id
        self.pinned = taken.model_dump(mode="json")

    @moves(ReportStatus.READY, to=ReportStatus.SUBMITTED, by="submit_quarterly_report")
    def hand_in(self, at: datetime) -> None:
        """Submit what was made ready."""
        self.must_be_open()
        if self.status is not ReportStatus.READY:
            raise errors.ReportNotReady
        self.status, self.submissions, self.submitted_at = ReportStatus.SUBMITTED, self.submissions + 1, at
        self.first_submitted_at = self.first_submitted_at or at
        self.decided_at, self.reasons = None, []

    @moves(ReportStatus.SUBMITTED, to=ReportStatus.ACCEPTED, by="accept_quarterly_report")
    @moves(ReportStatus.SUBMITTED, to=ReportStatus.SENT_BACK, by="send_back_quarterly_report")
    def decide(self, outcome: ReportOutcome, reasons: list[str], at: datetime) -> None:
        """Accept what was submitted, or send it back."""
        if self.status is not ReportStatus.SUBMITTED:
            raise errors.ReportNotSubmitted
        self.status, self.decided_at, self.reasons = ReportStatus(outcome.value), at, reasons


class ReportSubmission(Base):
    """A report as it was handed in once."""

    __tablename__ = "report_submissions"
    __table_args__ = (UniqueConstraint("quarterly_report_id", "number"),)

    id: Mapped[UUID] = primary_key()
    quarterly_report_id: Mapped[UUID] = mapped_column(ForeignKey("quarterly_reports.id"))
    project_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    programme_year: Mapped[str] = mapped_column(String(7))
    quarter: Mapped[int]
    number: Mapped[int]
    template_id: Mapped[UUID] = mapped_column(ForeignKey("report_templates.id"))
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    pinned: Mapped[dict[str, Any]] = mapped_column(JSONB)
    submitted_by: Mapped[str] = mapped_column(ORGANISATION)
    submitted_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


class ReportDecision(Base):
    """What was decided on one submission."""

    __tablename__ = "report_decisions"

    id: Mapped[UUID] = primary_key()
    quarterly_report_id: Mapped[UUID] = mapped_column(ForeignKey("quarterly_reports.id"), index=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("report_submissions.id"), unique=True)
    project_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    outcome: Mapped[ReportOutcome] = mapped_column(words(ReportOutcome))
    reasons: Mapped[list[str]] = mapped_column(JSONB)
    decided_by: Mapped[str] = mapped_column(ORGANISATION)
    decided_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
