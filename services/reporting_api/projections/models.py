"""Copies of what the owners announced, as far as it is shown here. Emptied and filled again by a rebuild.

The three feeds are independent: a line may be here before the participation it is for. So no table refers to another.
The words of other services are kept as text: a word that is new to them is no migration here.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Float, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base

WORD = String(40)


class Projection(Base):
    """A copy of one resource, at the version it was last announced with."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]


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


class DeliveryPlan(Projection):
    """One numbered version of a project's plan: which it is, without what it says."""

    __tablename__ = "delivery_plans"

    project_id: Mapped[UUID] = mapped_column(index=True)
    version_number: Mapped[int]
    status: Mapped[str] = mapped_column(WORD)


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
    project_id: Mapped[UUID]
    strand: Mapped[str] = mapped_column(WORD)
    domain: Mapped[str] = mapped_column(String(80))
    hours: Mapped[float] = mapped_column(Float)
    cost_pence: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(WORD)
