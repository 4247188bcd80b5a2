"""The tables of reviews and their points."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.reviews import Outcome
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words

from . import errors


class Review(Versioned, Base):
    """One review of one version of a plan."""

    __tablename__ = "reviews"

    id: Mapped[UUID] = primary_key()
    delivery_plan_id: Mapped[UUID] = mapped_column(ForeignKey("delivery_plans.id"), unique=True)
    version_number: Mapped[int]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    outcome: Mapped[Outcome] = mapped_column(words(Outcome))
    summary: Mapped[str]
    reviewed_by: Mapped[str] = mapped_column(ORGANISATION)
    reviewed_at: Mapped[datetime]


class ReviewPoint(Versioned, Base):
    """One change that was asked for."""

    __tablename__ = "review_points"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    id: Mapped[UUID] = primary_key()
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    delivery_plan_id: Mapped[UUID] = mapped_column(ForeignKey("delivery_plans.id"), index=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    number: Mapped[int]
    section: Mapped[str] = mapped_column(String(80))
    asks: Mapped[str]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    def give_answer(self, answer: str, at: datetime) -> None:
        """Answer what was asked."""
        if self.answer is not None:
            raise errors.PointAnswered
        self.answer, self.answered_at = answer, at
