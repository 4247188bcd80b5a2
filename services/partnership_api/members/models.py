"""The table of members."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.kit.columns import ORGANISATION, Versioned, primary_key

from . import errors


class Member(Versioned, Base):
    """An organisation that is, or was, a partner in a project."""

    __tablename__ = "project_members"
    __table_args__ = (
        Index(
            "uq_project_members_current",
            "project_id",
            "organisation",
            unique=True,
            postgresql_where=text("left_on IS NULL"),
        ),
        Index("ix_project_members_organisation_project_id", "organisation", "project_id"),
    )

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    icb_code: Mapped[str] = mapped_column(String(5))
    organisation: Mapped[str] = mapped_column(ORGANISATION)
    organisation_name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(80))
    role: Mapped[str]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    def leave(self, on: date) -> None:
        """End the membership, once."""
        if self.left_on is not None:
            raise errors.MemberHasLeft
        self.left_on = on
