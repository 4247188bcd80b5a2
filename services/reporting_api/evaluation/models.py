"""The table of evaluations."""

from datetime import date
from secrets import token_bytes
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base
from shared.kit.columns import ORGANISATION, Versioned, primary_key

from . import errors

SALT_BYTES = 32


def _new_salt() -> bytes:
    return token_bytes(SALT_BYTES)


class Evaluation(Versioned, Base):
    """One evaluation. Its salt is in no contract: with the service's secret it makes the pseudonyms of its schools."""

    __tablename__ = "evaluations"

    id: Mapped[UUID] = primary_key()
    title: Mapped[str]
    evaluator: Mapped[str] = mapped_column(ORGANISATION, index=True)
    programme_years: Mapped[list[str]] = mapped_column(ARRAY(String(7)))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    pseudonym_salt: Mapped[bytes] = mapped_column(LargeBinary, default=_new_salt)

    def must_run_on(self, day: date) -> None:
        """Refuse to be asked for anything before the first day or after the last."""
        if not self.starts_on <= day <= self.ends_on:
            first, last = self.starts_on.isoformat(), self.ends_on.isoformat()
            raise errors.OutsideEvaluation(f"It runs from {first} to {last}. The national team can change that.")
