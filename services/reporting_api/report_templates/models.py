"""The table of report templates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base
from shared.kit.clock import utc_now
from shared.kit.columns import primary_key


class ReportTemplate(Base):
    """One edition of a year's sections. Nothing in it changes but whether it is the current one."""

    __tablename__ = "report_templates"
    __table_args__ = (
        UniqueConstraint("programme_year", "version"),
        Index("uq_report_templates_current", "programme_year", unique=True, postgresql_where=text("is_current")),
    )

    id: Mapped[UUID] = primary_key()
    programme_year: Mapped[str] = mapped_column(String(7))
    version: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str]
    illustrative: Mapped[bool]
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
