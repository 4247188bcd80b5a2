"""The service's routers and the sentences that introduce them in the documentation."""

from services.commissioning_api.menus.endpoints import router as menus
from services.commissioning_api.packages.endpoints import router as packages

ROUTERS = (menus, packages)

TAGS = {
    "Menus": "The national menu of support, as numbered editions: nothing outside it may be commissioned.",
    "Packages": "What each school is given from the menu: proposed by its board, agreed with the school.",
}
