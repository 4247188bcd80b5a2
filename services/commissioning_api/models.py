"""Every table of the service, so that migrations see them all."""

from services.commissioning_api.delivery import models as delivery
from services.commissioning_api.engagement import models as engagement
from services.commissioning_api.existing_support import models as existing_support
from services.commissioning_api.invoices import models as invoices
from services.commissioning_api.ledger import models as ledger
from services.commissioning_api.local_offers import models as local_offers
from services.commissioning_api.menus import models as menus
from services.commissioning_api.needs import models as needs
from services.commissioning_api.packages import models as packages
from services.commissioning_api.participations import models as participations
from services.commissioning_api.proposals import models as proposals
from services.commissioning_api.providers import models as providers
from services.commissioning_api.tables import Base

__all__ = [
    "Base",
    "delivery",
    "engagement",
    "existing_support",
    "invoices",
    "ledger",
    "local_offers",
    "menus",
    "needs",
    "packages",
    "participations",
    "proposals",
    "providers",
]
