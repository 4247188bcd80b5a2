"""The table of consultations."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.contracts.partnership.selection import Response
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words

from . import errors


class Consultation(Versioned, Base):
    """A partner that was asked about schools, and what it said."""

    __tablename__ = "consultations"

    id: Mapped[UUID] = primary_key()
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    organisation: Mapped[str] = mapped_column(ORGANISATION, index=True)
    organisation_name: Mapped[str]
    urns: Mapped[list[str]] = mapped_column(ARRAY(String(6)))
    asked_on: Mapped[date]
    response: Mapped[Response] = mapped_column(words(Response))
    said: Mapped[str | None]
    answered_on: Mapped[date | None]
    answered_by: Mapped[str | None] = mapped_column(ORGANISATION)

    def answer(self, response: Response, said: str | None, answered_on: date, by: str) -> None:
        """Record what the partner said."""
        if self.response is not Response.AWAITED:
            raise errors.AnsweredAlready
        self.response, self.said, self.answered_on, self.answered_by = response, said, answered_on, by
