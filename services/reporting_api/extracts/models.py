"""The tables of extracts, of what is in them, and of who was given what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base
from shared.contracts.problem import FieldError
from shared.contracts.reporting.extracts import ExtractForm, ExtractStatus, ExtractTable
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors

_DECIDED = (ExtractStatus.RELEASED, ExtractStatus.REFUSED)


class Extract(Versioned, Base):
    """What an evaluator asked to be given."""

    __tablename__ = "extracts"

    id: Mapped[UUID] = primary_key()
    evaluation_id: Mapped[UUID] = mapped_column(ForeignKey("evaluations.id"), index=True)
    evaluator: Mapped[str] = mapped_column(ORGANISATION, index=True)
    tables: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    questions: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    purpose: Mapped[str]
    status: Mapped[ExtractStatus] = mapped_column(words(ExtractStatus), default=ExtractStatus.REQUESTED)
    check: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    checked_at: Mapped[datetime | None]
    pseudonym_mark: Mapped[bytes | None] = mapped_column(LargeBinary)
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(ORGANISATION)
    refused_at: Mapped[datetime | None]
    refusal_reason: Mapped[str | None]

    def must_be_undecided(self) -> None:
        """Refuse to touch what was released or refused."""
        if self.status in _DECIDED:
            raise errors.ExtractDecided(f"It was {self.status.value}.")

    @moves(ExtractStatus.REQUESTED, to=ExtractStatus.CHECKED, by="check_extract")
    def checked(self, check: dict[str, Any], mark: bytes, at: datetime) -> None:
        """Note what the disclosure rule found, whether it passes or not."""
        self.status, self.check, self.pseudonym_mark, self.checked_at = ExtractStatus.CHECKED, check, mark, at

    @moves(ExtractStatus.CHECKED, to=ExtractStatus.RELEASED, by="release_extract")
    def release(self, by: str, at: datetime) -> None:
        """Give it to the evaluator, as it was checked."""
        self.must_be_undecided()
        if self.check is None:
            raise errors.ExtractNotChecked
        if not self.check["passes"]:
            reasons = [FieldError(pointer="/check", code="disclosure", detail=each) for each in self.check["reasons"]]
            raise errors.DisclosureCheckFails(errors=reasons)
        self.status, self.released_by, self.released_at = ExtractStatus.RELEASED, by, at

    @moves(ExtractStatus.REQUESTED, ExtractStatus.CHECKED, to=ExtractStatus.REFUSED, by="refuse_extract")
    def refuse(self, reason: str, at: datetime) -> None:
        """Do not give it."""
        self.must_be_undecided()
        self.status, self.refusal_reason, self.refused_at = ExtractStatus.REFUSED, reason, at


class ExtractRow(Base):
    """One row of a table as it was checked; written at the check, and never after the release."""

    __tablename__ = "extract_rows"

    extract_id: Mapped[UUID] = mapped_column(ForeignKey("extracts.id"), primary_key=True)
    table: Mapped[ExtractTable] = mapped_column(words(ExtractTable), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[dict[str, Any]] = mapped_column(JSONB)


class ExtractSchool(Base):
    """What an extract tells of one school that is in it, so that the next one is checked against it."""

    __tablename__ = "extract_schools"

    extract_id: Mapped[UUID] = mapped_column(ForeignKey("extracts.id"), primary_key=True)
    school: Mapped[str] = mapped_column(String(40), primary_key=True)
    told: Mapped[str]


class ExtractDownload(Base):
    """One time that an evaluator was given a table."""

    __tablename__ = "extract_downloads"

    id: Mapped[UUID] = primary_key()
    extract_id: Mapped[UUID] = mapped_column(ForeignKey("extracts.id"), index=True)
    evaluation_id: Mapped[UUID] = mapped_column(ForeignKey("evaluations.id"), index=True)
    evaluator: Mapped[str] = mapped_column(ORGANISATION, index=True)
    table: Mapped[ExtractTable] = mapped_column(words(ExtractTable))
    form: Mapped[ExtractForm] = mapped_column(words(ExtractForm))
    rows: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    downloaded_at: Mapped[datetime] = mapped_column(index=True)
