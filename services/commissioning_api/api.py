"""The service's routers and the sentences that introduce them in the documentation."""

from services.commissioning_api.accruals.endpoints import router as accruals
from services.commissioning_api.availability.endpoints import router as availability
from services.commissioning_api.delivery.endpoints import line_router, router as delivery
from services.commissioning_api.engagement.endpoints import aims_router, router as engagement
from services.commissioning_api.existing_support.endpoints import router as existing_support
from services.commissioning_api.invoices.endpoints import router as invoices
from services.commissioning_api.ledger.endpoints import router as ledger
from services.commissioning_api.local_offers.endpoints import provider_router, router as local_offers
from services.commissioning_api.matching.endpoints import router as matching
from services.commissioning_api.menus.endpoints import router as menus
from services.commissioning_api.packages.endpoints import router as packages
from services.commissioning_api.proposals.endpoints import router as proposals
from services.commissioning_api.providers.endpoints import router as providers

ROUTERS = (
    menus,
    providers,
    provider_router,
    local_offers,
    availability,
    existing_support,
    matching,
    packages,
    ledger,
    accruals,
    invoices,
    proposals,
    line_router,
    delivery,
    engagement,
    aims_router,
)

TAGS = {
    "Menus": "The national menu of support, as numbered editions: nothing outside it may be commissioned.",
    "Providers": "Who gives support, in which professions, and in which authorities.",
    "Local offers": "What of the menu can be had here, from whom, at what price, and what exists already.",
    "Matching": "The menu ranked for one school, every rank explained, and what the school has beside PINS.",
    "Packages": "What each school is given from the menu: proposed by its board, agreed with the school.",
    "Support proposals": "The best plan for all schools of a project at once, found and proven; people decide on it.",
    "Ledger": "Each project's money in double entry, from allocation to payment: what moved, and where it stands.",
    "Delivery": "The sessions in which lines are given: hours held against hours bought, and which lines are late.",
    "Engagement": "Strand two in each school: its parent carer group, its termly meetings, and what changed.",
    "Embedding": "The lighter offer to existing schools: how far each is with its three aims.",
    "Invoices": "What providers ask for lines that were bought: received, paid, or taken back.",
}
