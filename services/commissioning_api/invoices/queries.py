"""How invoices are read."""

from sqlalchemy import Text, cast

from services.commissioning_api.invoices.models import Invoice
from services.commissioning_api.ledger.queries import seen_by_the_board
from shared.contracts.commissioning import ledger as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code

INVOICES = View(
    Invoice,
    contract.Invoice,
    {**seen_by_the_board(Invoice), Kind.PROVIDER: cast(Invoice.provider_id, Text) == caller_code()},
    sorts=("id", "invoiced_on", "updated_at"),
)
