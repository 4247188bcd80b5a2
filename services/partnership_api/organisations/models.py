"""The tables of organisations."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.identifiers import IdentifierScheme
from shared.contracts.partnership.organisations import GroupKind, SuccessionKind
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words


class Icb(Versioned, Base):
    """A board that exists or existed. Reference data: nothing changes it but a load of a new vintage."""

    __tablename__ = "icbs"

    ods_code: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str]
    ons_code: Mapped[str] = mapped_column(String(9))
    nhs_region: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class IcbSuccession(Versioned, Base):
    """A board that passed its area, or a part of it, on."""

    __tablename__ = "icb_successions"
    __table_args__ = (UniqueConstraint("predecessor_code", "successor_code"),)

    id: Mapped[UUID] = primary_key()
    predecessor_code: Mapped[str] = mapped_column(ForeignKey("icbs.ods_code"), index=True)
    successor_code: Mapped[str] = mapped_column(ForeignKey("icbs.ods_code"), index=True)
    effective_on: Mapped[date]
    kind: Mapped[SuccessionKind] = mapped_column(words(SuccessionKind))


class LocalAuthority(Versioned, Base):
    """An English local authority."""

    __tablename__ = "local_authorities"

    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    name: Mapped[str]
    gss_code: Mapped[str] = mapped_column(String(9))
    region_code: Mapped[str] = mapped_column(String(1))
    region_name: Mapped[str]
    icb_codes: Mapped[list[str]] = mapped_column(ARRAY(String(5)))


class LaIcb(Base):
    """How much of an authority lies in a board's area: a share of small areas, not of pupils."""

    __tablename__ = "la_icbs"

    la_code: Mapped[str] = mapped_column(ForeignKey("local_authorities.la_code"), primary_key=True)
    icb_code: Mapped[str] = mapped_column(ForeignKey("icbs.ods_code"), primary_key=True, index=True)
    lsoa_share: Mapped[float] = mapped_column(Float)


class ParentCarerGroup(Versioned, Base):
    """A parent carer forum, or another parent-carer-led group."""

    __tablename__ = "parent_carer_groups"

    id: Mapped[UUID] = primary_key()
    name: Mapped[str]
    kind: Mapped[GroupKind] = mapped_column(words(GroupKind))
    la_codes: Mapped[list[str]] = mapped_column(ARRAY(String(3)))


class NationalBody(Versioned, Base):
    """A body of the national team. Reference data."""

    __tablename__ = "national_bodies"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str]


class Evaluator(Versioned, Base):
    """An organisation that evaluates the programme."""

    __tablename__ = "evaluators"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class IdentifierBefore(Versioned, Base):
    """A code that another has replaced. The codes that hold now stand with their organisations."""

    __tablename__ = "identifiers_before"
    __table_args__ = (Index("ix_identifiers_before_scheme_value", "scheme", "value"),)

    organisation: Mapped[str] = mapped_column(ORGANISATION, primary_key=True)
    scheme: Mapped[IdentifierScheme] = mapped_column(words(IdentifierScheme), primary_key=True)
    value: Mapped[str] = mapped_column(String(80), primary_key=True)
    valid_to: Mapped[date]
    source: Mapped[str]
