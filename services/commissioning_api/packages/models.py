"""The table of package lines, and how a line moves on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import LineStatus
from shared.kit.columns import Versioned, primary_key, words

from .errors import LineAlreadyCancelled, LineNotProposed


class PackageLine(Versioned, Base):
    """One item of the menu for one school. Whose it is was asked of the owner when it was proposed."""

    __tablename__ = "package_lines"
    __table_args__ = (
        Index("ix_package_lines_participation_id", "participation_id", "id"),
        Index("ix_package_lines_project_id", "project_id", "id"),
        Index("ix_package_lines_icb_code", "icb_code", "id"),
        Index("ix_package_lines_la_code", "la_code", "id"),
        Index("ix_package_lines_urn", "urn", "id"),
        Index("ix_package_lines_menu_item_code", "menu_item_code", "id"),
    )

    id: Mapped[UUID] = primary_key()
    participation_id: Mapped[UUID]
    project_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    la_code: Mapped[str] = mapped_column(String(3))
    urn: Mapped[str] = mapped_column(String(6))
    programme_year: Mapped[str] = mapped_column(String(7))
    menu_id: Mapped[UUID] = mapped_column(ForeignKey("menus.id"), index=True)
    menu_item_code: Mapped[str] = mapped_column(String(80))
    menu_item_title: Mapped[str]
    strand: Mapped[Strand] = mapped_column(words(Strand))
    domain: Mapped[str] = mapped_column(String(80))
    hours: Mapped[float]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    cost_pence: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    adds: Mapped[str | None]
    status: Mapped[LineStatus] = mapped_column(words(LineStatus), default=LineStatus.PROPOSED)
    agreed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancellation_reason: Mapped[str | None]

    def change(self, values: Mapping[str, Any]) -> None:
        """Say something else of a line that is not agreed yet."""
        self._must_be_proposed()
        for name, value in values.items():
            setattr(self, name, value)

    def agree(self, at: datetime) -> None:
        """The school and its partners agree to a line."""
        self._must_be_proposed()
        self.status, self.agreed_at = LineStatus.AGREED, at

    def cancel(self, at: datetime, reason: str) -> None:
        """Take a line off, agreed or not."""
        if self.status is LineStatus.CANCELLED:
            raise LineAlreadyCancelled
        self.status, self.cancelled_at, self.cancellation_reason = LineStatus.CANCELLED, at, reason

    def _must_be_proposed(self) -> None:
        if self.status is not LineStatus.PROPOSED:
            raise LineNotProposed(f"This line is {self.status}.")
