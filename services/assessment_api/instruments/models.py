"""The table of instruments."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.tables import Base
from shared.contracts.assessment.instruments import Direction, InstrumentKind, InstrumentStatus
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class Instrument(Versioned, Base):
    """One edition. All schools of a year use the same tool (R23): one edition of each kind is published for a year."""

    __tablename__ = "instruments"
    __table_args__ = (
        UniqueConstraint("code", "edition"),
        Index(
            "uq_instruments_published",
            "programme_year",
            "kind",
            unique=True,
            postgresql_where=text("status = 'published'"),
        ),
    )

    id: Mapped[UUID] = primary_key()
    code: Mapped[str] = mapped_column(String(80))
    edition: Mapped[int]
    kind: Mapped[InstrumentKind] = mapped_column(words(InstrumentKind))
    status: Mapped[InstrumentStatus] = mapped_column(words(InstrumentStatus), default=InstrumentStatus.DRAFT)
    title: Mapped[str]
    illustrative: Mapped[bool]
    programme_year: Mapped[str] = mapped_column(String(7))
    domains: Mapped[list[str]] = mapped_column(ARRAY(String(80)))
    scale: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    direction: Mapped[Direction] = mapped_column(words(Direction))
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    methods: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    published_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    retired_reason: Mapped[str | None]

    def must_be_draft(self) -> None:
        """Refuse a change of what was published, whether it is still in use or not."""
        if self.status is InstrumentStatus.PUBLISHED:
            raise errors.InstrumentNotDraft("It is published, so it stays as it is. Draft the next edition instead.")
        if self.status is InstrumentStatus.RETIRED:
            raise errors.InstrumentNotDraft("It is retired, and stays so. Draft the next edition instead.")

    @moves(InstrumentStatus.DRAFT, to=InstrumentStatus.PUBLISHED, by="publish_instrument")
    def publish(self, at: datetime) -> None:
        """Put it in use; from now on it never changes."""
        self.must_be_draft()
        self.status, self.published_at = InstrumentStatus.PUBLISHED, at

    @moves(InstrumentStatus.PUBLISHED, to=InstrumentStatus.RETIRED, by="retire_instrument")
    def retire(self, reason: str, at: datetime) -> None:
        """Take it out of use for anything new."""
        if self.status is InstrumentStatus.DRAFT:
            raise errors.InstrumentNotPublished("It is a draft. A draft that is not wanted is deleted.")
        if self.status is InstrumentStatus.RETIRED:
            raise errors.InstrumentNotPublished("It is retired already.")
        self.status, self.retired_at, self.retired_reason = InstrumentStatus.RETIRED, at, reason
