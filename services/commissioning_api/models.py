"""Every table of the service, so that migrations see them all."""

from services.commissioning_api.invoices import models as invoices
from services.commissioning_api.ledger import models as ledger
from services.commissioning_api.local_offers import models as local_offers
from services.commissioning_api.menus import models as menus
from services.commissioning_api.packages import models as packages
from services.commissioning_api.participations import models as participations
from services.commissioning_api.providers import models as providers
from services.commissioning_api.tables import Base

__all__ = ["Base", "invoices", "ledger", "local_offers", "menus", "packages", "participations", "providers"]
