"""The table of projects."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.kit.columns import Versioned, primary_key, words


class Project(Versioned, Base):
    """One board's local arrangement in one programme year. It keeps the edition of the rules it started under."""

    __tablename__ = "projects"
    __table_args__ = (UniqueConstraint("icb_code", "programme_year"),)

    id: Mapped[UUID] = primary_key()
    icb_code: Mapped[str] = mapped_column(ForeignKey("icbs.ods_code"))
    programme_year: Mapped[str] = mapped_column(String(7), index=True)
    programme_year_id: Mapped[UUID] = mapped_column(ForeignKey("programme_years.id"), index=True)
    kind: Mapped[ProjectKind] = mapped_column(words(ProjectKind))
    name: Mapped[str]
    status: Mapped[ProjectStatus] = mapped_column(words(ProjectStatus), default=ProjectStatus.SET_UP)
    target_schools: Mapped[int | None]
