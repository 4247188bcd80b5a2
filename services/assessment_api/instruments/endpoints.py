"""Instruments over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.assessment_api.neighbours import Partnership
from shared.contracts.assessment import instruments as contract
from shared.contracts.page import Page
from shared.kit.answers import created
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import INSTRUMENTS

router = APIRouter(prefix="/v1/instruments", tags=["Instruments"], route_class=Route)


@router.get("", response_model=Page[contract.Instrument], responses=problems(CursorRefused))
async def list_instruments(query: Annotated[schemas.InstrumentQuery, Query()], read: Reading) -> Response:
    """List every edition of every instrument."""
    return await read.page(INSTRUMENTS, query)


@router.get("/{instrument_id}", response_model=contract.Instrument, responses=problems(errors.InstrumentNotFound))
async def get_instrument(instrument_id: UUID, read: Reading) -> Response:
    """Get one edition of an instrument."""
    return await read.one(INSTRUMENTS, instrument_id, errors.InstrumentNotFound)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Instrument,
    responses=problems(errors.InstrumentRefused, errors.InstrumentUnchanged, errors.InstrumentYearUnknown),
)
async def publish_instrument(
    new: schemas.NewInstrument, neighbour: Partnership, request: Request, session: Session, actor: Caller
) -> Response:
    """Publish a new edition of an instrument, which schools of its programme year use from now on."""
    edition = await service.publish(session, neighbour, new, actor)
    return await created(session, contract.Instrument, edition, request, f"/v1/instruments/{edition.id}")
