"""What callers send about invoices."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.commissioning.ledger import InvoiceStatus
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import Day, FreeSentence, Label, OdsCode, ProgrammeYear


class InvoiceQuery(ListQuery):
    """Filters of the list of invoices."""

    package_line_id: Many[UUID] | None = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    provider_id: Many[UUID] | None = None
    reference: Many[Label] | None = None
    status: Many[InvoiceStatus] | None = None
    sort: Literal["id", "-id", "invoiced_on", "-invoiced_on", "updated_at", "-updated_at"] | None = None


class NewInvoice(Input):
    """What a provider asks for."""

    reference: Annotated[Label, Field(description="The provider's own number of it.", examples=["2025/117"])]
    # Strict: neither 12.5 nor "12" nor true is a number of pence.
    amount_pence: Annotated[int, Field(strict=True, ge=1, le=10**12, description="Whole pence.", examples=[48_000])]
    invoiced_on: Annotated[Day, Field(description="The day that the invoice bears: today or before.")]


class Payment(Input):
    """When an invoice was paid."""

    paid_on: Annotated[Day, Field(description="From the day of the invoice until today.")]


class Credit(Input):
    """Why an invoice was taken back."""

    reason: FreeSentence
