"""The tables of menus. An edition is never changed; only whether it is in force moves on to the next."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.commissioning_api.tables import Base
from shared.contracts.commissioning.menus import Audience, Strand
from shared.kit.clock import utc_now
from shared.kit.columns import primary_key, words


class MenuItem(Base):
    """One intervention of one edition."""

    __tablename__ = "menu_items"
    __table_args__ = (UniqueConstraint("menu_id", "code"),)

    id: Mapped[UUID] = primary_key()
    menu_id: Mapped[UUID] = mapped_column(ForeignKey("menus.id"))
    place: Mapped[int]
    code: Mapped[str] = mapped_column(String(80))
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(String(80))
    strand: Mapped[Strand] = mapped_column(words(Strand))
    domains: Mapped[list[str]] = mapped_column(ARRAY(String(80)))
    professions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    audience: Mapped[Audience] = mapped_column(words(Audience))
    usual_hours: Mapped[float]
    evidence_summary: Mapped[str]
    offers: Mapped[list[str]] = mapped_column(ARRAY(String(40)))


class Menu(Base):
    """One edition of a menu. One menu is in force for a programme year: the one published last for it."""

    __tablename__ = "menus"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        Index("uq_menus_in_force", "programme_year", unique=True, postgresql_where="is_current"),
    )

    id: Mapped[UUID] = primary_key()
    code: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    title: Mapped[str]
    illustrative: Mapped[bool]
    programme_year: Mapped[str] = mapped_column(String(7), index=True)
    is_current: Mapped[bool]
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    items: Mapped[list[MenuItem]] = relationship(order_by=MenuItem.place, lazy="raise")
