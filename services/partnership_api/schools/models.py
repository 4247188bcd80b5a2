"""The tables of schools. Nothing changes them but an import of a file of GIAS."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, Float, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.schools import Eligibility, LinkKind
from shared.kit.columns import Versioned, primary_key, words


class School(Versioned, Base):
    """A school of the public register."""

    __tablename__ = "schools"
    __table_args__ = (Index("ix_schools_name_urn", "name", "urn"),)

    urn: Mapped[str] = mapped_column(String(6), primary_key=True)
    # Not a foreign key: GIAS has schools in Wales and overseas, whose authorities are not ours.
    la_code: Mapped[str] = mapped_column(String(3), index=True)
    establishment_number: Mapped[str | None] = mapped_column(String(4))
    # As PostgreSQL writes the expression back, so that Alembic finds nothing to change.
    laestab: Mapped[str | None] = mapped_column(
        String(7), Computed("(la_code)::text || (establishment_number)::text", persisted=True)
    )
    name: Mapped[str]
    type_code: Mapped[int]
    status_code: Mapped[int]
    phase_code: Mapped[int]
    la_name: Mapped[str | None]
    type_name: Mapped[str | None]
    status_name: Mapped[str | None]
    phase_name: Mapped[str | None]
    statutory_low_age: Mapped[int | None]
    statutory_high_age: Mapped[int | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    street: Mapped[str | None]
    locality: Mapped[str | None]
    address3: Mapped[str | None]
    town: Mapped[str | None]
    county: Mapped[str | None]
    postcode: Mapped[str | None] = mapped_column(String(10), index=True)
    website: Mapped[str | None]
    trust_uid: Mapped[str | None] = mapped_column(String(8))
    trust_name: Mapped[str | None]
    ukprn: Mapped[str | None] = mapped_column(String(8))
    number_of_pupils: Mapped[int | None]
    school_capacity: Mapped[int | None]
    percentage_fsm: Mapped[float | None] = mapped_column(Float)
    resourced_provision: Mapped[str | None]
    region_code: Mapped[str | None] = mapped_column(String(2))
    region_name: Mapped[str | None]
    eligibility: Mapped[Eligibility] = mapped_column(words(Eligibility))
    eligibility_reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class SchoolLink(Versioned, Base):
    """A school that came before or after another, which the register may lack: GIAS keeps two files."""

    __tablename__ = "school_links"
    __table_args__ = (UniqueConstraint("urn", "link_urn", "kind"),)

    id: Mapped[UUID] = primary_key()
    urn: Mapped[str] = mapped_column(String(6))
    link_urn: Mapped[str] = mapped_column(String(6), index=True)
    kind: Mapped[LinkKind] = mapped_column(words(LinkKind))
    link_type: Mapped[str]
    established_on: Mapped[date | None]
