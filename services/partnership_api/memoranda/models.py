"""The table of memoranda: one row for each numbered version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.memoranda import MemorandumStatus
from shared.contracts.types import wire_time
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class Memorandum(Versioned, Base):
    """What board, DfE and NHSE agree on the ground of an approved plan."""

    __tablename__ = "memoranda"
    __table_args__ = (
        UniqueConstraint("project_id", "version_number"),
        Index("uq_memoranda_open", "project_id", unique=True, postgresql_where=text("status = 'draft'")),
        Index("uq_memoranda_in_force", "project_id", unique=True, postgresql_where=text("status = 'agreed'")),
    )

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    delivery_plan_id: Mapped[UUID] = mapped_column(ForeignKey("delivery_plans.id"), index=True)
    version_number: Mapped[int]
    status: Mapped[MemorandumStatus] = mapped_column(words(MemorandumStatus), default=MemorandumStatus.DRAFT)
    specification: Mapped[dict[str, Any]] = mapped_column(JSONB)
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    agreed_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]

    def board_is(self, board: str) -> None:
        """A successor that the project was handed over to stands in the place of a board that has not signed."""
        self.signatures = [
            {**each, "party": board} if each["party"].startswith("icb:") and each["signed_at"] is None else each
            for each in self.signatures
        ]

    @moves(MemorandumStatus.DRAFT, to=MemorandumStatus.AGREED, by="sign_memorandum")
    def sign(self, party: str, at: datetime) -> bool:
        """Give one party's signature; whether all have signed now."""
        if party not in {each["party"] for each in self.signatures}:
            raise errors.NotAParty
        awaited = {each["party"] for each in self.signatures if each["signed_at"] is None}
        if self.status is not MemorandumStatus.DRAFT or party not in awaited:
            raise errors.SignedAlready
        # A new list, because SQLAlchemy does not look inside the old one.
        self.signatures = [
            {"party": each["party"], "signed_at": wire_time(at) if each["party"] == party else each["signed_at"]}
            for each in self.signatures
        ]
        if awaited != {party}:
            return False
        self.status, self.agreed_at = MemorandumStatus.AGREED, at
        return True

    @moves(MemorandumStatus.AGREED, to=MemorandumStatus.SUPERSEDED, by="sign_memorandum")
    def supersede(self, at: datetime) -> None:
        """An amendment takes its place."""
        self.status, self.superseded_at = MemorandumStatus.SUPERSEDED, at
