"""The tables of parent carer engagement in each school, and of the aims of the embedding offer."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base, OfASchool, by_place
from shared.contracts.commissioning.engagement import (
    AimProgress,
    EmbeddingAim,
    EngagementKind,
    EngagementStatus,
    EngagementTerm,
    GroupState,
)
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class SchoolGroup(Versioned, OfASchool, Base):
    """The parent carer group of one school: how many belong to it, never who (R37)."""

    __tablename__ = "school_groups"
    __table_args__ = (
        UniqueConstraint("participation_id"),
        CheckConstraint("(state = 'none') = (since is null)", name="since_when"),
    )

    id: Mapped[UUID] = primary_key()
    state: Mapped[GroupState] = mapped_column(words(GroupState))
    since: Mapped[date | None]
    members: Mapped[int | None]


class EngagementEntry(Versioned, OfASchool, Base):
    """A meeting, an activity, or a change that parental views led to. Its term is that of its day."""

    __tablename__ = "engagement_entries"
    __table_args__ = (
        Index("ix_engagement_entries_participation_id", "participation_id", "id"),
        *by_place("engagement_entries"),
    )

    id: Mapped[UUID] = primary_key()
    kind: Mapped[EngagementKind] = mapped_column(words(EngagementKind))
    term: Mapped[EngagementTerm] = mapped_column(words(EngagementTerm))
    held_on: Mapped[date]
    what: Mapped[str]
    led_to: Mapped[str | None]
    parent_carers: Mapped[int | None]
    senior_leaders: Mapped[int | None]
    status: Mapped[EngagementStatus] = mapped_column(words(EngagementStatus), default=EngagementStatus.RECORDED)
    withdrawn_reason: Mapped[str | None]

    def must_stand(self) -> None:
        """Refuse to do anything with an entry that is withdrawn."""
        if self.status is EngagementStatus.WITHDRAWN:
            raise errors.EngagementIsWithdrawn

    @moves(EngagementStatus.RECORDED, to=EngagementStatus.WITHDRAWN, by="withdraw_engagement")
    def withdraw(self, reason: str) -> None:
        """It was recorded by mistake."""
        self.must_stand()
        self.status, self.withdrawn_reason = EngagementStatus.WITHDRAWN, reason


class TrackedAim(Versioned, OfASchool, Base):
    """How far one school is with one aim of the embedding offer (R34)."""

    __tablename__ = "embedding_aims"
    __table_args__ = (UniqueConstraint("participation_id", "aim"), *by_place("embedding_aims"))

    id: Mapped[UUID] = primary_key()
    aim: Mapped[EmbeddingAim] = mapped_column(words(EmbeddingAim))
    progress: Mapped[AimProgress] = mapped_column(words(AimProgress))
    evidence: Mapped[str]
    reviewed_on: Mapped[date]
