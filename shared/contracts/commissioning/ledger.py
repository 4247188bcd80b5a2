"""The ledger: double entry in whole pence, from allocation to payment (R18).

Every transaction moves an amount from one account to another, so its entries add up to nothing. Allocated money stands
in `pledged` until it is released, then in `free`; what a line costs goes to `committed`, what was invoiced of it to
`invoiced`, what was paid to `spent`. All of it comes from `funder`, the only account below zero.
"""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.types import Day, Label, Moment, OdsCode, Pence, ProgrammeYear, Sentence, Version

SignedPence = Annotated[int, Field(ge=-(10**12), le=10**12, description="Whole pence; below zero: out of it.")]


class Account(StrEnum):
    """Where money stands."""

    FUNDER = "funder"
    PLEDGED = "pledged"
    FREE = "free"
    COMMITTED = "committed"
    ACCRUED = "accrued"
    INVOICED = "invoiced"
    SPENT = "spent"


class TransactionKind(StrEnum):
    """Why money moved."""

    ALLOCATION = "allocation"
    RELEASE = "release"
    RECOVERY = "recovery"
    COMMITMENT = "commitment"
    VARIATION = "variation"
    CANCELLATION = "cancellation"
    ACCRUAL = "accrual"
    ACCRUAL_REVERSAL = "accrual_reversal"
    INVOICE = "invoice"
    CREDIT = "credit"
    PAYMENT = "payment"


class LedgerEntry(Output):
    """One side of a transaction."""

    id: UUID
    transaction_id: Annotated[UUID, Field(description="The two sides of one transaction add up to nothing.")]
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    strand: FundingStrand
    account: Account
    amount_pence: SignedPence
    kind: TransactionKind
    package_line_id: Annotated[UUID | None, Field(description="Null for allocations and releases.")]
    source_id: Annotated[UUID, Field(description="The allocation, release, line or invoice it was made for.")]
    booked_on: Annotated[Day, Field(description="The day on which it was posted.")]
    recorded_at: Moment
    updated_at: Moment


class StrandPosition(Output):
    """What stands where, in one strand or in all."""

    strand: Annotated[FundingStrand | None, Field(description="Null: all strands together.")]
    allocated_pence: Pence
    released_pence: Pence
    free_pence: Annotated[
        SignedPence,
        Field(
            description="Released, and not committed. Below zero: committed before its release, in a year that lets"
            " what is allocated be committed, or taken back after it was committed."
        ),
    ]
    committed_pence: Annotated[Pence, Field(description="Committed, and not invoiced or accrued yet.")]
    accrued_pence: Pence
    invoiced_pence: Annotated[Pence, Field(description="Invoiced, and not paid yet.")]
    spent_pence: Pence
    underspend_forecast_pence: Annotated[
        SignedPence, Field(description="Allocated, less all that is committed, accrued, invoiced or spent.")
    ]


class Position(Output):
    """A project's money at the end of a day: of a month, of the year, or now."""

    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    at_end_of: Day
    total: StrandPosition
    strands: Annotated[list[StrandPosition], Field(max_length=10)]
    over_committed: Annotated[
        bool,
        Field(
            description="Whether money was taken back after it was committed, so that more is bought than the rule of"
            " the programme year lets be committed: what is released, or what is allocated."
        ),
    ]
    released_as_of: Annotated[Moment | None, Field(description="How far partnership_api's funding had been followed.")]


class LineAccrual(Output):
    """What was given of a line and not invoiced."""

    package_line_id: UUID
    strand: FundingStrand
    accrued_pence: Annotated[Pence, Field(description="What stands as accrued now.")]
    change_pence: Annotated[SignedPence, Field(description="What was posted for it; below zero: taken back.")]


class Accruals(Output):
    """A project's accruals as they were just brought up to what was given and not invoiced."""

    project_id: UUID
    booked_on: Annotated[Day, Field(description="Today.")]
    accrued_pence: Annotated[Pence, Field(description="Of all lines together.")]
    lines: Annotated[
        list[LineAccrual], Field(max_length=20_000, description="Lines with something accrued, or that changed.")
    ]


class InvoiceStatus(StrEnum):
    """Received, paid, or credited in full."""

    RECEIVED = "received"
    PAID = "paid"
    CREDITED = "credited"


class Invoice(Output):
    """What a provider asks for a line. The invoices of a line never come to more than the line."""

    id: UUID
    package_line_id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    provider_id: Annotated[UUID, Field(description="Who asks: the provider of the line.")]
    reference: Annotated[Label, Field(description="The provider's own number of it; once for each provider.")]
    amount_pence: Pence
    invoiced_on: Annotated[Day, Field(description="The day that the invoice bears.")]
    status: InvoiceStatus
    paid_on: Annotated[Day | None, Field(description="Null: not paid.")]
    credited_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _InvoiceEvent(Event):
    data: Invoice

    @property
    def organisations(self) -> list[str]:
        return [f"provider:{self.data.provider_id}"]


class InvoiceReceived(_InvoiceEvent):
    """A provider asked for money."""

    type: ClassVar[str] = "commissioning.invoice.received"


class InvoicePaid(_InvoiceEvent):
    """An invoice was paid."""

    type: ClassVar[str] = "commissioning.invoice.paid"


class InvoiceCredited(_InvoiceEvent):
    """An invoice was taken back by its provider."""

    type: ClassVar[str] = "commissioning.invoice.credited"


class LedgerEntryMade(Event):
    """Money moved: one side of it. The other side has the same transaction."""

    type: ClassVar[str] = "commissioning.ledger-entry.made"
    data: LedgerEntry
