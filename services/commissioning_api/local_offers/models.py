"""The table of local offers."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base
from shared.contracts.commissioning.local_offers import OfferStatus, OfferUnit
from shared.contracts.commissioning.menus import Strand
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors

ONE_OFFER = "uq_local_offers_item"


class LocalOffer(Versioned, Base):
    """One item of the menu as one provider gives it in one board's area.

    `provider_name` follows the provider's while the offer is active. Lines keep the price they were proposed at: what
    changes here changes none of them.
    """

    __tablename__ = "local_offers"
    __table_args__ = (
        Index(
            ONE_OFFER, "icb_code", "programme_year", "provider_id", "menu_item_code",
            unique=True, postgresql_where=text("status = 'active'"),
        ),
        Index("ix_local_offers_menu_item_code", "programme_year", "menu_item_code", "id"),
        Index("ix_local_offers_la_codes", "la_codes", postgresql_using="gin"),
        CheckConstraint("unit_cost_pence >= 0", name="not_negative"),
        CheckConstraint("hours_per_unit > 0 and capacity_hours_per_month >= 0", name="hours"),
        CheckConstraint("available_from <= available_until", name="days_in_order"),
        CheckConstraint("exists_locally = (exists_for is not null)", name="exists_for_somebody"),
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("providers.id"), index=True)
    provider_name: Mapped[str]
    menu_item_code: Mapped[str] = mapped_column(String(80))
    menu_item_title: Mapped[str]
    strand: Mapped[Strand] = mapped_column(words(Strand))
    unit: Mapped[OfferUnit] = mapped_column(words(OfferUnit))
    hours_per_unit: Mapped[float]
    unit_cost_pence: Mapped[int] = mapped_column(BigInteger)
    capacity_hours_per_month: Mapped[float]
    lead_time_days: Mapped[int]
    la_codes: Mapped[list[str]] = mapped_column(ARRAY(String(3)))
    exists_locally: Mapped[bool]
    exists_for: Mapped[str | None]
    available_from: Mapped[date]
    available_until: Mapped[date]
    status: Mapped[OfferStatus] = mapped_column(words(OfferStatus), default=OfferStatus.ACTIVE)
    withdrawn_reason: Mapped[str | None]

    def must_be_active(self) -> None:
        """Refuse to do anything with an offer that is withdrawn."""
        if self.status is OfferStatus.WITHDRAWN:
            raise errors.LocalOfferIsWithdrawn

    def change(self, values: Mapping[str, Any]) -> None:
        """Say something else of an active offer."""
        self.must_be_active()
        for name, value in values.items():
            setattr(self, name, value)

    @moves(OfferStatus.ACTIVE, to=OfferStatus.WITHDRAWN, by="withdraw_local_offer")
    def withdraw(self, reason: str) -> None:
        """It can be had no longer."""
        self.must_be_active()
        self.status, self.withdrawn_reason = OfferStatus.WITHDRAWN, reason
