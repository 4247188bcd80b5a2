"""The table of findings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Double, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.tables import Base, OfASchool, by_place
from shared.contracts.assessment.findings import FindingScope, FindingSource, FindingStatus
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves


class Finding(OfASchool, Versioned, Base):
    """What a source said of a school. Only its standing changes: it is current until something takes its place."""

    __tablename__ = "findings"
    __table_args__ = (
        *by_place("findings"),
        Index("ix_findings_participation_id", "participation_id", "id"),
        Index("ix_findings_source_id", "source_id", "id"),
    )

    id: Mapped[UUID] = primary_key()
    source: Mapped[FindingSource] = mapped_column(words(FindingSource))
    source_id: Mapped[UUID]
    occasion: Mapped[str] = mapped_column(String(80))
    scope: Mapped[FindingScope] = mapped_column(words(FindingScope))
    domain: Mapped[str] = mapped_column(String(80))
    question: Mapped[str | None] = mapped_column(String(80))
    statement: Mapped[str]
    need: Mapped[float] = mapped_column(Double())
    status: Mapped[FindingStatus] = mapped_column(words(FindingStatus), default=FindingStatus.CURRENT)
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[UUID | None] = mapped_column(ForeignKey("findings.id"))

    @moves(FindingStatus.CURRENT, to=FindingStatus.SUPERSEDED, by="newer findings about the same thing")
    def supersede(self, by: UUID | None, at: datetime) -> None:
        """Say that it stands no longer, and what stands in its place."""
        self.status, self.superseded_by, self.superseded_at = FindingStatus.SUPERSEDED, by, at
