"""How offers are read: all of them by everybody who plans support, and by each provider its own."""

from sqlalchemy import true

from services.commissioning_api.local_offers.models import LocalOffer
from services.commissioning_api.providers.queries import PARTNERS
from shared.contracts.commissioning import local_offers as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_id

LOCAL_OFFERS = View(
    LocalOffer,
    contract.LocalOffer,
    {**{kind: true() for kind in PARTNERS}, Kind.PROVIDER: LocalOffer.provider_id == caller_id()},
    sorts=("id", "menu_item_code", "unit_cost_pence", "lead_time_days", "updated_at"),
    columns={"la_code": LocalOffer.__table__.c.la_codes},
)
