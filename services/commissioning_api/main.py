"""commissioning_api: what is bought for the schools, from the national menu."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import and_, or_

from services.commissioning_api.api import ROUTERS, TAGS
from services.commissioning_api.loading import load_reference
from services.commissioning_api.models import Base
from services.commissioning_api.participations.queries import projects_led, projects_of_caller, urns_of_school
from services.commissioning_api.subscriptions import PROJECTIONS, SUBSCRIPTIONS
from shared.contracts.commissioning import ledger
from shared.contracts.roles import Kind
from shared.contracts.roles.commissioning import COMMISSIONING
from shared.kit.app import create_app, document_of
from shared.kit.feed import OWN_ROWS, E
from shared.kit.service import Service
from shared.kit.settings import Settings

# Who sees these rows: the boards of a project, the national team, and a provider its own invoices.
_MONEY = (
    ledger.LedgerEntryMade.type,
    ledger.InvoiceReceived.type,
    ledger.InvoicePaid.type,
    ledger.InvoiceCredited.type,
)

SERVICE = Service(
    name="commissioning",
    title="PINS commissioning API",
    description="What the schools of the PINS programme are given: the national menu, and each school's package.",
    folder=Path(__file__).parent,
    metadata=Base.metadata,
    routers=ROUTERS,
    matrix=COMMISSIONING,
    tags=TAGS,
    event_visibility={
        **OWN_ROWS,
        Kind.ICB: or_(OWN_ROWS[Kind.ICB], E.project_id == projects_led()),
        Kind.PCG: and_(E.project_id.in_(projects_of_caller()), *(E.type != kind for kind in _MONEY)),
        Kind.SCHOOL: E.urn == urns_of_school(),
    },
    asks=("partnership", "assessment"),
    subscriptions=SUBSCRIPTIONS,
    projections=PROJECTIONS,
    load_reference=load_reference,
)


def app() -> FastAPI:
    """The application, with the settings of the environment."""
    return create_app(SERVICE, Settings.read())


def document() -> dict[str, Any]:
    """The OpenAPI document, without a database or settings."""
    return document_of(create_app(SERVICE, Settings.for_documents(SERVICE.name)), SERVICE)
