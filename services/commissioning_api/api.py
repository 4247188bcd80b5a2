"""The service's routers and the sentences that introduce them in the documentation."""

from services.commissioning_api.availability.endpoints import router as availability
from services.commissioning_api.invoices.endpoints import router as invoices
from services.commissioning_api.ledger.endpoints import router as ledger
from services.commissioning_api.local_offers.endpoints import provider_router, router as local_offers
from services.commissioning_api.menus.endpoints import router as menus
from services.commissioning_api.packages.endpoints import router as packages
from services.commissioning_api.providers.endpoints import router as providers

ROUTERS = (menus, providers, provider_router, local_offers, availability, packages, ledger, invoices)

TAGS = {
    "Menus": "The national menu of support, as numbered editions: nothing outside it may be commissioned.",
    "Providers": "Who gives support, in which professions, and in which authorities.",
    "Local offers": "What of the menu can be had here, from whom, at what price, and what exists already.",
    "Packages": "What each school is given from the menu: proposed by its board, agreed with the school.",
    "Ledger": "Each project's money in double entry, from allocation to payment: what moved, and where it stands.",
    "Invoices": "What providers ask for lines that were bought: received, paid, or taken back.",
}
