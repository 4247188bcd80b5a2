"""The table of invoices."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base
from shared.contracts.commissioning.ledger import InvoiceStatus
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import rules


class Invoice(Versioned, Base):
    """What a provider asks for a line. What it does to the money stands in the ledger."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("provider_id", "reference"),
        CheckConstraint("amount_pence > 0", name="positive"),
        CheckConstraint("status <> 'paid' or paid_on is not null", name="paid_on_a_day"),
        CheckConstraint("(status = 'credited') = (credited_reason is not null)", name="credited_for_a_reason"),
        Index("ix_invoices_package_line_id", "package_line_id", "id"),
        Index("ix_invoices_project_id", "project_id", "id"),
        Index("ix_invoices_icb_code", "icb_code", "id"),
        Index("ix_invoices_provider_id", "provider_id", "id"),
    )

    id: Mapped[UUID] = primary_key()
    package_line_id: Mapped[UUID] = mapped_column(ForeignKey("package_lines.id"))
    project_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    programme_year: Mapped[str] = mapped_column(String(7))
    provider_id: Mapped[UUID]
    reference: Mapped[str] = mapped_column(String(80))
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    invoiced_on: Mapped[date]
    status: Mapped[InvoiceStatus] = mapped_column(words(InvoiceStatus), default=InvoiceStatus.RECEIVED)
    paid_on: Mapped[date | None]
    credited_reason: Mapped[str | None]

    @moves(InvoiceStatus.RECEIVED, to=InvoiceStatus.PAID, by="pay_invoice")
    def pay(self, on: date) -> None:
        """What it asks for was paid."""
        rules.must_be(self.status, InvoiceStatus.RECEIVED)
        self.status, self.paid_on = InvoiceStatus.PAID, on

    @moves(InvoiceStatus.RECEIVED, InvoiceStatus.PAID, to=InvoiceStatus.CREDITED, by="credit_invoice")
    def credit(self, reason: str) -> None:
        """The provider took it back, or gave back what was paid."""
        rules.must_be(self.status, InvoiceStatus.RECEIVED, InvoiceStatus.PAID)
        self.status, self.credited_reason = InvoiceStatus.CREDITED, reason
