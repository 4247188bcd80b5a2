"""Flat rows that dashboards read, so that their cost does not grow with the rows below."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, Numeric, String, func
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base

_WORD = String(40)
_HOURS = Numeric(12, 2)


class _Support:
    """What was agreed to be given: hours and money, by strand and in all."""

    lines_proposed: Mapped[int]
    lines_agreed: Mapped[int]
    tailored_support_hours: Mapped[Decimal] = mapped_column(_HOURS)
    tailored_support_cost_pence: Mapped[int] = mapped_column(BigInteger)
    parent_carer_engagement_hours: Mapped[Decimal] = mapped_column(_HOURS)
    parent_carer_engagement_cost_pence: Mapped[int] = mapped_column(BigInteger)
    hours: Mapped[Decimal] = mapped_column(_HOURS)
    cost_pence: Mapped[int] = mapped_column(BigInteger)


class _Dated:
    """When the row last became different here: the time of this service, not of the owner."""

    updated_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp(), index=True
    )


class SchoolSummary(_Support, _Dated, Base):
    """One school in one project."""

    __tablename__ = "school_summaries"
    __table_args__ = (
        Index("ix_school_summaries_project_id", "project_id", "participation_id"),
        Index("ix_school_summaries_by_name", "project_id", "school_name", "urn"),
        Index("ix_school_summaries_icb_code", "icb_code", "participation_id"),
        Index("ix_school_summaries_la_code", "la_code", "participation_id"),
        Index("ix_school_summaries_urn", "urn", "participation_id"),
    )

    participation_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID]
    programme_year: Mapped[str] = mapped_column(String(7))
    icb_code: Mapped[str] = mapped_column(String(5))
    la_code: Mapped[str] = mapped_column(String(3))
    urn: Mapped[str] = mapped_column(String(6))
    school_name: Mapped[str]
    cohort: Mapped[str] = mapped_column(_WORD)
    offer: Mapped[str] = mapped_column(_WORD)
    status: Mapped[str] = mapped_column(_WORD)
    baseline_status: Mapped[str | None] = mapped_column(_WORD)
    baseline_submitted_at: Mapped[datetime | None]
    both_strands: Mapped[bool]


class ProjectSummary(_Support, _Dated, Base):
    """One project."""

    __tablename__ = "project_summaries"
    __table_args__ = (Index("ix_project_summaries_icb_code", "icb_code", "project_id"),)

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    programme_year_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(_WORD)
    status: Mapped[str] = mapped_column(_WORD)
    target_schools: Mapped[int | None]
    difference_from_target: Mapped[int | None]
    new_selected: Mapped[int]
    new_confirmed: Mapped[int]
    new_withdrawn: Mapped[int]
    existing_selected: Mapped[int]
    existing_confirmed: Mapped[int]
    existing_withdrawn: Mapped[int]
    baselines_not_begun: Mapped[int]
    baselines_in_progress: Mapped[int]
    baselines_submitted: Mapped[int]
    baselines_reopened: Mapped[int]
    schools_missing_a_strand: Mapped[int]


class ProjectDomainSummary(Base):
    """One domain over the assessed schools of one project."""

    __tablename__ = "project_domain_summaries"

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(String(80), primary_key=True)
    schools_assessed: Mapped[int]
    mean_score: Mapped[Decimal] = mapped_column(Numeric(5, 2))
