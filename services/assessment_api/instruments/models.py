"""The table of instruments."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.tables import Base
from shared.kit.clock import utc_now
from shared.kit.columns import primary_key


class Instrument(Base):
    """One edition: written once. All schools of a year use the same tool (R23), so one edition a year is current."""

    __tablename__ = "instruments"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        Index("uq_instruments_current", "programme_year", unique=True, postgresql_where=text("is_current")),
    )

    id: Mapped[UUID] = primary_key()
    code: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    title: Mapped[str]
    illustrative: Mapped[bool]
    programme_year: Mapped[str] = mapped_column(String(7))
    domains: Mapped[list[str]] = mapped_column(ARRAY(String(80)))
    scale: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    is_current: Mapped[bool] = mapped_column(default=True)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
