"""The table of sign-offs: one row for each partner and version of a plan."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.sign_offs import SignOffStatus
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class SignOff(Versioned, Base):
    """One partner's signature under one version of a plan."""

    __tablename__ = "sign_offs"
    __table_args__ = (UniqueConstraint("delivery_plan_id", "organisation"),)

    id: Mapped[UUID] = primary_key()
    delivery_plan_id: Mapped[UUID] = mapped_column(ForeignKey("delivery_plans.id"))
    version_number: Mapped[int]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    organisation: Mapped[str] = mapped_column(ORGANISATION, index=True)
    organisation_name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(80))
    status: Mapped[SignOffStatus] = mapped_column(words(SignOffStatus), default=SignOffStatus.AWAITED)
    signed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    declined_reason: Mapped[str | None]
    voided_at: Mapped[datetime | None]
    voided_reason: Mapped[str | None]
    voided_by_version_number: Mapped[int | None]

    @moves(SignOffStatus.AWAITED, SignOffStatus.DECLINED, to=SignOffStatus.SIGNED, by="sign_delivery_plan")
    def sign(self, at: datetime) -> None:
        """Give the signature; one that was declined before can still be given."""
        self._must_be_open()
        self.status, self.signed_at = SignOffStatus.SIGNED, at

    @moves(SignOffStatus.AWAITED, to=SignOffStatus.DECLINED, by="decline_delivery_plan")
    def decline(self, at: datetime, reason: str) -> None:
        """Refuse the signature, with a reason."""
        self._must_be_open()
        self.status, self.declined_at, self.declined_reason = SignOffStatus.DECLINED, at, reason

    @moves(
        SignOffStatus.AWAITED,
        SignOffStatus.SIGNED,
        SignOffStatus.DECLINED,
        to=SignOffStatus.VOIDED,
        by="revise_delivery_plan",
    )
    def void(self, at: datetime, newer: int) -> None:
        """The signature no longer counts, whether it was given or not: a newer version of the plan was begun."""
        self.status, self.voided_at = SignOffStatus.VOIDED, at
        self.voided_by_version_number = newer
        self.voided_reason = f"Version {newer} of the plan was begun."

    def _must_be_open(self) -> None:
        if self.status in (SignOffStatus.SIGNED, SignOffStatus.VOIDED):
            raise errors.SignOffGiven(f"This sign-off is {self.status}.")
