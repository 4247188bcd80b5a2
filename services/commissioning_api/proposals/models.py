"""The table of support proposals: a run, the problem it is on, and the best plan so far."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base
from shared.contracts.commissioning.proposals import ProposalStatus
from shared.kit.columns import primary_key, words
from shared.kit.leases import Leased
from shared.kit.lives import moves

from . import errors

AT_WORK = (ProposalStatus.QUEUED, ProposalStatus.RUNNING)


class SupportProposal(Leased, Base):
    """One run. `problem` is all it is decided on, so that it can be solved again and give the same.

    Whoever works on it holds `lease`, until `lease_until`; a worker that was killed lets it run out, and another takes
    the run up. `status_version` is the version at which the status last changed: later ones only told of progress.
    """

    __tablename__ = "support_proposals"
    __table_args__ = (
        Index("ix_support_proposals_project_id", "project_id", "id"),
        Index("ix_support_proposals_icb_code", "icb_code", "id"),
        Index(
            "uq_support_proposals_at_work", "project_id", unique=True,
            postgresql_where=text("status in ('queued', 'running')"),
        ),
        Index(
            "ix_support_proposals_at_work", "created_at", postgresql_where=text("status in ('queued', 'running')"),
        ),
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    programme_year: Mapped[str] = mapped_column(String(7))
    status: Mapped[ProposalStatus] = mapped_column(words(ProposalStatus), default=ProposalStatus.QUEUED)
    status_version: Mapped[int] = mapped_column(default=1)
    terms: Mapped[dict[str, Any]] = mapped_column(JSONB)
    problem: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)
    schools: Mapped[int]
    objective: Mapped[float | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]
    seconds: Mapped[float] = mapped_column(default=0.0)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    plans: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    binding: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    conflicts: Mapped[list[str]] = mapped_column(JSONB, default=list)
    failure: Mapped[str | None]

    @moves(ProposalStatus.QUEUED, to=ProposalStatus.RUNNING, by="the platform, when it begins")
    @moves(ProposalStatus.RUNNING, to=ProposalStatus.FOUND, by="the platform, when the best plan is found")
    @moves(ProposalStatus.RUNNING, to=ProposalStatus.INFEASIBLE, by="the platform, when there is no plan")
    @moves(ProposalStatus.RUNNING, to=ProposalStatus.QUEUED, by="the platform, when it was interrupted")
    @moves(
        ProposalStatus.QUEUED,
        ProposalStatus.RUNNING,
        to=ProposalStatus.FAILED,
        by="the platform, when it gives up",
    )
    @moves(ProposalStatus.QUEUED, ProposalStatus.RUNNING, to=ProposalStatus.CANCELLED, by="cancel_support_proposal")
    def becomes(self, status: ProposalStatus, at: datetime) -> None:
        """Move on. What has ended has its time."""
        self.status = status
        self.status_version = self.version + 1
        if status not in AT_WORK:
            self.ended_at = at

    def cancel(self, at: datetime) -> None:
        """Stop looking. The worker, if there is one, sees it within a second and adds the best plan so far."""
        if self.status not in AT_WORK:
            raise errors.ProposalEnded(f"It is {self.status} already.")
        self.becomes(ProposalStatus.CANCELLED, at)

    def to_accept(self, number: int) -> dict[str, Any]:
        """The line of a number, if it can still be accepted."""
        if self.status in AT_WORK:
            raise errors.ProposalStillRunning
        line = next((each for each in self.lines if each["number"] == number), None)
        if line is None:
            raise errors.ProposedLineNotFound
        if line["accepted_as"] is not None:
            raise errors.LineAccepted
        return line

    def accept(self, number: int, line_id: UUID) -> None:
        """A proposed line became a line of a package."""
        self.lines = [line | {"accepted_as": str(line_id)} if line["number"] == number else line for line in self.lines]
