"""Programme years over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, status

from shared.contracts.page import Page
from shared.contracts.partnership import programmes as contract
from shared.contracts.types import ProgrammeYear as Code
from shared.kit.answers import created, written
from shared.kit.concurrency import UpsertVersion
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import EDITIONS, PROGRAMME_YEARS

router = APIRouter(prefix="/v1/programme-years", tags=["Programme years"], route_class=Route)

_UNCHANGED: dict[int | str, dict[str, Any]] = {
    200: {"model": contract.ProgrammeYear, "description": "The current edition says exactly this."}
}


@router.get("", response_model=Page[contract.ProgrammeYear], responses=problems(CursorRefused))
async def list_programme_years(query: Annotated[schemas.ProgrammeYearQuery, Query()], read: Reading) -> Response:
    """List the programme years, each as its current edition says it."""
    return await read.page(PROGRAMME_YEARS, query)


@router.get("/{code}", response_model=contract.ProgrammeYear, responses=problems(errors.ProgrammeYearNotFound))
async def get_programme_year(code: Code, read: Reading) -> Response:
    """Get the current edition of a programme year."""
    return await read.one(PROGRAMME_YEARS, code, errors.ProgrammeYearNotFound)


@router.get(
    "/{code}/editions",
    response_model=Page[contract.ProgrammeYear],
    responses=problems(errors.ProgrammeYearNotFound, CursorRefused),
)
async def list_programme_year_editions(
    code: Code, query: Annotated[schemas.EditionQuery, Query()], read: Reading
) -> Response:
    """List every edition of a programme year, the newest first."""
    await read.must_see(PROGRAMME_YEARS, code, errors.ProgrammeYearNotFound)
    return await read.page(EDITIONS, query, code=code)


@router.put(
    "/{code}",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.ProgrammeYear,
    responses=_UNCHANGED | problems(errors.ProgrammeYearFaulty, StaleVersion, PreconditionMissing),
)
async def publish_programme_year(
    code: Code, content: schemas.YearContent, version: UpsertVersion, request: Request, session: Session, actor: Caller
) -> Response:
    """Publish a programme year, or a new edition of it: projects that have started keep theirs."""
    edition, is_new = await service.publish(session, code, content, version, actor)
    if is_new:
        return await created(session, contract.ProgrammeYear, edition, request, f"/v1/programme-years/{code}")
    return await written(session, contract.ProgrammeYear, edition)
