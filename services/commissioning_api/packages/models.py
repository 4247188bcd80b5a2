"""The tables of package lines and of what was considered, and how a line moves on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base, OfASchool, by_place
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import ConsideredSource, LineStatus
from shared.contracts.partnership.funding import FundingStrand
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors

BOUGHT = (LineStatus.COMMISSIONED, LineStatus.DELIVERING)
"""What a line is while its money is committed and it is not given whole."""


class PackageLine(Versioned, OfASchool, Base):
    """One item of the menu for one school. Whose it is was asked of the owner when it was proposed.

    A line keeps the price and the unit of its offer as they were when it was proposed. Those proposed before offers
    were kept have none.
    """

    __tablename__ = "package_lines"
    __table_args__ = (
        Index("ix_package_lines_participation_id", "participation_id", "id"),
        *by_place("package_lines"),
        Index("ix_package_lines_menu_item_code", "menu_item_code", "id"),
        Index("ix_package_lines_local_offer_id", "local_offer_id", "id"),
        Index("ix_package_lines_provider_id", "provider_id", "id"),
    )

    id: Mapped[UUID] = primary_key()
    menu_id: Mapped[UUID] = mapped_column(ForeignKey("menus.id"), index=True)
    menu_item_code: Mapped[str] = mapped_column(String(80))
    menu_item_title: Mapped[str]
    strand: Mapped[Strand] = mapped_column(words(Strand))
    domain: Mapped[str] = mapped_column(String(80))
    finding_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default="{}")
    local_offer_id: Mapped[UUID | None] = mapped_column(ForeignKey("local_offers.id"))
    provider_id: Mapped[UUID | None]
    provider_name: Mapped[str | None]
    hours: Mapped[float]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hours_per_unit: Mapped[float | None]
    units: Mapped[int | None]
    unit_cost_pence: Mapped[int | None] = mapped_column(BigInteger)
    cost_pence: Mapped[int] = mapped_column(BigInteger)
    funding_strand: Mapped[FundingStrand] = mapped_column(words(FundingStrand))
    reason: Mapped[str]
    adds: Mapped[str | None]
    status: Mapped[LineStatus] = mapped_column(words(LineStatus), default=LineStatus.PROPOSED)
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str | None] = mapped_column(ORGANISATION)
    agreement: Mapped[str | None]
    decision_id: Mapped[UUID | None]
    commissioned_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    variation_reason: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancellation_reason: Mapped[str | None]

    @property
    def is_bought(self) -> bool:
        """Whether its money is committed and it is not given whole."""
        return self.status in BOUGHT

    def must_be_proposed(self) -> None:
        """Refuse to say anything else of a line that is agreed, or off."""
        if self.status is not LineStatus.PROPOSED:
            raise errors.LineNotProposed(f"This line is {self.status}.")

    def must_be_agreed(self) -> None:
        """Refuse to buy what is not agreed, or is bought."""
        if self.status is not LineStatus.AGREED:
            raise errors.LineNotAgreed(f"This line is {self.status}.")

    def must_be_to_vary(self) -> None:
        """Refuse to vary what is not agreed, or is over."""
        if self.status is not LineStatus.AGREED and not self.is_bought:
            raise errors.LineNotToVary(f"This line is {self.status}.")

    def must_be_bought(self) -> None:
        """Refuse to deliver what is not commissioned, or is over."""
        if not self.is_bought:
            raise errors.LineNotBought(f"This line is {self.status}.")

    def must_be_to_cancel(self) -> None:
        """Refuse to take off what is off, or was given whole."""
        if self.status is LineStatus.CANCELLED:
            raise errors.LineAlreadyCancelled
        if self.status is LineStatus.COMPLETED:
            raise errors.LineCompleted

    @moves(LineStatus.PROPOSED, to=LineStatus.AGREED, by="agree_package_line")
    def agree(self, at: datetime) -> None:
        """The school wants it."""
        self.must_be_proposed()
        self.status, self.agreed_at = LineStatus.AGREED, at

    @moves(LineStatus.AGREED, to=LineStatus.COMMISSIONED, by="commission_package_line")
    def commission(self, decision_id: UUID, at: datetime) -> None:
        """Buy it by a decision of the partnership."""
        self.must_be_agreed()
        self.status, self.decision_id, self.commissioned_at = LineStatus.COMMISSIONED, decision_id, at

    @moves(LineStatus.COMMISSIONED, to=LineStatus.DELIVERING, by="hold_session")
    def begin(self) -> None:
        """Its first session was held."""
        self.must_be_bought()
        self.status = LineStatus.DELIVERING

    @moves(LineStatus.COMMISSIONED, LineStatus.DELIVERING, to=LineStatus.COMPLETED, by="complete_package_line")
    def complete(self, at: datetime) -> None:
        """It was given whole."""
        self.must_be_bought()
        self.status, self.completed_at = LineStatus.COMPLETED, at

    @moves(
        LineStatus.PROPOSED,
        LineStatus.AGREED,
        LineStatus.COMMISSIONED,
        LineStatus.DELIVERING,
        to=LineStatus.CANCELLED,
        by="cancel_package_line",
    )
    def cancel(self, reason: str, at: datetime) -> None:
        """It is not to be."""
        self.must_be_to_cancel()
        self.status, self.cancelled_at, self.cancellation_reason = LineStatus.CANCELLED, at, reason

    def say(self, values: Mapping[str, Any]) -> None:
        """Say something else of a line."""
        for name, value in values.items():
            setattr(self, name, value)


class Consideration(Versioned, OfASchool, Base):
    """Whether the survey or children's voice of a school was there before its support was agreed (R26)."""

    __tablename__ = "considerations"
    __table_args__ = (UniqueConstraint("participation_id", "source"), *by_place("considerations"))

    id: Mapped[UUID] = primary_key()
    source: Mapped[ConsideredSource] = mapped_column(words(ConsideredSource))
    available: Mapped[bool]
    what_it_led_to: Mapped[str | None]
