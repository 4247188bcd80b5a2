"""How it is read what a school has beside PINS."""

from services.commissioning_api.existing_support.models import ExistingSupport
from services.commissioning_api.participations.queries import seen_by_partners
from shared.contracts.commissioning import matching as contract
from shared.kit.reads import View

EXISTING_SUPPORT = View(
    ExistingSupport, contract.SchoolExistingSupport, seen_by_partners(ExistingSupport), key="participation_id"
)
