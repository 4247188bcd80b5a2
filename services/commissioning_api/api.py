"""The service's routers and the sentences that introduce them in the documentation."""

from services.commissioning_api.ledger.endpoints import router as ledger
from services.commissioning_api.menus.endpoints import router as menus
from services.commissioning_api.packages.endpoints import router as packages

ROUTERS = (menus, packages, ledger)

TAGS = {
    "Menus": "The national menu of support, as numbered editions: nothing outside it may be commissioned.",
    "Packages": "What each school is given from the menu: proposed by its board, agreed with the school.",
    "Ledger": "Each project's money in double entry, from allocation to payment: what moved, and where it stands.",
}
