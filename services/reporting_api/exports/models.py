"""The tables of exports, and of what is in their files."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base
from shared.contracts.reporting.exports import ExportForm, ExportStatus
from shared.kit.columns import ORGANISATION, primary_key, words
from shared.kit.leases import Leased
from shared.kit.lives import moves

from . import errors, links

AT_WORK = (ExportStatus.QUEUED, ExportStatus.RUNNING)


class Export(Leased, Base):
    """One file that an organisation asked for.

    Whoever writes it holds `lease`, until `lease_until`; a worker that was killed lets it run out, and another begins
    anew. `status_version` is the version at which the status last changed: later ones only told of progress.
    """

    __tablename__ = "exports"
    __table_args__ = (
        Index("ix_exports_organisation", "organisation", "id"),
        Index("ix_exports_at_work", "created_at", postgresql_where=text("status in ('queued', 'running')")),
        Index("ix_exports_expires_at", "expires_at", postgresql_where=text("status = 'done'")),
    )

    id: Mapped[UUID] = primary_key()
    organisation: Mapped[str] = mapped_column(ORGANISATION)
    table: Mapped[str] = mapped_column(String(80))
    form: Mapped[ExportForm] = mapped_column(words(ExportForm))
    filters: Mapped[dict[str, list[str]]] = mapped_column(JSONB, default=dict)
    status: Mapped[ExportStatus] = mapped_column(words(ExportStatus), default=ExportStatus.QUEUED)
    status_version: Mapped[int] = mapped_column(default=1)
    rows_written: Mapped[int] = mapped_column(BigInteger, default=0)
    rows_in_all: Mapped[int | None] = mapped_column(BigInteger)
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    as_of: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    link: Mapped[str | None]
    link_key: Mapped[bytes] = mapped_column(LargeBinary, default=links.new_key)
    failure: Mapped[str | None]
    expires_at: Mapped[datetime | None]

    @moves(ExportStatus.QUEUED, to=ExportStatus.RUNNING, by="the platform, when it begins")
    @moves(ExportStatus.RUNNING, to=ExportStatus.DONE, by="the platform, when it is written")
    @moves(ExportStatus.RUNNING, to=ExportStatus.QUEUED, by="the platform, when it was interrupted")
    @moves(
        ExportStatus.QUEUED, ExportStatus.RUNNING, to=ExportStatus.FAILED, by="the platform, when it cannot be written"
    )
    @moves(ExportStatus.QUEUED, ExportStatus.RUNNING, to=ExportStatus.CANCELLED, by="cancel_export")
    @moves(ExportStatus.DONE, to=ExportStatus.EXPIRED, by="the platform, when the file is kept no longer")
    def becomes(self, status: ExportStatus, at: datetime) -> None:
        """Move on. What has ended has its time."""
        self.status = status
        self.status_version = self.version + 1
        if status not in AT_WORK:
            self.ended_at = at
            self.lease, self.lease_until = None, None

    def cancel(self, at: datetime) -> None:
        """Stop writing. The worker, if there is one, finds that it no longer holds it."""
        if self.status not in AT_WORK:
            raise errors.ExportEnded(f"It is {self.status.value} already.")
        self.becomes(ExportStatus.CANCELLED, at)


class ExportPiece(Base):
    """About a mebibyte of a file; all pieces in their order are the file."""

    __tablename__ = "export_pieces"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("exports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
