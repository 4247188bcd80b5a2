"""assessment_api: what each school needs, as it says itself."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import or_

from services.assessment_api.api import ROUTERS, TAGS
from services.assessment_api.loading import load_reference
from services.assessment_api.models import Base
from services.assessment_api.participations.queries import projects_led, projects_of_caller, urns_of_school
from services.assessment_api.settings import AssessmentSettings
from services.assessment_api.subscriptions import PROJECTIONS, SUBSCRIPTIONS
from shared.contracts.roles import Kind
from shared.contracts.roles.assessment import ASSESSMENT
from shared.kit.app import create_app, document_of
from shared.kit.feed import OWN_ROWS, E
from shared.kit.service import Service

SERVICE = Service(
    name="assessment",
    title="PINS assessment API",
    description="What each school of the PINS programme needs: the tool, and each school's assessment of itself.",
    folder=Path(__file__).parent,
    settings=AssessmentSettings,
    metadata=Base.metadata,
    routers=ROUTERS,
    matrix=ASSESSMENT,
    tags=TAGS,
    event_visibility={
        **OWN_ROWS,
        Kind.ICB: or_(OWN_ROWS[Kind.ICB], E.project_id == projects_led()),
        Kind.PCG: E.project_id.in_(projects_of_caller()),
        Kind.SCHOOL: E.urn == urns_of_school(),
        Kind.SERVICE: E.type.not_like("assessment.instrument.draft%"),
    },
    asks=("partnership",),
    subscriptions=SUBSCRIPTIONS,
    projections=PROJECTIONS,
    load_reference=load_reference,
)


def app() -> FastAPI:
    """The application, with the settings of the environment."""
    return create_app(SERVICE, AssessmentSettings.read())


def document() -> dict[str, Any]:
    """The OpenAPI document, without a database or settings."""
    return document_of(create_app(SERVICE, AssessmentSettings.for_documents(SERVICE.name)), SERVICE)
