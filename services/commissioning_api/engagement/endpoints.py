"""Engagement and the embedding aims over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.commissioning_api.neighbours import Partnership
from services.commissioning_api.participations.errors import ASKED
from shared.contracts.base import Output
from shared.contracts.commissioning import engagement as contract
from shared.contracts.page import Page
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch, UpsertVersion
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import EMBEDDING_AIMS, ENGAGEMENT_ENTRIES, SCHOOL_ENGAGEMENT, SCHOOL_GROUPS

router = APIRouter(prefix="/v1", tags=["Engagement"], route_class=Route)
aims_router = APIRouter(prefix="/v1", tags=["Embedding"], route_class=Route)

_VERSIONED = (StaleVersion, PreconditionMissing)
_ENTRY = (errors.EngagementNotFound, errors.NotYourEntry, errors.EngagementIsWithdrawn, *_VERSIONED)


def _replaced(resource: type[Output]) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": resource, "description": "It was there, and is as it now is."}}


@router.get(
    "/participations/{participation_id}/parent-carer-group",
    response_model=contract.SchoolGroup,
    responses=problems(errors.SchoolGroupNotFound),
)
async def get_school_group(participation_id: UUID, read: Reading) -> Response:
    """Get what is known of a school's parent carer group."""
    return await read.one(SCHOOL_GROUPS, participation_id, errors.SchoolGroupNotFound)


@router.put(
    "/participations/{participation_id}/parent-carer-group",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.SchoolGroup,
    responses=_replaced(contract.SchoolGroup) | problems(*ASKED, errors.SchoolGroupFaulty, *_VERSIONED),
)
async def put_school_group(
    participation_id: UUID,
    given: schemas.SchoolGroupGiven,
    version: UpsertVersion,
    request: Request,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Say whether a school has a parent carer group, since when, and how many belong to it (R33)."""
    group, is_new = await service.put_group(session, partnership, participation_id, given, version, actor)
    if is_new:
        path = f"/v1/participations/{participation_id}/parent-carer-group"
        return await created(session, contract.SchoolGroup, group, request, path)
    return await written(session, contract.SchoolGroup, group)


@router.post(
    "/participations/{participation_id}/engagement-entries",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.EngagementEntry,
    responses=problems(*ASKED, errors.YearNotPublished, errors.EngagementFaulty),
)
async def record_engagement(
    participation_id: UUID,
    new: schemas.NewEngagement,
    request: Request,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Record a meeting with senior leaders, another activity, or a change that parental views led to (R33, R34)."""
    entry = await service.record(session, partnership, participation_id, new, actor)
    return await created(session, contract.EngagementEntry, entry, request, f"/v1/engagement-entries/{entry.id}")


@router.get("/engagement-entries", response_model=Page[contract.EngagementEntry], responses=problems(CursorRefused))
async def list_engagement_entries(query: Annotated[schemas.EngagementQuery, Query()], read: Reading) -> Response:
    """List what was done together with parent carers, withdrawn entries included."""
    return await read.page(ENGAGEMENT_ENTRIES, query)


@router.get(
    "/engagement-entries/{entry_id}",
    response_model=contract.EngagementEntry,
    responses=problems(errors.EngagementNotFound),
)
async def get_engagement_entry(entry_id: UUID, read: Reading) -> Response:
    """Get one engagement entry."""
    return await read.one(ENGAGEMENT_ENTRIES, entry_id, errors.EngagementNotFound)


@router.get(
    "/engagement-entries/{entry_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.EngagementNotFound, CursorRefused),
)
async def get_engagement_entry_history(
    entry_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who recorded, changed and withdrew an entry, when, and what it said before."""
    return await history(
        read, ENGAGEMENT_ENTRIES, entry_id, "commissioning.engagement", query, errors.EngagementNotFound
    )


@router.patch(
    "/engagement-entries/{entry_id}",
    response_model=contract.EngagementEntry,
    responses=problems(*_ENTRY, errors.YearNotPublished, errors.EngagementFaulty),
)
async def change_engagement(
    entry_id: UUID,
    change: schemas.EngagementChange,
    version: IfMatch,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Put right what was recorded."""
    entry = await service.change(session, partnership, entry_id, change, version, actor)
    return await written(session, contract.EngagementEntry, entry)


@router.post(
    "/engagement-entries/{entry_id}/withdrawal", response_model=contract.EngagementEntry, responses=problems(*_ENTRY)
)
async def withdraw_engagement(
    entry_id: UUID, withdrawal: schemas.EngagementWithdrawal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Withdraw what was recorded by mistake, with a reason."""
    entry = await service.withdraw(session, entry_id, withdrawal.reason, version, actor)
    return await written(session, contract.EngagementEntry, entry)


@router.get("/school-engagement", response_model=Page[contract.SchoolEngagement], responses=problems(CursorRefused))
async def list_school_engagement(query: Annotated[schemas.SchoolEngagementQuery, Query()], read: Reading) -> Response:
    """List parent carer engagement school by school, and what is missing: `without_engagement=true` (R38)."""
    return await read.page(SCHOOL_ENGAGEMENT, query)


@aims_router.put(
    "/participations/{participation_id}/embedding-aims/{aim}",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.TrackedAim,
    responses=_replaced(contract.TrackedAim)
    | problems(*ASKED, errors.NotTheEmbeddingOffer, errors.YearNotPublished, errors.AimFaulty, *_VERSIONED),
)
async def put_embedding_aim(
    participation_id: UUID,
    aim: contract.EmbeddingAim,
    given: schemas.AimGiven,
    version: UpsertVersion,
    request: Request,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Say how far an existing school is with an aim of the embedding offer (R34)."""
    tracked, is_new = await service.put_aim(session, partnership, participation_id, aim, given, version, actor)
    if is_new:
        # An aim is read from the list, where a school has each of them once.
        path = f"/v1/embedding-aims?participation_id={participation_id}&aim={aim}"
        return await created(session, contract.TrackedAim, tracked, request, path)
    return await written(session, contract.TrackedAim, tracked)


@aims_router.get("/embedding-aims", response_model=Page[contract.TrackedAim], responses=problems(CursorRefused))
async def list_embedding_aims(query: Annotated[schemas.AimQuery, Query()], read: Reading) -> Response:
    """List how far existing schools are with the aims of the embedding offer."""
    return await read.page(EMBEDDING_AIMS, query)
