"""A small service that has one of everything its documentation must show."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, FastAPI, Header, Path, Query
from pydantic import Field

from shared.contracts.base import Input, Output
from shared.contracts.page import Page
from shared.contracts.roles import Kind, readable_by, writable_by
from shared.kit import docs_pages, errors, guide, health, openapi
from shared.kit.metrics import FeedState, Metrics
from shared.kit.problems import problems

Urn = Annotated[int, Field(ge=100000, le=999999, description="Unique reference number.", examples=[142345])]


class School(Output):
    """A school that takes part."""

    id: UUID
    urn: Urn
    name: Annotated[str, Field(max_length=200, examples=["St Mary's <Church> School"])]
    version: Annotated[int, Field(ge=1, le=10**9)]


class NewSchool(Input):
    """What is needed to choose a school."""

    urn: Urn
    rationale: Annotated[str, Field(min_length=1, max_length=2000, examples=["Absence is twice the county's."])]


class SchoolAlreadyChosen(errors.Conflict):
    """The school takes part in this project, and cannot be chosen <twice>."""

    title = "The school is already part of this project"


schools = APIRouter(prefix="/v1/schools", tags=["Schools"])


@schools.get("", operation_id="list_schools", responses=problems(errors.BadRequest, errors.NotAuthenticated))
async def list_schools(
    la_code: Annotated[list[str] | None, Query(max_length=100, description="Only these authorities.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Page[School]:
    """List the schools that take part.

    Give `la_code` once, with commas.
    """
    return Page(items=[], next_cursor=None, total=limit if la_code else None)


@schools.get("/{urn}", operation_id="get_school")
async def get_school(urn: Annotated[int, Path(ge=100000, le=999999, examples=[142345])]) -> School:
    """Read one school."""
    return School(id=UUID(int=0), urn=urn, name="Elm Park", version=1)


@schools.post("", status_code=201, operation_id="choose_school", responses=problems(SchoolAlreadyChosen))
async def choose_school(
    body: NewSchool, idempotency_key: Annotated[str | None, Header(max_length=200)] = None
) -> School:
    """Choose a school for the project."""
    return School(id=UUID(int=0), urn=body.urn, name=idempotency_key or "Elm Park", version=1)


MATRIX = {
    "list_schools": readable_by(),
    "get_school": readable_by(Kind.ICB, Kind.LA),
    "choose_school": writable_by(Kind.ICB),
}
ABOUT = openapi.Described(
    "partnership",
    {"Schools": "The schools of each project."},
    MATRIX,
    "https://identity.pins.example/token",
    "https://partnership.pins.example",
)


async def _there() -> None:
    """Find everything in order."""


async def _twelve_events() -> FeedState:
    return FeedState(outbox_events=12, followed=())


def build(checks: dict[str, health.Check] | None = None) -> tuple[FastAPI, dict[str, Any]]:
    """Give the service and its finished OpenAPI document."""
    app = FastAPI(title="PINS partnership service", version="1.2.0", description="Who takes part.", docs_url=None)
    app.include_router(schools)
    app.include_router(health.router({"database": _there} if checks is None else checks, Metrics(), _twelve_events))
    document = openapi.finish(app.openapi(), ABOUT)
    app.include_router(guide.router("PINS partnership API"))
    app.include_router(docs_pages.router(lambda: document, errors.every_refusal))
    return app, document
