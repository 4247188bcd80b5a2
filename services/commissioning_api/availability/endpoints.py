"""Availability over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from shared.contracts.commissioning import local_offers as contract
from shared.kit.clock import today
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route

from . import errors, queries, rules, schemas

router = APIRouter(prefix="/v1", tags=["Local offers"], route_class=Route)


@router.get(
    "/projects/{project_id}/availability",
    response_model=contract.ProjectAvailability,
    responses=problems(errors.ProjectNotFound),
)
async def get_project_availability(
    project_id: UUID, query: Annotated[schemas.AvailabilityQuery, Query()], read: Reading, actor: Caller
) -> contract.ProjectAvailability:
    """Every item of the menu in force against what can be had for a project: available, scarce or absent."""
    on = query.on or today()
    async with read.database.reading() as connection:
        ground = await queries.ground_of(connection, project_id, actor)
        items = await queries.items_of(connection, ground.programme_year)
        offers = await queries.offers_for(connection, ground, on)
    return contract.ProjectAvailability(
        project_id=project_id,
        programme_year=ground.programme_year,
        on=on,
        items=rules.of_project(ground.schools, items, offers, on),
    )
