"""The table of themes."""

from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.tables import Base, OfASchool, by_place
from shared.contracts.assessment.themes import Prevalence, ThemeKind, ThemeSource, ThemeStatus
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class Theme(OfASchool, Versioned, Base):
    """One thing that was said. `gist` tells statements apart that differ in more than capitals and spaces."""

    __tablename__ = "themes"
    __table_args__ = (
        *by_place("themes"),
        Index("ix_themes_participation_id", "participation_id", "id"),
        Index("ix_themes_source_id", "source_id", "id"),
        Index("uq_themes_said", "source_id", "domain", "gist", unique=True, postgresql_where=text("status = 'active'")),
    )

    id: Mapped[UUID] = primary_key()
    domain: Mapped[str] = mapped_column(String(80))
    kind: Mapped[ThemeKind] = mapped_column(words(ThemeKind))
    statement: Mapped[str]
    gist: Mapped[str] = mapped_column(String(64))
    prevalence: Mapped[Prevalence] = mapped_column(words(Prevalence))
    source: Mapped[ThemeSource] = mapped_column(words(ThemeSource))
    source_id: Mapped[UUID]
    status: Mapped[ThemeStatus] = mapped_column(words(ThemeStatus), default=ThemeStatus.ACTIVE)
    withdrawn_reason: Mapped[str | None]

    def must_stand(self) -> None:
        """Refuse a change of what was withdrawn."""
        if self.status is ThemeStatus.WITHDRAWN:
            raise errors.ThemeIsWithdrawn("It was withdrawn, so it stays as it is. Record the theme anew.")

    @moves(ThemeStatus.ACTIVE, to=ThemeStatus.WITHDRAWN, by="withdraw_theme")
    def withdraw(self, reason: str) -> None:
        """Say that it does not count."""
        self.must_stand()
        self.status, self.withdrawn_reason = ThemeStatus.WITHDRAWN, reason
