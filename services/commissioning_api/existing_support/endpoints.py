"""What a school has beside PINS, over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from services.commissioning_api.neighbours import Partnership
from services.commissioning_api.packages.errors import NotYourProject, ProgrammeYearMissing
from services.commissioning_api.participations.errors import ParticipationNotFound, ParticipationWithdrawn
from shared.contracts.commissioning import matching as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import UpsertVersion
from shared.kit.errors import PreconditionMissing, StaleVersion
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import EXISTING_SUPPORT

router = APIRouter(
    prefix="/v1/participations/{participation_id}/existing-support", tags=["Matching"], route_class=Route
)

_REPLACED: dict[int | str, dict[str, Any]] = {
    200: {"model": contract.SchoolExistingSupport, "description": "What the school has, as it is now recorded."}
}


@router.get("", response_model=contract.SchoolExistingSupport, responses=problems(errors.ExistingSupportNotFound))
async def get_existing_support(participation_id: UUID, read: Reading) -> Response:
    """Get what a school has beside PINS: services, and other programmes it takes part in at the same time."""
    return await read.one(EXISTING_SUPPORT, participation_id, errors.ExistingSupportNotFound)


@router.put(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.SchoolExistingSupport,
    responses=_REPLACED
    | problems(
        ParticipationNotFound,
        NotYourProject,
        ProgrammeYearMissing,
        ParticipationWithdrawn,
        errors.ExistingSupportFaulty,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def put_existing_support(
    participation_id: UUID,
    given: schemas.SchoolSupportGiven,
    version: UpsertVersion,
    request: Request,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Record what a school has beside PINS, as a whole, so that support adds to it (R31)."""
    record, is_new = await service.put(session, partnership, participation_id, given, version, actor)
    if is_new:
        path = f"/v1/participations/{participation_id}/existing-support"
        return await created(session, contract.SchoolExistingSupport, record, request, path)
    return await written(session, contract.SchoolExistingSupport, record)
