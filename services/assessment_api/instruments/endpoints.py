"""Instruments over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.assessment_api.neighbours import Partnership
from shared.contracts.assessment import instruments as contract
from shared.contracts.page import Page
from shared.contracts.roles import Kind
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import INSTRUMENTS

router = APIRouter(prefix="/v1/instruments", tags=["Instruments"], route_class=Route)

_CHANGE = (errors.InstrumentNotFound, StaleVersion, PreconditionMissing)
# What everybody sees of the past of an edition; how it was drafted is the national team's own.
_SEEN_BY_ALL = (contract.InstrumentPublished, contract.InstrumentRetired)


@router.get("", response_model=Page[contract.Instrument], responses=problems(CursorRefused))
async def list_instruments(query: Annotated[schemas.InstrumentQuery, Query()], read: Reading) -> Response:
    """List every edition of every instrument; the national team sees drafts too."""
    return await read.page(INSTRUMENTS, query)


@router.get("/{instrument_id}", response_model=contract.Instrument, responses=problems(errors.InstrumentNotFound))
async def get_instrument(instrument_id: UUID, read: Reading) -> Response:
    """Get one edition of an instrument."""
    return await read.one(INSTRUMENTS, instrument_id, errors.InstrumentNotFound)


@router.get(
    "/{instrument_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.InstrumentNotFound, CursorRefused),
)
async def get_instrument_history(
    instrument_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading, actor: Caller
) -> Page[HistoryEntry]:
    """Who published and retired an edition, and when; the national team also sees how it was drafted."""
    only = () if actor.kind is Kind.NATIONAL else _SEEN_BY_ALL
    return await history(
        read, INSTRUMENTS, instrument_id, "assessment.instrument", query, errors.InstrumentNotFound, only
    )


@router.post("", status_code=status.HTTP_201_CREATED, response_model=contract.Instrument)
async def draft_instrument(new: schemas.NewInstrument, request: Request, session: Session, actor: Caller) -> Response:
    """Draft the next edition of an instrument. Nobody but the national team sees it before it is published."""
    made = await service.draft(session, new, actor)
    return await created(session, contract.Instrument, made, request, f"/v1/instruments/{made.id}")


@router.put(
    "/{instrument_id}",
    response_model=contract.Instrument,
    responses=problems(errors.InstrumentCodeKept, errors.InstrumentNotDraft, *_CHANGE),
)
async def replace_instrument_draft(
    instrument_id: UUID, new: schemas.NewInstrument, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Replace what a draft says, whole. What is published is never changed."""
    return await written(
        session, contract.Instrument, await service.replace(session, instrument_id, new, version, actor)
    )


@router.delete(
    "/{instrument_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(errors.InstrumentNotDraft, *_CHANGE),
)
async def delete_instrument_draft(instrument_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Give a draft up. Its number is free again for the next draft of its code."""
    await service.delete(session, instrument_id, version, actor)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post(
    "/{instrument_id}/publication",
    response_model=contract.Instrument,
    responses=problems(
        errors.InstrumentRefused,
        errors.InstrumentNotDraft,
        errors.InstrumentUnchanged,
        errors.InstrumentYearUnknown,
        *_CHANGE,
    ),
)
async def publish_instrument(
    instrument_id: UUID, version: IfMatch, neighbour: Partnership, session: Session, actor: Caller
) -> Response:
    """Put a draft in use for its programme year; the edition of its kind that was in use until now is retired."""
    published = await service.publish(session, neighbour, instrument_id, version, actor)
    return await written(session, contract.Instrument, published)


@router.post(
    "/{instrument_id}/retirement",
    response_model=contract.Instrument,
    responses=problems(errors.InstrumentNotPublished, *_CHANGE),
)
async def retire_instrument(
    instrument_id: UUID, retirement: schemas.Retirement, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Let nothing new begin with an edition; what was begun with it goes on."""
    retired = await service.retire(session, instrument_id, retirement.reason, version, actor)
    return await written(session, contract.Instrument, retired)
