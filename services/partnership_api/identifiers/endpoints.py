"""Identifiers over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from shared.contracts.page import Page
from shared.contracts.partnership.identifiers import Identifier
from shared.contracts.types import OrganisationRef
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Route

from . import errors, schemas
from .queries import IDENTIFIERS, known

router = APIRouter(prefix="/v1", tags=["Identifiers"], route_class=Route)


@router.get("/identifiers", response_model=Page[Identifier], responses=problems(CursorRefused))
async def list_identifiers(query: Annotated[schemas.IdentifierQuery, Query()], read: Reading) -> Response:
    """Find the organisation that a code stands for, or stood for; or take the whole map."""
    return await read.page(IDENTIFIERS, query)


@router.get(
    "/organisations/{organisation_ref}/identifiers",
    response_model=Page[Identifier],
    responses=problems(errors.OrganisationNotFound, CursorRefused),
)
async def list_organisation_identifiers(
    organisation_ref: OrganisationRef, query: Annotated[schemas.OrganisationIdentifierQuery, Query()], read: Reading
) -> Response:
    """List every code that stands, or stood, for one organisation, and when."""
    kind, _, code = organisation_ref.partition(":")
    async with read.database.reading() as connection:
        if not await connection.fetchval(known().sql, *known().values({"kind": kind, "code": code})):
            raise errors.OrganisationNotFound
    return await read.page(IDENTIFIERS, query, kind=kind, code=code)
