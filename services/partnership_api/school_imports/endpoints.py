"""Files of the register over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.partnership_api.schools.schemas import SchoolImport, SchoolLinkImport
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session
from shared.kit.uploads import UPLOAD_REFUSALS, csv_body, csv_chunks

from . import service

router = APIRouter(prefix="/v1/schools", tags=["Schools"], route_class=Route)

# The whole download of GIAS is 60 MB, its links file 2 MB.
_GREATEST_FILE = 250_000_000
_REGISTER = """URN,LA (code),EstablishmentName,EstablishmentStatus (code),Postcode
107866,383,Elm Park Primary School,1,LS8 5AJ
"""
_LINKS = """URN,LinkURN,LinkName,LinkType,LinkEstablishedDate
107866,142345,Elm Park Academy,Successor,01-09-2025
"""
DryRun = Annotated[bool, Query(description="Read, compare and count, but change nothing.")]


@router.post(
    "/imports",
    response_model=SchoolImport,
    responses=problems(*UPLOAD_REFUSALS),
    openapi_extra=csv_body(_REGISTER),
    max_body_size=_GREATEST_FILE,
)
async def import_schools(request: Request, session: Session, actor: Caller, dry_run: DryRun = False) -> SchoolImport:
    """Import the establishment download of GIAS (`edubasealldata...csv`), whole or in part.

    The file is the body itself, in UTF-8, UTF-16 or Windows-1252. Rows that cannot be used are left out and listed;
    a file that cannot be used is refused whole. Columns and schools that the file lacks stay as they are. Schools that
    take part and have closed go on in their projects under the number of the one open school that followed them.
    """
    return await service.import_schools(session, csv_chunks(request), actor, dry_run=dry_run)


@router.post(
    "/links/imports",
    response_model=SchoolLinkImport,
    responses=problems(*UPLOAD_REFUSALS),
    openapi_extra=csv_body(_LINKS),
    max_body_size=_GREATEST_FILE,
)
async def import_school_links(
    request: Request, session: Session, actor: Caller, dry_run: DryRun = False
) -> SchoolLinkImport:
    """Import the links file of GIAS (`links_edubasealldata...csv`): which school followed which.

    Schools that take part and have closed go on in their projects under the number of the one open school that
    followed them.
    """
    return await service.import_links(session, csv_chunks(request), actor, dry_run=dry_run)
