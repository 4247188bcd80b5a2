"""The tables of governance."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.partnership_api.tables import Base
from shared.contracts.partnership.governance import DecisionStatus, MeetingMode, Represents
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class GovernanceGroup(Versioned, Base):
    """The group that oversees a project."""

    __tablename__ = "governance_groups"
    __table_args__ = (
        CheckConstraint("uses_existing_group = (existing_group_name is not null)", name="existing_group_named"),
    )

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), unique=True)
    icb_code: Mapped[str] = mapped_column(String(5))
    name: Mapped[str]
    uses_existing_group: Mapped[bool]
    existing_group_name: Mapped[str | None]
    remit: Mapped[str]
    meets: Mapped[str]
    members: Mapped[list["GroupMember"]] = relationship(
        order_by="GroupMember.place", lazy="selectin", cascade="all, delete-orphan"
    )


class GroupMember(Base):
    """An organisation in a governance group, in the order in which the group was written down."""

    __tablename__ = "governance_group_members"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("governance_groups.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation: Mapped[str] = mapped_column(ORGANISATION)
    represents: Mapped[Represents] = mapped_column(words(Represents))
    role: Mapped[str]


class Meeting(Versioned, Base):
    """A meeting. Who was absent is told against the schools that the project had when it was recorded."""

    __tablename__ = "meetings"
    __table_args__ = (
        Index("ix_meetings_project_id", "project_id", "id"),
        Index("ix_meetings_held_on", "held_on", "id"),
    )

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    icb_code: Mapped[str] = mapped_column(String(5))
    held_on: Mapped[date]
    mode: Mapped[MeetingMode] = mapped_column(words(MeetingMode))
    attended: Mapped[list[str]] = mapped_column(ARRAY(ORGANISATION))
    authorities: Mapped[list[str]] = mapped_column(ARRAY(String(3)))
    minutes_reference: Mapped[str | None]
    notes: Mapped[str | None]
    flagged: Mapped[bool]
    flags: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class Decision(Versioned, Base):
    """A key decision. It is never deleted: one that stands no longer is withdrawn."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_project_id", "project_id", "id"),
        Index("ix_decisions_decided_on", "decided_on", "id"),
    )

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    icb_code: Mapped[str] = mapped_column(String(5))
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    decided_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(80))
    title: Mapped[str]
    decided: Mapped[str]
    rationale: Mapped[str]
    took_part: Mapped[list[str]] = mapped_column(ARRAY(ORGANISATION))
    against: Mapped[list[str]] = mapped_column(ARRAY(ORGANISATION))
    status: Mapped[DecisionStatus] = mapped_column(words(DecisionStatus), default=DecisionStatus.STANDING)
    withdrawn_on: Mapped[date | None]
    withdrawal_reason: Mapped[str | None]
    superseded_by: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"))

    @moves(DecisionStatus.STANDING, to=DecisionStatus.WITHDRAWN, by="withdraw_decision")
    def withdraw(self, *, reason: str, on: date, superseded_by: UUID | None) -> None:
        """Let the decision stand no longer, in favour of another if one is named."""
        if self.status is DecisionStatus.WITHDRAWN:
            raise errors.DecisionWithdrawnAlready
        self.status, self.withdrawn_on = DecisionStatus.WITHDRAWN, on
        self.withdrawal_reason, self.superseded_by = reason, superseded_by
