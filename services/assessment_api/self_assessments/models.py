"""The table of self-assessments."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.tables import Base, OfASchool, by_place
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class SelfAssessment(OfASchool, Versioned, Base):
    """One school's assessment of itself at one point. Whose it is was taken from its participation at the opening."""

    __tablename__ = "self_assessments"
    # Kept by programme year: that is in every key, and a participation has one, so it makes none of them wider.
    __table_args__ = (
        UniqueConstraint(
            "participation_id", "point", "programme_year", name="uq_self_assessments_participation_id_point"
        ),
        *by_place("self_assessments"),
    )

    id: Mapped[UUID] = primary_key()
    point: Mapped[Point] = mapped_column(words(Point))
    instrument_id: Mapped[UUID] = mapped_column(ForeignKey("instruments.id"), index=True)
    status: Mapped[AssessmentStatus] = mapped_column(words(AssessmentStatus), default=AssessmentStatus.IN_PROGRESS)
    contributors: Mapped[list[str]] = mapped_column(ARRAY(String(80)))
    helped_by: Mapped[list[str]] = mapped_column(ARRAY(String(80)))
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    domain_scores: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    submitted_at: Mapped[datetime | None]
    reopened_reason: Mapped[str | None]

    def must_be_open(self) -> None:
        """Refuse a change of what was submitted."""
        if self.status is AssessmentStatus.SUBMITTED:
            raise errors.AssessmentSubmitted("It was submitted. Its board can open it again with a reason.")

    @moves(
        AssessmentStatus.IN_PROGRESS,
        AssessmentStatus.REOPENED,
        to=AssessmentStatus.SUBMITTED,
        by="submit_self_assessment",
    )
    def submit(self, domain_scores: list[dict[str, Any]], at: datetime) -> None:
        """Hand it over whole, with what its answers come to."""
        self.must_be_open()
        self.status, self.domain_scores, self.submitted_at = AssessmentStatus.SUBMITTED, domain_scores, at

    @moves(AssessmentStatus.SUBMITTED, to=AssessmentStatus.REOPENED, by="reopen_self_assessment")
    def reopen(self, reason: str) -> None:
        """Take the submission back; scores appear again with the next one."""
        if self.status is not AssessmentStatus.SUBMITTED:
            raise errors.AssessmentNotSubmitted("It is open already, so its answers can be changed.")
        self.status, self.domain_scores, self.submitted_at = AssessmentStatus.REOPENED, [], None
        self.reopened_reason = reason
