"""The tables of candidates and the evidence for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.selection import CandidateStatus, Source
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors

_UNDECIDED = (CandidateStatus.CANDIDATE, CandidateStatus.RESERVE)


class Candidate(Versioned, Base):
    """A school that may be chosen for a project."""

    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("project_id", "urn"),)

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    urn: Mapped[str] = mapped_column(ForeignKey("schools.urn"), index=True)
    la_code: Mapped[str] = mapped_column(String(3), index=True)
    school_name: Mapped[str]
    source: Mapped[Source] = mapped_column(words(Source))
    put_forward_by: Mapped[str] = mapped_column(ORGANISATION)
    statement: Mapped[str]
    status: Mapped[CandidateStatus] = mapped_column(words(CandidateStatus), default=CandidateStatus.CANDIDATE)
    rationale: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    participation_id: Mapped[UUID | None] = mapped_column(ForeignKey("participations.id"), index=True)

    def must_be_undecided(self) -> None:
        """Refuse to decide what is decided."""
        if self.status not in _UNDECIDED:
            raise errors.CandidateDecidedAlready(f"This candidate is already {self.status}.")

    @moves(CandidateStatus.CANDIDATE, CandidateStatus.RESERVE, to=CandidateStatus.SELECTED, by="decide_on_candidate")
    @moves(CandidateStatus.CANDIDATE, to=CandidateStatus.RESERVE, by="decide_on_candidate")
    @moves(CandidateStatus.CANDIDATE, CandidateStatus.RESERVE, to=CandidateStatus.DECLINED, by="decide_on_candidate")
    def decide(self, status: CandidateStatus, rationale: str, at: datetime, participation_id: UUID | None) -> None:
        """Take it in, keep it in reserve, or decline it."""
        self.must_be_undecided()
        self.status, self.rationale, self.decided_at = status, rationale, at
        self.participation_id = participation_id

    @moves(CandidateStatus.CANDIDATE, CandidateStatus.RESERVE, to=CandidateStatus.WITHDRAWN, by="withdraw_candidate")
    def withdraw(self) -> None:
        """The school is no longer interested."""
        self.must_be_undecided()
        self.status = CandidateStatus.WITHDRAWN


class EvidenceItem(Versioned, Base):
    """One piece of local data or intelligence about a candidate."""

    __tablename__ = "evidence_items"

    id: Mapped[UUID] = primary_key()
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidates.id"), index=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    la_code: Mapped[str] = mapped_column(String(3), index=True)
    urn: Mapped[str] = mapped_column(String(6), index=True)
    indicator: Mapped[str] = mapped_column(String(80))
    value: Mapped[str]
    unit: Mapped[str | None]
    source: Mapped[str]
    measured_on: Mapped[date]
    concurrent_programme: Mapped[bool]
