"""How invoices are read."""

from services.commissioning_api.invoices.models import Invoice
from services.commissioning_api.ledger.queries import seen_by_the_board
from shared.contracts.commissioning import ledger as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_id

INVOICES = View(
    Invoice,
    contract.Invoice,
    {**seen_by_the_board(Invoice), Kind.PROVIDER: Invoice.provider_id == caller_id()},
    sorts=("id", "invoiced_on", "updated_at"),
)
