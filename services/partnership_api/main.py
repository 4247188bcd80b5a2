"""partnership_api: who takes part, what was agreed, what may be spent."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI

from services.partnership_api.api import ROUTERS, TAGS
from services.partnership_api.contacts.held import held_on
from services.partnership_api.loading import load_reference
from services.partnership_api.models import Base
from services.partnership_api.visibility import EVENTS
from shared.contracts.roles.partnership import PARTNERSHIP
from shared.kit.app import create_app, document_of
from shared.kit.service import Service
from shared.kit.settings import Settings

SERVICE = Service(
    name="partnership",
    title="PINS partnership API",
    description="Who takes part in the PINS programme, what was agreed, and what may be spent.",
    folder=Path(__file__).parent,
    metadata=Base.metadata,
    routers=ROUTERS,
    matrix=PARTNERSHIP,
    tags=TAGS,
    event_visibility=EVENTS,
    load_reference=load_reference,
    held_on=held_on,
)


def app() -> FastAPI:
    """The application, with the settings of the environment."""
    return create_app(SERVICE, Settings.read())


def document() -> dict[str, Any]:
    """The OpenAPI document, without a database or settings."""
    return document_of(create_app(SERVICE, Settings.for_documents(SERVICE.name)), SERVICE)
