"""Accruals over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from services.commissioning_api.ledger.errors import PositionNotFound
from services.commissioning_api.packages.errors import NotYourProject
from shared.contracts.commissioning import ledger as contract
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import service

router = APIRouter(prefix="/v1", tags=["Ledger"], route_class=Route)


@router.post(
    "/projects/{project_id}/accruals",
    response_model=contract.Accruals,
    responses=problems(PositionNotFound, NotYourProject),
)
async def bring_accruals_up(project_id: UUID, session: Session, actor: Caller) -> contract.Accruals:
    """Bring a project's accruals up to what was given of its lines and not invoiced: on a month's or year's last day.

    Given is a line's part of its hours that were held; all of it once it is completed. Only differences are posted,
    booked today, so that doing it twice posts nothing the second time, and what was invoiced or put right since the
    last time is taken back.
    """
    return await service.bring_up(session, project_id, actor)
