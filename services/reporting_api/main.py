"""reporting_api: it shows what the others decided, and decides nothing."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import or_

from services.reporting_api.api import ROUTERS, TAGS
from services.reporting_api.loading import load_reference
from services.reporting_api.models import Base
from services.reporting_api.pages import rendering, sign_in
from services.reporting_api.seen import projects_led
from services.reporting_api.settings import ReportingSettings
from services.reporting_api.subscriptions import PROJECTIONS, SUBSCRIPTIONS
from shared.contracts.roles import Kind
from shared.contracts.roles.reporting import REPORTING, REPORTING_PAGES
from shared.kit.app import create_app, document_of
from shared.kit.feed import OWN_ROWS, E
from shared.kit.pages import Pages
from shared.kit.service import Service

SERVICE = Service(
    name="reporting",
    title="PINS reporting API",
    description="What the PINS programme has reached: dashboards from what the other services announced.",
    folder=Path(__file__).parent,
    settings=ReportingSettings,
    metadata=Base.metadata,
    routers=ROUTERS,
    matrix=REPORTING,
    tags=TAGS,
    event_visibility={**OWN_ROWS, Kind.ICB: or_(OWN_ROWS[Kind.ICB], E.project_id == projects_led())},
    subscriptions=SUBSCRIPTIONS,
    projections=PROJECTIONS,
    load_reference=load_reference,
    pages=Pages(
        prefix=rendering.HOME,
        cookie=rendering.COOKIE,
        matrix=REPORTING_PAGES,
        open=sign_in.OPEN,
        refused=rendering.refused,
    ),
)


def app() -> FastAPI:
    """The application, with the settings of the environment."""
    return create_app(SERVICE, ReportingSettings.read())


def document() -> dict[str, Any]:
    """The OpenAPI document, without a database or settings."""
    return document_of(create_app(SERVICE, ReportingSettings.for_documents(SERVICE.name)), SERVICE)
