"""Flat rows that dashboards read, so that their cost does not grow with the rows below."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, Numeric, String, func
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base

_WORD = String(40)
_HOURS = Numeric(12, 2)
_SCORE = Numeric()  # exact, as it came: it is rounded where it is shown


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


class _Given:
    """What support is for, what was given of it, and what was done with parent carers."""

    priorities_agreed: Mapped[int]
    priorities_met: Mapped[int]
    sessions_held: Mapped[int]
    hours_held: Mapped[Decimal] = mapped_column(_HOURS)
    meetings: Mapped[int]
    activities: Mapped[int]
    changes: Mapped[int]


class _Dated:
    """When the row last became different here: the time of this service, not of the owner."""

    updated_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp(), index=True
    )


class _Counts(_Support, _Given):
    """The schools of a project, or of one authority in it, counted."""

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
    follow_ups_submitted: Mapped[int]
    embedding_reviews_submitted: Mapped[int]
    stage_confirmed: Mapped[int]
    stage_assessing: Mapped[int]
    stage_assessed: Mapped[int]
    stage_prioritised: Mapped[int]
    stage_support_agreed: Mapped[int]
    stage_receiving_support: Mapped[int]
    stage_followed_up: Mapped[int]
    schools_with_survey: Mapped[int]
    schools_with_group: Mapped[int]
    schools_missing_a_strand: Mapped[int]
    schools_without_priorities: Mapped[int]
    schools_without_engagement: Mapped[int]


class SchoolSummary(_Support, _Given, _Dated, Base):
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
    stage: Mapped[str] = mapped_column(_WORD)
    baseline_status: Mapped[str | None] = mapped_column(_WORD)
    baseline_submitted_at: Mapped[datetime | None]
    follow_up_status: Mapped[str | None] = mapped_column(_WORD)
    follow_up_submitted_at: Mapped[datetime | None]
    embedding_review_status: Mapped[str | None] = mapped_column(_WORD)
    embedding_review_submitted_at: Mapped[datetime | None]
    both_strands: Mapped[bool]
    surveys_recorded: Mapped[int]
    group_state: Mapped[str] = mapped_column(_WORD)
    without_engagement: Mapped[bool]


class _Ready:
    """What readiness is judged by, beyond the counts that are shown: schools are those that take part."""

    plan_approved: Mapped[bool]
    memorandum_agreed: Mapped[bool]
    partners_expected: Mapped[int]
    partners_missing: Mapped[int]
    new_baselines_submitted: Mapped[int]
    new_follow_ups_submitted: Mapped[int]
    existing_reviews_submitted: Mapped[int]
    existing_with_change: Mapped[int]
    schools_with_meeting: Mapped[int]


class ProjectSummary(_Counts, _Ready, _Dated, Base):
    """One project."""

    __tablename__ = "project_summaries"
    __table_args__ = (
        Index("ix_project_summaries_icb_code", "icb_code", "project_id"),
        Index("ix_project_summaries_lead_icb_code", "lead_icb_code", "project_id"),
    )

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    programme_year_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    lead_icb_code: Mapped[str] = mapped_column(String(5))
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(_WORD)
    status: Mapped[str] = mapped_column(_WORD)
    target_schools: Mapped[int | None]
    difference_from_target: Mapped[int | None]
    plan_status: Mapped[str | None] = mapped_column(_WORD)
    plan_version_number: Mapped[int | None]
    memorandum_status: Mapped[str | None] = mapped_column(_WORD)
    allocated_pence: Mapped[int | None] = mapped_column(BigInteger)
    planned_release_pence: Mapped[int] = mapped_column(BigInteger)
    released_pence: Mapped[int] = mapped_column(BigInteger)
    committed_pence: Mapped[int] = mapped_column(BigInteger)
    accrued_pence: Mapped[int] = mapped_column(BigInteger)
    invoiced_pence: Mapped[int] = mapped_column(BigInteger)
    spent_pence: Mapped[int] = mapped_column(BigInteger)


class OwedSummary(Base):
    """One report or update of a project and its deadline. Those who keep them put it here, above the dashboards."""

    __tablename__ = "owed_summaries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(index=True)
    check: Mapped[str] = mapped_column(_WORD)
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    withdrawn: Mapped[bool]


class AuthoritySummary(_Counts, _Dated, Base):
    """The schools of one local authority in one project."""

    __tablename__ = "authority_summaries"
    __table_args__ = (Index("ix_authority_summaries_la_code", "la_code", "programme_year"),)

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    programme_year: Mapped[str] = mapped_column(String(7))


class StrandSummary(_Dated, Base):
    """The money and hours of one strand of one project."""

    __tablename__ = "strand_summaries"

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    strand: Mapped[str] = mapped_column(_WORD, primary_key=True)
    lines_agreed: Mapped[int]
    hours_bought: Mapped[Decimal] = mapped_column(_HOURS)
    hours_held: Mapped[Decimal] = mapped_column(_HOURS)
    cost_pence: Mapped[int] = mapped_column(BigInteger)
    allocated_pence: Mapped[int] = mapped_column(BigInteger)
    released_pence: Mapped[int] = mapped_column(BigInteger)
    free_pence: Mapped[int] = mapped_column(BigInteger)
    committed_pence: Mapped[int] = mapped_column(BigInteger)
    accrued_pence: Mapped[int] = mapped_column(BigInteger)
    invoiced_pence: Mapped[int] = mapped_column(BigInteger)
    spent_pence: Mapped[int] = mapped_column(BigInteger)


class SeriesSummary(_Dated, Base):
    """One measure of a project, or of the schools of one authority in it, in one month or quarter. Never of nothing."""

    __tablename__ = "series_summaries"
    __table_args__ = (
        Index("ix_series_summaries_la_code", "la_code", "measure", "interval", "starts_on"),
        Index("ix_series_summaries_measure", "measure", "interval"),
    )

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)  # empty: the whole project
    measure: Mapped[str] = mapped_column(String(80), primary_key=True)
    interval: Mapped[str] = mapped_column(_WORD, primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    cumulative_value: Mapped[Decimal] = mapped_column(Numeric(16, 2))


class SchoolDomainSummary(Base):
    """One domain of one school: its scores when they are submitted, and what of it is a priority."""

    __tablename__ = "school_domain_summaries"
    __table_args__ = (Index("ix_school_domain_summaries_project_id", "project_id"),)

    participation_id: Mapped[UUID] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(String(80), primary_key=True)
    project_id: Mapped[UUID]
    baseline_score: Mapped[Decimal | None] = mapped_column(_SCORE)
    follow_up_score: Mapped[Decimal | None] = mapped_column(_SCORE)
    embedding_review_score: Mapped[Decimal | None] = mapped_column(_SCORE)
    score_change: Mapped[Decimal | None] = mapped_column(_SCORE)
    priorities_agreed: Mapped[int]
    priorities_met: Mapped[int]


class _Domain:
    """One domain over confirmed schools: numbers of schools and sums of their scores, which can be added up again."""

    domain: Mapped[str] = mapped_column(String(80), primary_key=True)
    schools_assessed: Mapped[int]
    schools_followed_up: Mapped[int]
    schools_reviewed: Mapped[int]
    schools_compared: Mapped[int]
    total_score: Mapped[Decimal] = mapped_column(_SCORE)
    total_follow_up_score: Mapped[Decimal] = mapped_column(_SCORE)
    total_review_score: Mapped[Decimal] = mapped_column(_SCORE)
    total_change: Mapped[Decimal] = mapped_column(_SCORE)
    priorities_agreed: Mapped[int]
    priorities_met: Mapped[int]


class ProjectDomainSummary(_Domain, Base):
    """One domain over the schools of one project."""

    __tablename__ = "project_domain_summaries"

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    mean_score: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))


class AuthorityDomainSummary(_Domain, Base):
    """One domain over the schools of one local authority in one project."""

    __tablename__ = "authority_domain_summaries"
    __table_args__ = (Index("ix_authority_domain_summaries_la_code", "la_code", "project_id"),)

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
