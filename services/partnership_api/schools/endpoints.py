"""Schools over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from shared.contracts.page import Page
from shared.contracts.partnership import schools as contract
from shared.contracts.types import Urn
from shared.kit.errors import CursorRefused
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Route

from . import errors, schemas
from .queries import SCHOOL_LINKS, SCHOOLS

router = APIRouter(prefix="/v1/schools", tags=["Schools"], route_class=Route)


@router.get("", response_model=Page[contract.School], responses=problems(CursorRefused))
async def list_schools(query: Annotated[schemas.SchoolQuery, Query()], read: Reading) -> Response:
    """List the schools of the register, closed ones included."""
    return await read.page(SCHOOLS, query)


@router.get("/{urn}", response_model=contract.School, responses=problems(errors.SchoolNotFound))
async def get_school(urn: Urn, read: Reading) -> Response:
    """Get one school by its URN."""
    return await read.one(SCHOOLS, urn, errors.SchoolNotFound)


@router.get(
    "/{urn}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.SchoolNotFound, CursorRefused),
)
async def get_school_history(urn: Urn, query: Annotated[HistoryQuery, Query()], read: Reading) -> Page[HistoryEntry]:
    """What imports changed of a school, and when."""
    return await history(read, SCHOOLS, urn, "partnership.school", query, errors.SchoolNotFound)


@router.get(
    "/{urn}/links",
    response_model=Page[contract.SchoolLink],
    responses=problems(errors.SchoolNotFound, CursorRefused),
)
async def list_school_links(urn: Urn, query: Annotated[schemas.SchoolLinkQuery, Query()], read: Reading) -> Response:
    """List the schools that this one followed, and those that followed it."""
    await read.must_see(SCHOOLS, urn, errors.SchoolNotFound)
    return await read.page(SCHOOL_LINKS, query, urn=urn)
