"""The table of priority sets."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.tables import Base, OfASchool, by_place
from shared.contracts.assessment.priorities import PriorityStatus
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors

_ONE_OF = {status: text(f"status = '{status}'") for status in (PriorityStatus.PROPOSED, PriorityStatus.AGREED)}


class PrioritySet(OfASchool, Versioned, Base):
    """What support for a school is for. At most one set of a school is proposed, and at most one is in force."""

    __tablename__ = "priority_sets"
    __table_args__ = (
        UniqueConstraint("participation_id", "number"),
        *by_place("priority_sets"),
        *(
            Index(f"uq_priority_sets_{status}", "participation_id", unique=True, postgresql_where=where)
            for status, where in _ONE_OF.items()
        ),
    )

    id: Mapped[UUID] = primary_key()
    number: Mapped[int]
    status: Mapped[PriorityStatus] = mapped_column(words(PriorityStatus), default=PriorityStatus.PROPOSED)
    priorities: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    ranked: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    missing: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    ranking_rule_id: Mapped[UUID] = mapped_column(ForeignKey("ranking_rules.id"), index=True)
    proposed_by: Mapped[str] = mapped_column(ORGANISATION)
    school_agreed_at: Mapped[datetime | None]
    school_agreed_by: Mapped[str | None] = mapped_column(ORGANISATION)
    school_agreement: Mapped[str | None]
    team_agreed_at: Mapped[datetime | None]
    team_agreed_by: Mapped[str | None] = mapped_column(ORGANISATION)
    agreed_at: Mapped[datetime | None]

    def must_be_open(self) -> None:
        """Refuse to agree to what was agreed, or to what something else took the place of."""
        if self.status is PriorityStatus.AGREED:
            raise errors.PrioritiesNotOpen("School and delivery team agreed to them already.")
        if self.status is PriorityStatus.SUPERSEDED:
            raise errors.PrioritiesNotOpen("Another set of priorities took the place of these.")

    def complete_with(self, school: bool, team: bool) -> bool:
        """Whether nobody's agreement is missing once these sides agree."""
        return (school or self.school_agreed_at is not None) and (team or self.team_agreed_at is not None)

    def agreed_by_school(self, by: str, at: datetime, recorded_of: str | None) -> None:
        """The school agrees, or its board records who did so for it."""
        if self.school_agreed_at is not None:
            raise errors.AgreedAlready("The school has agreed already.")
        self.school_agreed_by, self.school_agreed_at, self.school_agreement = by, at, recorded_of

    def agreed_by_team(self, by: str, at: datetime) -> None:
        """The board agrees for the delivery team."""
        if self.team_agreed_at is not None:
            raise errors.AgreedAlready("The delivery team has agreed already.")
        self.team_agreed_by, self.team_agreed_at = by, at

    @moves(PriorityStatus.PROPOSED, to=PriorityStatus.AGREED, by="confirm_priorities")
    def come_into_force(self, at: datetime) -> None:
        """From now on this is what support is for."""
        self.status, self.agreed_at = PriorityStatus.AGREED, at

    @moves(
        PriorityStatus.PROPOSED,
        PriorityStatus.AGREED,
        to=PriorityStatus.SUPERSEDED,
        by=("propose_priorities", "confirm_priorities"),
    )
    def supersede(self) -> None:
        """Another set takes its place."""
        self.status = PriorityStatus.SUPERSEDED
