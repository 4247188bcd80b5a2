"""Receiving, paying and crediting invoices. The project's money is locked first, then the line, then the invoice."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.ledger import service as ledger
from services.commissioning_api.packages import service as packages
from services.commissioning_api.packages.errors import NotYourProject, PackageLineNotFound
from services.commissioning_api.packages.models import PackageLine
from services.commissioning_api.packages.queries import PACKAGE_LINES
from services.commissioning_api.participations import service as participations
from shared.contracts.commissioning import ledger as contract
from shared.contracts.commissioning.ledger import InvoiceStatus
from shared.contracts.commissioning.packages import LineStatus
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today
from shared.kit.concurrency import found, locked

from . import errors, rules, schemas
from .models import Invoice
from .queries import INVOICES


async def receive(session: AsyncSession, line_id: UUID, new: schemas.NewInvoice, actor: Actor) -> Invoice:
    """Take in what a provider asks for a line."""
    rules.must_be_past(new.invoiced_on, today(), "invoiced_on")
    seen: PackageLine = await found(session, PACKAGE_LINES, line_id, actor, missing=PackageLineNotFound)
    await participations.must_lead(session, seen.project_id, seen.icb_code, actor, NotYourProject)
    rules.line_must_be_bought(seen.status)
    await ledger.hold(session, seen.project_id)
    line = await packages.held(session, line_id)
    rules.line_must_be_bought(line.status)
    if line.provider_id is None:
        raise errors.NothingWasBought("This line has no provider.")
    invoice = await _once(session, line, new)
    rules.must_be_left(new.amount_pence, await ledger.open_pence(session, line.id))
    await ledger.invoice(
        session,
        line,
        line.funding_strand,
        new.amount_pence,
        line_id=line.id,
        invoice_id=invoice.id,
        actor=actor,
    )
    await outbox.announce(session, contract.InvoiceReceived, invoice, actor)
    return invoice


async def pay(session: AsyncSession, invoice_id: UUID, payment: schemas.Payment, version: int, actor: Actor) -> Invoice:
    """Record that an invoice was paid."""
    line, invoice = await _to_change(session, invoice_id, version, actor)
    rules.must_be(invoice.status, InvoiceStatus.RECEIVED)
    rules.must_be_past(payment.paid_on, today(), "paid_on", invoice.invoiced_on)
    await ledger.pay(
        session,
        line,
        line.funding_strand,
        invoice.amount_pence,
        line_id=line.id,
        invoice_id=invoice.id,
        actor=actor,
    )
    invoice.pay(payment.paid_on)
    await outbox.announce(session, contract.InvoicePaid, invoice, actor)
    return invoice


async def credit(session: AsyncSession, invoice_id: UUID, reason: str, version: int, actor: Actor) -> Invoice:
    """Record that a provider took an invoice back whole, or gave back what was paid of it."""
    line, invoice = await _to_change(session, invoice_id, version, actor)
    rules.must_be(invoice.status, InvoiceStatus.RECEIVED, InvoiceStatus.PAID)
    await ledger.credit(
        session,
        line,
        line.funding_strand,
        invoice.amount_pence,
        line_id=line.id,
        invoice_id=invoice.id,
        paid=invoice.status is InvoiceStatus.PAID,
        line_stands=line.status is not LineStatus.CANCELLED,
        actor=actor,
    )
    invoice.credit(reason)
    await outbox.announce(session, contract.InvoiceCredited, invoice, actor)
    return invoice


async def _once(session: AsyncSession, line: PackageLine, new: schemas.NewInvoice) -> Invoice:
    # In one statement, because the same provider may send it to two projects at once.
    row = insert(Invoice).values(
        **new.model_dump(),
        package_line_id=line.id,
        project_id=line.project_id,
        icb_code=line.icb_code,
        programme_year=line.programme_year,
        provider_id=line.provider_id,
    )
    once = row.on_conflict_do_nothing(index_elements=["provider_id", "reference"]).returning(Invoice)
    invoice = await session.scalar(once)
    if invoice is None:
        raise errors.InvoicedBefore
    return invoice


async def _to_change(
    session: AsyncSession, invoice_id: UUID, version: int, actor: Actor
) -> tuple[PackageLine, Invoice]:
    seen: Invoice = await found(session, INVOICES, invoice_id, actor, missing=errors.InvoiceNotFound)
    await participations.must_lead(session, seen.project_id, seen.icb_code, actor, NotYourProject)
    await ledger.hold(session, seen.project_id)
    line = await packages.held(session, seen.package_line_id)
    invoice: Invoice = await locked(
        session, INVOICES, invoice_id, actor, version=version, missing=errors.InvoiceNotFound
    )
    return line, invoice
