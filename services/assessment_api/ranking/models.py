"""The table of ranking weights."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.tables import Base
from shared.kit.clock import utc_now
from shared.kit.columns import primary_key


class RankingRule(Base):
    """One edition: written once. All schools of a year are ranked by the same weights, so one edition is current."""

    __tablename__ = "ranking_rules"
    __table_args__ = (
        UniqueConstraint("programme_year", "edition"),
        Index("uq_ranking_rules_current", "programme_year", unique=True, postgresql_where=text("is_current")),
    )

    id: Mapped[UUID] = primary_key()
    programme_year: Mapped[str] = mapped_column(String(7))
    edition: Mapped[int]
    title: Mapped[str]
    illustrative: Mapped[bool]
    weights: Mapped[dict[str, Any]] = mapped_column(JSONB)
    is_current: Mapped[bool] = mapped_column(default=True)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now, index=True)
