"""Packages over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.commissioning_api.neighbours import Partnership
from shared.contracts.commissioning import packages as contract
from shared.contracts.page import Page
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import PACKAGE_LINES, PACKAGES

router = APIRouter(prefix="/v1", tags=["Packages"], route_class=Route)

_TAKING_PART = (errors.ParticipationNotFound, errors.ParticipationNotConfirmed, errors.ParticipationWithdrawn)
_DAYS = (errors.ProgrammeYearMissing, errors.EndsBeforeItStarts, errors.OutsideTheProgrammeYear)
_LINE = (errors.PackageLineNotFound, errors.NotYourProject, StaleVersion, PreconditionMissing)


@router.get(
    "/participations/{participation_id}/package",
    response_model=contract.Package,
    responses=problems(errors.ParticipationNotFound),
)
async def get_package(participation_id: UUID, read: Reading) -> Response:
    """Get all that one school is given, what it comes to, and which strand is still missing."""
    return await read.one(PACKAGES, participation_id, errors.ParticipationNotFound)


@router.post(
    "/participations/{participation_id}/package-lines",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.PackageLine,
    responses=problems(
        *_TAKING_PART,
        errors.NotYourProject,
        errors.NotOnTheMenu,
        errors.NotInThisOffer,
        errors.DomainNotAnswered,
        *_DAYS,
        errors.PackageFull,
    ),
)
async def propose_package_line(
    participation_id: UUID,
    new: schemas.NewPackageLine,
    request: Request,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Propose an item of the menu to a school."""
    line = await service.propose(session, partnership, participation_id, new, actor)
    return await created(session, contract.PackageLine, line, request, f"/v1/package-lines/{line.id}")


@router.get("/package-lines", response_model=Page[contract.PackageLine], responses=problems(CursorRefused))
async def list_package_lines(query: Annotated[schemas.PackageLineQuery, Query()], read: Reading) -> Response:
    """List package lines, cancelled ones included."""
    return await read.page(PACKAGE_LINES, query)


@router.get(
    "/package-lines/{line_id}", response_model=contract.PackageLine, responses=problems(errors.PackageLineNotFound)
)
async def get_package_line(line_id: UUID, read: Reading) -> Response:
    """Get one package line."""
    return await read.one(PACKAGE_LINES, line_id, errors.PackageLineNotFound)


@router.get(
    "/package-lines/{line_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.PackageLineNotFound, CursorRefused),
)
async def get_package_line_history(
    line_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who changed a line, when, and what."""
    return await history(read, PACKAGE_LINES, line_id, "commissioning.package-line", query, errors.PackageLineNotFound)


@router.patch(
    "/package-lines/{line_id}",
    response_model=contract.PackageLine,
    responses=problems(*_LINE, errors.LineNotProposed, *_TAKING_PART, errors.DomainNotAnswered, *_DAYS),
)
async def change_package_line(
    line_id: UUID,
    change: schemas.PackageLineChange,
    version: IfMatch,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Change a line that is not agreed yet."""
    line = await service.change(session, partnership, line_id, change, version, actor)
    return await written(session, contract.PackageLine, line)


@router.post(
    "/package-lines/{line_id}/agreement",
    response_model=contract.PackageLine,
    responses=problems(*_LINE, errors.LineNotProposed, *_TAKING_PART),
)
async def agree_package_line(
    line_id: UUID, version: IfMatch, session: Session, actor: Caller, partnership: Partnership
) -> Response:
    """Agree to a line, as the school; or record, as its board, that the school did."""
    line = await service.agree(session, partnership, line_id, version, actor)
    return await written(session, contract.PackageLine, line)


@router.post(
    "/package-lines/{line_id}/cancellation",
    response_model=contract.PackageLine,
    responses=problems(*_LINE, errors.LineAlreadyCancelled),
)
async def cancel_package_line(
    line_id: UUID, cancellation: schemas.Cancellation, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Take a line off, with a reason."""
    line = await service.cancel(session, line_id, cancellation.reason, version, actor)
    return await written(session, contract.PackageLine, line)
