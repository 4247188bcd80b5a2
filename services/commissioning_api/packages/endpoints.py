"""Packages over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from services.commissioning_api.ledger import errors as of_ledger
from services.commissioning_api.neighbours import Assessment, Partnership
from services.commissioning_api.participations.errors import TAKING_PART, ParticipationNotFound
from shared.contracts.commissioning import packages as contract
from shared.contracts.page import Page
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch, UpsertVersion
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import buying, considering, errors, schemas, service
from .asking import Owners
from .queries import CONSIDERATIONS, PACKAGE_LINES, PACKAGES

router = APIRouter(prefix="/v1", tags=["Packages"], route_class=Route)

_DAYS = (errors.ProgrammeYearMissing, errors.EndsBeforeItStarts, errors.OutsideTheProgrammeYear)
_ROOM = (errors.OutsideTheOffersDays, errors.EarlierThanItsLeadTime, errors.BeyondCapacity, errors.LineThereAlready)
_TAKEN = (
    errors.DomainNotAnswered,
    errors.FindingsNotToBeCited,
    errors.LocalOfferNotHad,
    errors.LocalOfferOfAnotherItem,
    errors.LocalOfferOfAnotherYear,
    errors.LocalOfferElsewhere,
    errors.ExistsLocally,
    *_DAYS,
    *_ROOM,
)
_LINE = (errors.PackageLineNotFound, errors.NotYourProject, StaleVersion, PreconditionMissing)
_MONEY = (
    errors.FundingNotFound,
    errors.LineWithoutOffer,
    of_ledger.NothingAllocated,
    of_ledger.NothingReleased,
    of_ledger.NotEnoughReleased,
    of_ledger.NotEnoughAllocated,
    of_ledger.NotEnoughInTheStrand,
)
TO_VARY = (
    *_LINE,
    errors.NothingVaried,
    errors.LineNotToVary,
    *TAKING_PART,
    *_DAYS,
    *_ROOM,
    *_MONEY,
    of_ledger.NotEnoughCommitted,
)
"""Why a line is not varied. It is varied together with its sessions: see `delivery`."""
TO_COMPLETE = (*_LINE, errors.LineNotBought)
TO_CANCEL = (*_LINE, errors.LineAlreadyCancelled, errors.LineCompleted)
"""Why a line is not completed or cancelled: both end its sessions too, and so stand in `delivery`."""
_REPLACED: dict[int | str, dict[str, Any]] = {
    200: {"model": contract.Consideration, "description": "The consideration as it now is."}
}


async def _owners(partnership: Partnership, assessment: Assessment) -> Owners:
    return Owners(partnership, assessment)


BothOwners = Annotated[Owners, Depends(_owners)]


@router.get(
    "/participations/{participation_id}/package",
    response_model=contract.SupportPackage,
    responses=problems(ParticipationNotFound),
)
async def get_package(participation_id: UUID, read: Reading) -> Response:
    """Get all that one school is given, what it comes to, what was considered, and which strand is still missing."""
    return await read.one(PACKAGES, participation_id, ParticipationNotFound)


@router.post(
    "/participations/{participation_id}/package-lines",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.PackageLine,
    responses=problems(
        *TAKING_PART,
        errors.NotYourProject,
        errors.NotOnTheMenu,
        errors.NotInThisOffer,
        *_TAKEN,
        errors.PackageFull,
    ),
)
async def propose_package_line(
    participation_id: UUID,
    new: schemas.NewPackageLine,
    request: Request,
    session: Session,
    actor: Caller,
    owners: BothOwners,
) -> Response:
    """Propose an item of the menu to a school, from a local offer, for findings of the school that stand now."""
    line = await service.propose(session, owners, participation_id, new, actor)
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
    responses=problems(*_LINE, errors.LineNotProposed, errors.LineWithoutOffer, *TAKING_PART, *_TAKEN),
)
async def change_package_line(
    line_id: UUID,
    change: schemas.PackageLineChange,
    version: IfMatch,
    session: Session,
    actor: Caller,
    owners: BothOwners,
) -> Response:
    """Change a line that is not agreed yet."""
    line = await service.change(session, owners, line_id, change, version, actor)
    return await written(session, contract.PackageLine, line)


@router.post(
    "/package-lines/{line_id}/agreement",
    response_model=contract.PackageLine,
    responses=problems(*_LINE, errors.LineNotProposed, errors.AgreementMissing, errors.NotConsidered, *TAKING_PART),
)
async def agree_package_line(
    line_id: UUID,
    version: IfMatch,
    session: Session,
    actor: Caller,
    partnership: Partnership,
    agreement: schemas.Agreement | None = None,
) -> Response:
    """Agree to a line, as the school; or record, as its board, whose agreement it was."""
    said = agreement or schemas.Agreement()
    line = await service.agree(session, partnership, line_id, said, version, actor)
    return await written(session, contract.PackageLine, line)


@router.post(
    "/package-lines/{line_id}/commissioning",
    response_model=contract.PackageLine,
    responses=problems(
        *_LINE, errors.LineNotAgreed, *TAKING_PART, errors.DecisionDoesNotStand, errors.ProgrammeYearMissing, *_MONEY
    ),
)
async def commission_package_line(
    line_id: UUID,
    commissioning: schemas.Commissioning,
    version: IfMatch,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Commission an agreed line, by the partnership's decision: its cost is committed out of what was released."""
    line = await buying.commission(session, partnership, line_id, commissioning.decision_id, version, actor)
    return await written(session, contract.PackageLine, line)


@router.get("/considerations", response_model=Page[contract.Consideration], responses=problems(CursorRefused))
async def list_considerations(query: Annotated[schemas.ConsiderationQuery, Query()], read: Reading) -> Response:
    """List what was considered before support was agreed, or was not there to be."""
    return await read.page(CONSIDERATIONS, query)


@router.put(
    "/participations/{participation_id}/considerations/{source}",
    response_model=contract.Consideration,
    status_code=status.HTTP_201_CREATED,
    responses=_REPLACED
    | problems(
        *TAKING_PART,
        errors.NotYourProject,
        errors.ConsiderationFaulty,
        errors.ItWasThere,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def put_consideration(
    participation_id: UUID,
    source: contract.ConsideredSource,
    said: schemas.Considered,
    version: UpsertVersion,
    request: Request,
    session: Session,
    actor: Caller,
    owners: BothOwners,
) -> Response:
    """Record what the survey or children's voice led to, or that it was not there at the time (R26)."""
    consideration, is_new = await considering.consider(session, owners, participation_id, source, said, version, actor)
    if is_new:
        path = f"/v1/considerations?participation_id={participation_id}&source={source}"
        return await created(session, contract.Consideration, consideration, request, path)
    return await written(session, contract.Consideration, consideration)
