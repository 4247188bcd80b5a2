"""Copies of what the owners announced, as far as it is shown here. Emptied and filled again by a rebuild.

The three feeds are independent: a line may be here before the participation it is for. So no table refers to another.
The words of other services are kept as text: a word that is new to them is no migration here. Days and moments that
time series need are empty where a copy was made before they were kept, until the feeds are read again.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Float, Index, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base

WORD = String(40)


class Projection(Base):
    """A copy of one resource, at the version it was last announced with."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]


class Evaluator(Base):
    """An organisation that evaluates the programme, by what follows `evaluator:` in its tokens."""

    __tablename__ = "evaluators"

    code: Mapped[str] = mapped_column(WORD, primary_key=True)
    version: Mapped[int]
    name: Mapped[str]


class ProgrammeYear(Projection):
    """One edition of a year's rules."""

    __tablename__ = "programme_years"

    code: Mapped[str] = mapped_column(String(7))
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    evaluation_ends_on: Mapped[date]
    domains: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    quarters: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class Project(Projection):
    """One board's local arrangement in one programme year."""

    __tablename__ = "projects"

    icb_code: Mapped[str] = mapped_column(String(5))
    lead_icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    programme_year_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(WORD)
    name: Mapped[str]
    status: Mapped[str] = mapped_column(WORD)
    target_schools: Mapped[int | None]


class ProjectMember(Projection):
    """A partner in a project; a current one while `left_on` is empty."""

    __tablename__ = "project_members"
    __table_args__ = (Index("ix_project_members_organisation_project_id", "organisation", "project_id"),)

    project_id: Mapped[UUID]
    organisation: Mapped[str] = mapped_column(String(60))
    organisation_name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(80))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]


class Participation(Projection):
    """One school in one project."""

    __tablename__ = "participations"

    project_id: Mapped[UUID] = mapped_column(index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    icb_code: Mapped[str] = mapped_column(String(5))
    la_code: Mapped[str] = mapped_column(String(3))
    urn: Mapped[str] = mapped_column(String(6))
    current_urn: Mapped[str] = mapped_column(String(6), index=True)
    school_name: Mapped[str]
    cohort: Mapped[str] = mapped_column(WORD)
    offer: Mapped[str] = mapped_column(WORD)
    status: Mapped[str] = mapped_column(WORD)
    created_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class SelfAssessment(Projection):
    """One school's assessment of itself; the latest of its participation and point is the one that counts."""

    __tablename__ = "self_assessments"
    __table_args__ = (Index("ix_self_assessments_latest", "participation_id", "point", "created_at", "id"),)

    participation_id: Mapped[UUID]
    project_id: Mapped[UUID]
    point: Mapped[str] = mapped_column(WORD)
    status: Mapped[str] = mapped_column(WORD)
    submitted_at: Mapped[datetime | None]
    domain_scores: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[datetime]


class PackageLine(Projection):
    """One item of the menu for one school."""

    __tablename__ = "package_lines"

    participation_id: Mapped[UUID] = mapped_column(index=True)
    project_id: Mapped[UUID] = mapped_column(index=True)
    strand: Mapped[str] = mapped_column(WORD)
    domain: Mapped[str] = mapped_column(String(80))
    hours: Mapped[float] = mapped_column(Float)
    cost_pence: Mapped[int] = mapped_column(BigInteger)
    funding_strand: Mapped[str] = mapped_column(WORD)
    finding_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    status: Mapped[str] = mapped_column(WORD)
    created_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]


class PrioritySet(Projection):
    """What a school and its delivery team agree that support is for; the agreed one of the highest number counts."""

    __tablename__ = "priority_sets"

    participation_id: Mapped[UUID] = mapped_column(index=True)
    project_id: Mapped[UUID]
    number: Mapped[int]
    status: Mapped[str] = mapped_column(WORD)
    priorities: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]


class Survey(Projection):
    """That a school's parent carers were asked in a term, and as much of how many as is published."""

    __tablename__ = "surveys"

    participation_id: Mapped[UUID] = mapped_column(index=True)
    project_id: Mapped[UUID]
    term: Mapped[str] = mapped_column(WORD)
    respondents: Mapped[int | None]
    withdrawn: Mapped[bool]
    created_at: Mapped[datetime | None]


class DeliverySession(Projection):
    """One session of a package line."""

    __tablename__ = "delivery_sessions"
    __table_args__ = (Index("ix_delivery_sessions_project_id", "project_id", "package_line_id"),)

    participation_id: Mapped[UUID] = mapped_column(index=True)
    project_id: Mapped[UUID]
    package_line_id: Mapped[UUID]
    hours: Mapped[float] = mapped_column(Float)
    status: Mapped[str] = mapped_column(WORD)
    held_on: Mapped[date | None]


class SchoolGroup(Projection):
    """The parent carer group of one school."""

    __tablename__ = "school_groups"

    participation_id: Mapped[UUID] = mapped_column(index=True)
    project_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(WORD)


class EngagementEntry(Projection):
    """One thing that was done together with parent carers of a school."""

    __tablename__ = "engagement_entries"

    participation_id: Mapped[UUID] = mapped_column(index=True)
    project_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(WORD)
    status: Mapped[str] = mapped_column(WORD)
    held_on: Mapped[date | None]


class LedgerEntry(Projection):
    """One side of a transaction of a project's money. It is never changed."""

    __tablename__ = "ledger_entries"

    project_id: Mapped[UUID] = mapped_column(index=True)
    strand: Mapped[str] = mapped_column(WORD)
    account: Mapped[str] = mapped_column(WORD)
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    booked_on: Mapped[date | None]


class Allocation(Projection):
    """What the national team allots to a project."""

    __tablename__ = "allocations"

    project_id: Mapped[UUID] = mapped_column(index=True)
    amount_pence: Mapped[int] = mapped_column(BigInteger)


class Release(Projection):
    """One tranche of an allocation."""

    __tablename__ = "releases"

    project_id: Mapped[UUID] = mapped_column(index=True)
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    recovered_pence: Mapped[int] = mapped_column(BigInteger)
    planned_on: Mapped[date]
    status: Mapped[str] = mapped_column(WORD)


class DeliveryPlan(Projection):
    """One numbered version of a project's plan; the highest number is the one that is shown."""

    __tablename__ = "delivery_plans"

    project_id: Mapped[UUID] = mapped_column(index=True)
    version_number: Mapped[int]
    status: Mapped[str] = mapped_column(WORD)


class Memorandum(Projection):
    """One numbered version of a project's memorandum; the highest number is the one that is shown."""

    __tablename__ = "memoranda"

    project_id: Mapped[UUID] = mapped_column(index=True)
    version_number: Mapped[int]
    status: Mapped[str] = mapped_column(WORD)
