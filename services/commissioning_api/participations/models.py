"""What the other services' feeds said: copies that can be rebuilt. A decision asks the owner."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.contracts.partnership.participations import Cohort, Offer, ParticipationStatus
from shared.kit.columns import ORGANISATION, words


class Participation(Base):
    """A school in a project, as of the owner's version `source_version`."""

    __tablename__ = "participations"
    __table_args__ = (
        Index("ix_participations_project_id", "project_id", "participation_id"),
        Index("ix_participations_la_code", "la_code", "participation_id"),
        Index("ix_participations_urn", "urn", "participation_id"),
    )

    participation_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    la_code: Mapped[str] = mapped_column(String(3))
    urn: Mapped[str] = mapped_column(String(6))
    current_urn: Mapped[str] = mapped_column(String(6), index=True)
    school_name: Mapped[str]
    programme_year: Mapped[str] = mapped_column(String(7))
    cohort: Mapped[Cohort] = mapped_column(words(Cohort))
    offer: Mapped[Offer] = mapped_column(words(Offer))
    status: Mapped[ParticipationStatus] = mapped_column(words(ParticipationStatus))
    kept_at: Mapped[datetime]
    source_version: Mapped[int]


class Project(Base):
    """A project and the board that answers for it, as of the owner's version `source_version`."""

    __tablename__ = "projects"

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_icb_code: Mapped[str] = mapped_column(String(5), index=True)
    source_version: Mapped[int]


class ProjectMember(Base):
    """A partner of a project, as of the owner's version `source_version`."""

    __tablename__ = "project_members"
    __table_args__ = (Index("ix_project_members_organisation", "organisation", "project_id"),)

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID]
    organisation: Mapped[str] = mapped_column(ORGANISATION)
    left_on: Mapped[date | None]
    source_version: Mapped[int]


class SelfAssessment(Base):
    """A school's assessment that was handed over, or opened again since."""

    __tablename__ = "self_assessments"

    self_assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    participation_id: Mapped[UUID] = mapped_column(index=True)
    point: Mapped[Point] = mapped_column(words(Point))
    status: Mapped[AssessmentStatus] = mapped_column(words(AssessmentStatus))
    submitted_at: Mapped[datetime | None]
    source_version: Mapped[int]
