"""Schools over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from shared.contracts.page import Page
from shared.contracts.partnership import schools as contract
from shared.contracts.types import Urn
from shared.kit.errors import CursorRefused
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session
from shared.kit.uploads import CSV_BODY, UPLOAD_REFUSALS, csv_chunks

from . import errors, schemas, service
from .queries import SCHOOL_LINKS, SCHOOLS

router = APIRouter(prefix="/v1/schools", tags=["Schools"], route_class=Route)

# The whole download of GIAS is 60 MB, its links file 2 MB.
_GREATEST_FILE = 250_000_000
DryRun = Annotated[bool, Query(description="Read, compare and count, but change nothing.")]


@router.post(
    "/imports",
    response_model=schemas.SchoolImport,
    responses=problems(*UPLOAD_REFUSALS),
    openapi_extra=CSV_BODY,
    max_body_size=_GREATEST_FILE,
)
async def import_schools(
    request: Request, session: Session, actor: Caller, dry_run: DryRun = False
) -> schemas.SchoolImport:
    """Import the establishment download of GIAS (`edubasealldata...csv`), whole or in part.

    The file is the body itself, in UTF-8, UTF-16 or Windows-1252. Rows that cannot be used are left out and listed;
    a file that cannot be used is refused whole. Columns and schools that the file lacks stay as they are.
    """
    return await service.import_schools(session, csv_chunks(request), actor, dry_run=dry_run)


@router.post(
    "/links/imports",
    response_model=schemas.SchoolLinkImport,
    responses=problems(*UPLOAD_REFUSALS),
    openapi_extra=CSV_BODY,
    max_body_size=_GREATEST_FILE,
)
async def import_school_links(request: Request, session: Session, dry_run: DryRun = False) -> schemas.SchoolLinkImport:
    """Import the links file of GIAS (`links_edubasealldata...csv`): which school followed which."""
    return await service.import_links(session, csv_chunks(request), dry_run=dry_run)


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
