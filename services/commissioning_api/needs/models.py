"""What assessment_api's feed said of need: copies that can be rebuilt. A decision asks the owner."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Double, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base
from shared.contracts.assessment.findings import FindingScope, FindingSource, FindingStatus
from shared.contracts.assessment.priorities import PriorityStatus
from shared.kit.columns import words

_CURRENT, _AGREED = text("status = 'current'"), text("status = 'agreed'")


class KnownFinding(Base):
    """A finding of a school, as of the owner's version `source_version`."""

    __tablename__ = "known_findings"
    __table_args__ = (
        Index("ix_known_findings_participation_id", "participation_id", postgresql_where=_CURRENT),
        Index("ix_known_findings_project_id", "project_id", postgresql_where=_CURRENT),
    )

    finding_id: Mapped[UUID] = mapped_column(primary_key=True)
    participation_id: Mapped[UUID]
    project_id: Mapped[UUID]
    source: Mapped[FindingSource] = mapped_column(words(FindingSource))
    scope: Mapped[FindingScope] = mapped_column(words(FindingScope))
    domain: Mapped[str] = mapped_column(String(80))
    question: Mapped[str | None] = mapped_column(String(80))
    need: Mapped[float] = mapped_column(Double())
    occasion: Mapped[str] = mapped_column(String(80))
    status: Mapped[FindingStatus] = mapped_column(words(FindingStatus))
    statement: Mapped[str]
    source_version: Mapped[int]


class KnownPrioritySet(Base):
    """What a school and its delivery team proposed or agreed, as of the owner's version `source_version`."""

    __tablename__ = "known_priority_sets"
    __table_args__ = (
        Index("ix_known_priority_sets_participation_id", "participation_id", postgresql_where=_AGREED),
        Index("ix_known_priority_sets_project_id", "project_id", postgresql_where=_AGREED),
    )

    set_id: Mapped[UUID] = mapped_column(primary_key=True)
    participation_id: Mapped[UUID]
    project_id: Mapped[UUID]
    number: Mapped[int]
    status: Mapped[PriorityStatus] = mapped_column(words(PriorityStatus))
    priorities: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    agreed_at: Mapped[datetime | None]
    source_version: Mapped[int]
