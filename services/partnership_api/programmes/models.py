"""The table of programme years."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Index, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.programmes import CommitmentsUpTo
from shared.kit.clock import utc_now
from shared.kit.columns import primary_key, words


class ProgrammeYear(Base):
    """One edition of a year's rules. Nothing in it changes but whether it is the current one."""

    __tablename__ = "programme_years"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        Index("uq_programme_years_current", "code", unique=True, postgresql_where=text("is_current")),
    )

    id: Mapped[UUID] = primary_key()
    code: Mapped[str] = mapped_column(String(7))
    version: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    evaluation_ends_on: Mapped[date]
    target_schools_new: Mapped[int]
    target_schools_continuing: Mapped[int | None]
    minimum_funding_pence: Mapped[int | None] = mapped_column(BigInteger)
    commitments_up_to: Mapped[CommitmentsUpTo] = mapped_column(words(CommitmentsUpTo))
    required_partner_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    domains: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    quarters: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    sources: Mapped[list[str]] = mapped_column(ARRAY(Text))
    notes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    # When it was published: an edition is never edited.
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
