"""Priorities over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.assessment_api.neighbours import Partnership
from services.assessment_api.participations.errors import ASKED, NotYourSchool
from services.assessment_api.ranking.errors import RankingRuleMissing
from shared.contracts.assessment import priorities as contract
from shared.contracts.page import Page
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import PRIORITY_SETS

router = APIRouter(prefix="/v1", tags=["Priorities"], route_class=Route)


@router.post(
    "/participations/{participation_id}/priority-sets",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.PrioritySet,
    responses=problems(*ASKED, RankingRuleMissing, errors.PrioritiesRefused),
)
async def propose_priorities(
    participation_id: UUID,
    new: schemas.NewPriorities,
    neighbour: Partnership,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Propose what the support for a school is to answer. The proposer agrees by proposing; the other side follows.

    The set keeps the ranking and what was missing at this moment. It takes the place of what is proposed already; what
    is agreed stays in force until this is agreed.
    """
    proposed = await service.propose(session, neighbour, participation_id, new, actor)
    return await created(session, contract.PrioritySet, proposed, request, f"/v1/priority-sets/{proposed.id}")


@router.get("/priority-sets", response_model=Page[contract.PrioritySet], responses=problems(CursorRefused))
async def list_priority_sets(query: Annotated[schemas.PrioritySetQuery, Query()], read: Reading) -> Response:
    """List the priority sets you may see; `status=agreed` lists those that are in force."""
    return await read.page(PRIORITY_SETS, query)


@router.get(
    "/priority-sets/{set_id}", response_model=contract.PrioritySet, responses=problems(errors.PrioritySetNotFound)
)
async def get_priority_set(set_id: UUID, read: Reading) -> Response:
    """Get one set of priorities, with the ranking it was proposed on."""
    return await read.one(PRIORITY_SETS, set_id, errors.PrioritySetNotFound)


@router.get(
    "/priority-sets/{set_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.PrioritySetNotFound, CursorRefused),
)
async def get_priority_set_history(
    set_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who proposed a set of priorities and who agreed to it, and when."""
    return await history(read, PRIORITY_SETS, set_id, "assessment.priority-set", query, errors.PrioritySetNotFound)


@router.post(
    "/priority-sets/{set_id}/agreement",
    response_model=contract.PrioritySet,
    responses=problems(
        errors.PrioritySetNotFound,
        NotYourSchool,
        errors.PrioritiesNotOpen,
        errors.AgreedAlready,
        errors.FindingsSuperseded,
        errors.SchoolSpeaksForItself,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def confirm_priorities(
    set_id: UUID, said: schemas.Agreement, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Agree to proposed priorities: a school for itself, a board for the delivery team or for both.

    A board that records the school's agreement says in which role somebody gave it.
    """
    chosen = await service.confirm(session, set_id, said, version, actor)
    return await written(session, contract.PrioritySet, chosen)
