"""reporting_api: it shows what the others decided, and decides nothing."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI

from services.reporting_api.api import ROUTERS, TAGS
from services.reporting_api.exports.queries import JOBS
from services.reporting_api.exports.worker import forget_exports, write_exports
from services.reporting_api.loading import load_reference
from services.reporting_api.models import Base
from services.reporting_api.pages import rendering, sign_in
from services.reporting_api.settings import ReportingSettings
from services.reporting_api.subscriptions import PROJECTIONS, SUBSCRIPTIONS
from services.reporting_api.visibility import EVENTS
from services.reporting_api.webhooks.delivering import deliver, keep_log
from services.reporting_api.webhooks.listening import listen
from services.reporting_api.webhooks.queries import MEASURED as WEBHOOKS
from shared.contracts.roles.reporting import REPORTING, REPORTING_PAGES
from shared.kit.app import create_app, document_of
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
    event_visibility=EVENTS,
    subscriptions=SUBSCRIPTIONS,
    projections=PROJECTIONS,
    gauges=(JOBS, *WEBHOOKS),
    background=(write_exports, forget_exports, deliver, keep_log),
    listening=(listen,),
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
