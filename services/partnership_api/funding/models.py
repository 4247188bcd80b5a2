"""The tables of a project's money. The database itself holds the sums, whatever the code above it does."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.funding import ReleaseStatus
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors, rules


class Allocation(Versioned, Base):
    """What a project may spend. `released_pence` and `planned_pence` are kept here, under the row's own check."""

    __tablename__ = "allocations"
    __table_args__ = (
        CheckConstraint("released_pence >= 0 and planned_pence >= 0", name="not_negative"),
        CheckConstraint("released_pence + planned_pence <= amount_pence", name="within_amount"),
    )

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), unique=True)
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    profile: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    basis: Mapped[str]
    below_minimum: Mapped[bool]
    released_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    planned_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    reduced_reason: Mapped[str | None]

    @property
    def available_pence(self) -> int:
        """What is neither planned nor released."""
        return self.amount_pence - self.released_pence - self.planned_pence

    def must_cover(self, amount_pence: int) -> None:
        """Refuse an amount that is less than what is planned and released of it."""
        bound = self.released_pence + self.planned_pence
        if amount_pence < bound:
            raise errors.BelowReleased(
                f"{rules.pounds(self.released_pence)} are released and {rules.pounds(self.planned_pence)} planned."
            )

    def plan(self, amount_pence: int) -> None:
        """Set a tranche aside."""
        if amount_pence > self.available_pence:
            raise errors.BeyondAllocation(
                f"Of {rules.pounds(self.amount_pence)}, {rules.pounds(self.available_pence)} are neither planned nor"
                " released."
            )
        self.planned_pence += amount_pence


class Release(Versioned, Base):
    """One tranche of an allocation."""

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("recovered_pence between 0 and amount_pence", name="recovered_within_amount"),
    )

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    planned_on: Mapped[date]
    status: Mapped[ReleaseStatus] = mapped_column(words(ReleaseStatus), default=ReleaseStatus.PLANNED)
    released_at: Mapped[datetime | None]
    cancellation_reason: Mapped[str | None]
    recovered_pence: Mapped[int] = mapped_column(BigInteger, default=0)

    @moves(ReleaseStatus.PLANNED, to=ReleaseStatus.RELEASED, by="release_funding")
    def release(self, allocation: Allocation, at: datetime) -> None:
        """Pay the tranche out."""
        self._must_be_planned()
        self.status, self.released_at = ReleaseStatus.RELEASED, at
        allocation.planned_pence -= self.amount_pence
        allocation.released_pence += self.amount_pence

    @moves(ReleaseStatus.PLANNED, to=ReleaseStatus.CANCELLED, by="cancel_release")
    def cancel(self, allocation: Allocation, reason: str) -> None:
        """Take the tranche off the plan."""
        self._must_be_planned()
        self.status, self.cancellation_reason = ReleaseStatus.CANCELLED, reason
        allocation.planned_pence -= self.amount_pence

    def recover(self, allocation: Allocation, amount_pence: int) -> None:
        """Take back a part of what was paid out."""
        left = self.amount_pence - self.recovered_pence if self.status is ReleaseStatus.RELEASED else 0
        if amount_pence > left:
            raise errors.NotReleased(f"Of this release {rules.pounds(left)} can be recovered.")
        self.recovered_pence += amount_pence
        allocation.released_pence -= amount_pence

    def _must_be_planned(self) -> None:
        if self.status is not ReleaseStatus.PLANNED:
            raise errors.ReleaseNotPlanned(f"This release is already {self.status}.")


class Recovery(Versioned, Base):
    """Money of a release that was taken back."""

    __tablename__ = "recoveries"
    __table_args__ = (CheckConstraint("amount_pence > 0", name="positive"),)

    id: Mapped[UUID] = primary_key()
    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id"), index=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    recovered_at: Mapped[datetime]
