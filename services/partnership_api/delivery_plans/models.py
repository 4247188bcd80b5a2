"""The table of delivery plans: one row for each numbered version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.delivery_plans import PlanStatus
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors, rules

_OPEN = "status in ('draft', 'submitted', 'signed_off', 'changes_requested')"


class DeliveryPlan(Versioned, Base):
    """What the partners promise a project will do in one programme year."""

    __tablename__ = "delivery_plans"
    __table_args__ = (
        UniqueConstraint("project_id", "version_number"),
        Index("uq_delivery_plans_open", "project_id", unique=True, postgresql_where=text(_OPEN)),
        Index("uq_delivery_plans_in_force", "project_id", unique=True, postgresql_where=text("status = 'approved'")),
    )

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    version_number: Mapped[int]
    status: Mapped[PlanStatus] = mapped_column(words(PlanStatus), default=PlanStatus.DRAFT)
    support: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    commissioning: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    funding: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    partner_arrangements: Mapped[str | None]
    selection_process: Mapped[str | None]
    engagement: Mapped[str | None]
    risks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    submitted_at: Mapped[datetime | None]
    signed_off_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]

    @property
    def sections(self) -> dict[str, Any]:
        """What the plan says, section by section."""
        return {name: getattr(self, name) for name in rules.SECTIONS}

    @property
    def planned_pence(self) -> int:
        """What its funding lines come to."""
        return sum(line["amount_pence"] for line in self.funding)

    def must_be_draft(self) -> None:
        """Refuse to change what the partners have before them."""
        if self.status is not PlanStatus.DRAFT:
            raise errors.PlanNotDraft(f"This version is already {_said(self.status)}.")

    def must_be_open_for_signatures(self) -> None:
        """Refuse a signature under a version that is not with the partners."""
        if self.status is not PlanStatus.SUBMITTED:
            raise errors.PlanNotSubmitted(f"This version is {_said(self.status)}.")

    @moves(PlanStatus.DRAFT, to=PlanStatus.SUBMITTED, by="submit_delivery_plan")
    def submit(self, at: datetime) -> None:
        """Hand the plan to the partners."""
        self.must_be_draft()
        if missing := rules.missing_sections(self.sections):
            raise errors.SectionsMissing(f"{len(missing)} sections are still empty: see errors.", errors=missing)
        self.status, self.submitted_at = PlanStatus.SUBMITTED, at

    @moves(PlanStatus.SUBMITTED, to=PlanStatus.SIGNED_OFF, by="sign_delivery_plan")
    def sign_off(self, at: datetime) -> None:
        """Every partner has signed."""
        self.must_be_open_for_signatures()
        self.status, self.signed_off_at = PlanStatus.SIGNED_OFF, at

    @moves(PlanStatus.SIGNED_OFF, to=PlanStatus.CHANGES_REQUESTED, by="review_delivery_plan")
    def request_changes(self, at: datetime) -> None:
        """The national team sends the plan back."""
        self._must_be_signed_off()
        self.status, self.reviewed_at = PlanStatus.CHANGES_REQUESTED, at

    @moves(PlanStatus.SIGNED_OFF, to=PlanStatus.APPROVED, by="review_delivery_plan")
    def approve(self, at: datetime) -> None:
        """The national team approves the plan."""
        self._must_be_signed_off()
        self.status, self.reviewed_at = PlanStatus.APPROVED, at

    def must_be_revisable(self) -> None:
        """Refuse to revise what can simply be changed, or what was replaced already."""
        if self.status is PlanStatus.DRAFT:
            raise errors.PlanIsDraft
        if self.status is PlanStatus.SUPERSEDED:
            raise errors.PlanOpen("This version was replaced by a newer one: revise that.")

    @moves(
        PlanStatus.SUBMITTED,
        PlanStatus.SIGNED_OFF,
        PlanStatus.CHANGES_REQUESTED,
        PlanStatus.APPROVED,
        to=PlanStatus.SUPERSEDED,
        by=("revise_delivery_plan", "review_delivery_plan"),
    )
    def supersede(self, at: datetime) -> None:
        """A newer version takes its place."""
        self.status, self.superseded_at = PlanStatus.SUPERSEDED, at

    def _must_be_signed_off(self) -> None:
        if self.status is not PlanStatus.SIGNED_OFF:
            raise errors.PlanNotSignedOff(f"This version is {_said(self.status)}.")


def _said(status: PlanStatus) -> str:
    return status.replace("_", " ")
