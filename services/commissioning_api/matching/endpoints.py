"""Matching over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from services.commissioning_api.participations.errors import ParticipationNotFound
from shared.contracts.commissioning import matching as contract
from shared.contracts.partnership.participations import Offer
from shared.kit.clock import today
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route

from . import errors, queries, rules

router = APIRouter(prefix="/v1", tags=["Matching"], route_class=Route)


@router.get(
    "/participations/{participation_id}/matches",
    response_model=contract.Matches,
    responses=problems(ParticipationNotFound, errors.NoMenuInForce),
)
async def get_matches(participation_id: UUID, read: Reading, actor: Caller) -> contract.Matches:
    """The menu in force ranked for one school: its needs, what can be had, what it has already, term by term (R28)."""
    on = today()
    async with read.database.reading() as connection:
        ground = await queries.ground_of(connection, participation_id, on, actor)
    if not ground.items:
        raise errors.NoMenuInForce
    return contract.Matches(
        participation_id=participation_id,
        programme_year=ground.programme_year,
        offer=Offer(ground.school.offer),
        priorities_agreed=bool(ground.school.needs.ranks),
        matches=rules.ranked(ground.school, ground.items, ground.offers, on),
        needs_as_of=ground.needs_as_of,
    )
