"""commissioning_api: what is bought for the schools, from the national menu."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import and_, or_

from services.commissioning_api.api import ROUTERS, TAGS
from services.commissioning_api.loading import load_reference
from services.commissioning_api.models import Base
from services.commissioning_api.participations.queries import projects_led, projects_of_caller, urns_of_school
from services.commissioning_api.proposals.queries import JOBS
from services.commissioning_api.proposals.worker import look_for_plans
from services.commissioning_api.subscriptions import PROJECTIONS, SUBSCRIPTIONS
from shared.contracts.roles import Kind
from shared.contracts.roles.commissioning import COMMISSIONING
from shared.kit.app import create_app, document_of
from shared.kit.feed import OWN_ROWS, E
from shared.kit.service import Service
from shared.kit.settings import Settings

# A project's money and the plans that people have not decided on are its boards' and the national team's; a provider is
# named on its own invoices.
_NOT_THE_BOARDS_OWN = and_(
    *(E.type.not_like(f"commissioning.{thing}.%") for thing in ("ledger-entry", "invoice", "support-proposal"))
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
        Kind.PCG: and_(E.project_id.in_(projects_of_caller()), _NOT_THE_BOARDS_OWN),
        Kind.SCHOOL: E.urn == urns_of_school(),
    },
    asks=("partnership", "assessment"),
    subscriptions=SUBSCRIPTIONS,
    projections=PROJECTIONS,
    gauges=(JOBS,),
    background=(look_for_plans,),
    load_reference=load_reference,
)


def app() -> FastAPI:
    """The application, with the settings of the environment."""
    return create_app(SERVICE, Settings.read())


def document() -> dict[str, Any]:
    """The OpenAPI document, without a database or settings."""
    return document_of(create_app(SERVICE, Settings.for_documents(SERVICE.name)), SERVICE)
