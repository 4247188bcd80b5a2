"""The table of participations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.participations import Cohort, Offer, ParticipationStatus
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class Participation(Versioned, Base):
    """A school in a project. Its name and authority are those at selection, so that history reads as it was."""

    __tablename__ = "participations"
    __table_args__ = (
        Index(
            "uq_participations_active",
            "urn",
            "programme_year",
            unique=True,
            postgresql_where=text("status <> 'withdrawn'"),
        ),
        Index(
            "uq_participations_active_now",
            "current_urn",
            "programme_year",
            unique=True,
            postgresql_where=text("status <> 'withdrawn'"),
        ),
        Index("ix_participations_urn", "urn"),
        Index("ix_participations_current_urn", "current_urn", "programme_year"),
        Index("ix_participations_project_id", "project_id", "id"),
        Index("ix_participations_icb_code", "icb_code", "id"),
        Index("ix_participations_la_code", "la_code", "id"),
        Index("ix_participations_school_name", "school_name", "id"),
    )

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    icb_code: Mapped[str] = mapped_column(String(5))
    programme_year: Mapped[str] = mapped_column(String(7))
    urn: Mapped[str] = mapped_column(ForeignKey("schools.urn"))
    la_code: Mapped[str] = mapped_column(String(3))
    school_name: Mapped[str]
    cohort: Mapped[Cohort] = mapped_column(words(Cohort))
    offer: Mapped[Offer] = mapped_column(words(Offer))
    status: Mapped[ParticipationStatus] = mapped_column(
        words(ParticipationStatus), default=ParticipationStatus.SELECTED
    )
    rationale: Mapped[str]
    override_reason: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(ORGANISATION)
    agreed_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str | None]
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("participations.id"))
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("participations.id"))
    current_urn: Mapped[str] = mapped_column(ForeignKey("schools.urn"))
    took_part_before: Mapped[bool]

    @moves(ParticipationStatus.SELECTED, to=ParticipationStatus.CONFIRMED, by="confirm_participation")
    def confirm(self, *, by: str, agreed_by: str | None, at: datetime) -> None:
        """Record the school's agreement: given by the school, or told to its board by `agreed_by`."""
        self.must_be_selected()
        self.status, self.confirmed_at, self.confirmed_by, self.agreed_by = (
            ParticipationStatus.CONFIRMED, at, by, agreed_by
        )  # fmt: skip

    def must_be_selected(self) -> None:
        """Refuse to change what the school has agreed to, or has left."""
        if self.status is not ParticipationStatus.SELECTED:
            raise errors.NotSelected(f"The school is already {self.status}.")

    def convert(self, successor_urn: str) -> None:
        """The school goes on under another number; the participation is the same."""
        if self.status is ParticipationStatus.WITHDRAWN:
            raise errors.WithdrawnAlready
        self.current_urn = successor_urn

    @moves(
        ParticipationStatus.SELECTED,
        ParticipationStatus.CONFIRMED,
        to=ParticipationStatus.WITHDRAWN,
        by="withdraw_participation",
    )
    def withdraw(self, reason: str, at: datetime) -> None:
        """End the participation. The school may be selected anew, here or elsewhere."""
        if self.status is ParticipationStatus.WITHDRAWN:
            raise errors.WithdrawnAlready
        self.status, self.withdrawn_at, self.withdrawal_reason = ParticipationStatus.WITHDRAWN, at, reason

    def give_place_to(self, participation_id: UUID) -> None:
        """Another school takes the place of this one, which has left; a place is taken once."""
        if self.status is not ParticipationStatus.WITHDRAWN or self.replaced_by is not None:
            raise errors.NothingToReplace
        self.replaced_by = participation_id
