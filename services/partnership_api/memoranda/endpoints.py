"""Memoranda of understanding over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.partnership_api.projects.errors import NotTheLead, ProjectClosed, ProjectNotFound, ProjectNotThere
from shared.contracts.page import Page
from shared.contracts.partnership import memoranda as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import MEMORANDA

router = APIRouter(prefix="/v1", tags=["Memoranda"], route_class=Route)


@router.get("/memoranda", response_model=Page[contract.Memorandum], responses=problems(CursorRefused))
async def list_memoranda(query: Annotated[schemas.MemorandumQuery, Query()], read: Reading) -> Response:
    """List the memoranda of the projects you see, every version of them."""
    return await read.page(MEMORANDA, query)


@router.post(
    "/projects/{project_id}/memoranda",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Memorandum,
    responses=problems(
        ProjectNotFound,
        ProjectClosed,
        NotTheLead,
        errors.PlanNotInForce,
        errors.MemorandumOpen,
        errors.MemorandumExists,
    ),
)
async def draft_memorandum(project_id: UUID, request: Request, session: Session, actor: Caller) -> Response:
    """Draft the memorandum of a project whose delivery plan is approved."""
    memorandum = await service.draft(session, project_id, actor)
    return await created(session, contract.Memorandum, memorandum, request, f"/v1/memoranda/{memorandum.id}")


@router.get(
    "/memoranda/{memorandum_id}", response_model=contract.Memorandum, responses=problems(errors.MemorandumNotFound)
)
async def get_memorandum(memorandum_id: UUID, read: Reading) -> Response:
    """Get one version of a memorandum."""
    return await read.one(MEMORANDA, memorandum_id, errors.MemorandumNotFound)


@router.post(
    "/memoranda/{memorandum_id}/signature",
    response_model=contract.Memorandum,
    responses=problems(
        errors.MemorandumNotFound,
        errors.NotAParty,
        errors.SignedAlready,
        ProjectClosed,
        NotTheLead,
        ProjectNotThere,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def sign_memorandum(memorandum_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Sign a memorandum for your own organisation: the board, DfE or NHSE. The third signature agrees it."""
    return await written(session, contract.Memorandum, await service.sign(session, memorandum_id, version, actor))


@router.post(
    "/memoranda/{memorandum_id}/amendment",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Memorandum,
    responses=problems(
        errors.MemorandumNotFound,
        errors.MemorandumNotAgreed,
        errors.MemorandumOpen,
        errors.PlanNotInForce,
        ProjectClosed,
        NotTheLead,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def amend_memorandum(
    memorandum_id: UUID, version: IfMatch, request: Request, session: Session, actor: Caller
) -> Response:
    """Draft the next version of an agreed memorandum, which stays in force until all three have signed the next."""
    memorandum = await service.amend(session, memorandum_id, version, actor)
    return await created(session, contract.Memorandum, memorandum, request, f"/v1/memoranda/{memorandum.id}")


@router.get(
    "/memoranda/{memorandum_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.MemorandumNotFound, CursorRefused),
)
async def get_memorandum_history(
    memorandum_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who drafted and signed a memorandum, and when."""
    return await history(read, MEMORANDA, memorandum_id, "partnership.memorandum", query, errors.MemorandumNotFound)
