"""The table of surveys."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.heard import ThemesHeard
from services.assessment_api.tables import Base, OfASchool, by_place
from shared.contracts.assessment.surveys import Term
from shared.kit.columns import Versioned, primary_key, words


class Survey(ThemesHeard, OfASchool, Versioned, Base):
    """The counts of one school in one term. The columns named as in the contract hold what is published, so that
    whatever is made from the row (an event, above all) holds no small count; the exact ones stand beside them.
    """

    __tablename__ = "surveys"
    # Kept by programme year: that is in every key, and a participation has one, so it makes none of them wider.
    __table_args__ = (
        UniqueConstraint("participation_id", "term", "programme_year", name="uq_surveys_participation_id_term"),
        *by_place("surveys"),
    )

    id: Mapped[UUID] = primary_key()
    term: Mapped[Term] = mapped_column(words(Term))
    instrument_id: Mapped[UUID] = mapped_column(ForeignKey("instruments.id"), index=True)
    respondents: Mapped[int | None]
    respondents_send: Mapped[int | None]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    exact_respondents: Mapped[int]
    exact_respondents_send: Mapped[int | None]
    exact_questions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    suppression_threshold: Mapped[int] = mapped_column(index=True)
    suppressed: Mapped[bool]
