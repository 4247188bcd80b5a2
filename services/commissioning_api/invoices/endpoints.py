"""Invoices over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.commissioning_api.ledger.errors import NothingAllocated
from services.commissioning_api.packages.errors import NotYourProject, PackageLineNotFound
from shared.contracts.commissioning import ledger as contract
from shared.contracts.page import Page
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import INVOICES

router = APIRouter(prefix="/v1", tags=["Invoices"], route_class=Route)

_CHANGED = (errors.InvoiceNotFound, NotYourProject, errors.InvoiceNotOpen, StaleVersion, PreconditionMissing)


@router.get("/invoices", response_model=Page[contract.Invoice], responses=problems(CursorRefused))
async def list_invoices(query: Annotated[schemas.InvoiceQuery, Query()], read: Reading) -> Response:
    """List invoices, paid and credited ones included. A provider sees its own."""
    return await read.page(INVOICES, query)


@router.get("/invoices/{invoice_id}", response_model=contract.Invoice, responses=problems(errors.InvoiceNotFound))
async def get_invoice(invoice_id: UUID, read: Reading) -> Response:
    """Get one invoice."""
    return await read.one(INVOICES, invoice_id, errors.InvoiceNotFound)


@router.get(
    "/invoices/{invoice_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.InvoiceNotFound, CursorRefused),
)
async def get_invoice_history(
    invoice_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who received, paid or credited an invoice, and when."""
    return await history(read, INVOICES, invoice_id, "commissioning.invoice", query, errors.InvoiceNotFound)


@router.post(
    "/package-lines/{line_id}/invoices",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Invoice,
    responses=problems(
        PackageLineNotFound,
        NotYourProject,
        NothingAllocated,
        errors.NothingWasBought,
        errors.MoreThanTheLine,
        errors.InvoicedBefore,
        errors.DayNotPossible,
    ),
)
async def receive_invoice(
    line_id: UUID, new: schemas.NewInvoice, request: Request, session: Session, actor: Caller
) -> Response:
    """Take in what a provider asks for a line."""
    invoice = await service.receive(session, line_id, new, actor)
    return await created(session, contract.Invoice, invoice, request, f"/v1/invoices/{invoice.id}")


@router.post(
    "/invoices/{invoice_id}/payment",
    response_model=contract.Invoice,
    responses=problems(*_CHANGED, errors.DayNotPossible),
)
async def pay_invoice(
    invoice_id: UUID, payment: schemas.Payment, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Record that an invoice was paid."""
    invoice = await service.pay(session, invoice_id, payment, version, actor)
    return await written(session, contract.Invoice, invoice)


@router.post("/invoices/{invoice_id}/credit", response_model=contract.Invoice, responses=problems(*_CHANGED))
async def credit_invoice(
    invoice_id: UUID, credit: schemas.Credit, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Record that a provider took an invoice back, paid or not: its money is the line's again."""
    invoice = await service.credit(session, invoice_id, credit.reason, version, actor)
    return await written(session, contract.Invoice, invoice)
