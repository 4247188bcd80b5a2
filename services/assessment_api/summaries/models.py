"""Copies of what this service announced itself, and sums of them. Kept by the follower, emptied by a rebuild."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, Numeric, String, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.tables import Base, OfASchool, by_place

_WORD = String(40)
_DOMAIN = String(80)


class _Copy:
    """A resource of one school, at the version it was last announced with."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    participation_id: Mapped[UUID] = mapped_column(index=True)
    version: Mapped[int]


class AnalysedAssessment(_Copy, Base):
    """How far a school is with its self-assessment at one point."""

    __tablename__ = "analysed_assessments"

    point: Mapped[str] = mapped_column(_WORD)
    status: Mapped[str] = mapped_column(_WORD)


class AnalysedSurvey(_Copy, Base):
    """By domain, what is published of a survey. Of a withdrawn one nothing is kept but that it was there."""

    __tablename__ = "analysed_surveys"

    domains: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class AnalysedTheme(_Copy, Base):
    """A theme; `normalised` is the same for statements that differ in case and spaces only."""

    __tablename__ = "analysed_themes"

    domain: Mapped[str] = mapped_column(_DOMAIN)
    kind: Mapped[str] = mapped_column(_WORD)
    statement: Mapped[str]
    normalised: Mapped[str]
    active: Mapped[bool]


class SchoolDomainScore(OfASchool, Base):
    """One cell of the heat map: the score of one domain in one submitted self-assessment."""

    __tablename__ = "school_domain_scores"
    __table_args__ = (
        *by_place("school_domain_scores"),
        Index("ix_school_domain_scores_participation_id", "participation_id", "point", "domain"),
    )

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    self_assessment_id: Mapped[UUID] = mapped_column(index=True)
    point: Mapped[str] = mapped_column(_WORD)
    domain: Mapped[str] = mapped_column(_DOMAIN)
    score: Mapped[Decimal | None] = mapped_column(Numeric())
    answered: Mapped[int]
    not_applicable: Mapped[int]
    missing: Mapped[int]
    submitted_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp(), index=True
    )


ENGLAND = "England"


class Summary(Base):
    """A sum over the schools of one authority in one project, or over all of them (`scope` England) in a year."""

    __abstract__ = True

    # First in the table, and so in its primary key: rows are found by them.
    scope: Mapped[str] = mapped_column(String(60), primary_key=True, sort_order=-2)
    programme_year: Mapped[str] = mapped_column(String(7), primary_key=True, sort_order=-1)
    project_id: Mapped[UUID | None] = mapped_column(index=True)
    icb_code: Mapped[str | None] = mapped_column(String(5), index=True)
    la_code: Mapped[str | None] = mapped_column(String(3), index=True)
    schools: Mapped[int]


class CompletionSummary(Summary):
    """How far confirmed schools are with one point."""

    __tablename__ = "completion_summaries"

    point: Mapped[str] = mapped_column(_WORD, primary_key=True)
    not_started: Mapped[int]
    in_progress: Mapped[int]
    submitted: Mapped[int]


class DomainSummary(Summary):
    """The scores of one domain at one point. Sums are exact, so that they are the same in whatever order."""

    __tablename__ = "domain_summaries"

    point: Mapped[str] = mapped_column(_WORD, primary_key=True)
    domain: Mapped[str] = mapped_column(_DOMAIN, primary_key=True)
    total_score: Mapped[Decimal] = mapped_column(Numeric())
    from_0: Mapped[int]
    from_20: Mapped[int]
    from_40: Mapped[int]
    from_60: Mapped[int]
    from_80: Mapped[int]


class ProgressSummary(Summary):
    """How one domain changed, over schools with a baseline and a follow-up."""

    __tablename__ = "progress_summaries"

    domain: Mapped[str] = mapped_column(_DOMAIN, primary_key=True)
    total_change: Mapped[Decimal] = mapped_column(Numeric())
    improved: Mapped[int]
    unchanged: Mapped[int]
    declined: Mapped[int]


class SurveySummary(Summary):
    """What parent carers said on one domain, as far as it is published of their schools."""

    __tablename__ = "survey_summaries"

    domain: Mapped[str] = mapped_column(_DOMAIN, primary_key=True)
    schools_hidden: Mapped[int]
    answers: Mapped[int]
    favourable: Mapped[int]


class ThemeSummary(Summary):
    """In how many schools a theme was heard; of England only the most common ones are kept."""

    __tablename__ = "theme_summaries"

    domain: Mapped[str] = mapped_column(_DOMAIN, primary_key=True)
    kind: Mapped[str] = mapped_column(_WORD, primary_key=True)
    normalised: Mapped[str] = mapped_column(primary_key=True)
    statement: Mapped[str]
