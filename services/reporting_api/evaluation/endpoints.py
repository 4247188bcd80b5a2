"""Evaluations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from shared.contracts.page import Page
from shared.contracts.reporting import evaluation as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import EVALUATIONS

router = APIRouter(prefix="/v1", tags=["Evaluation"], route_class=Route)


@router.post(
    "/evaluations",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Evaluation,
    responses=problems(errors.EvaluationRefused),
)
async def register_evaluation(
    new: schemas.NewEvaluation, request: Request, session: Session, actor: Caller
) -> Response:
    """Register an evaluation of one or more programme years; it may go on after their delivery (R5)."""
    made = await service.register(session, new, actor)
    return await created(session, contract.Evaluation, made, request, f"/v1/evaluations/{made.id}")


@router.get("/evaluations", response_model=Page[contract.Evaluation], responses=problems(CursorRefused))
async def list_evaluations(query: Annotated[schemas.EvaluationQuery, Query()], read: Reading) -> Response:
    """List the evaluations of the programme; an evaluator sees its own."""
    return await read.page(EVALUATIONS, query)


@router.get(
    "/evaluations/{evaluation_id}",
    response_model=contract.Evaluation,
    responses=problems(errors.EvaluationNotFound),
)
async def get_evaluation(evaluation_id: UUID, read: Reading) -> Response:
    """Get one evaluation."""
    return await read.one(EVALUATIONS, evaluation_id, errors.EvaluationNotFound)


@router.patch(
    "/evaluations/{evaluation_id}",
    response_model=contract.Evaluation,
    responses=problems(errors.EvaluationNotFound, errors.EvaluationRefused, StaleVersion, PreconditionMissing),
)
async def change_evaluation(
    evaluation_id: UUID, changes: schemas.EvaluationChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Change an evaluation's title or time."""
    changed = await service.change(session, evaluation_id, changes, version, actor)
    return await written(session, contract.Evaluation, changed)


@router.get(
    "/evaluations/{evaluation_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.EvaluationNotFound, CursorRefused),
)
async def get_evaluation_history(
    evaluation_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who registered and changed an evaluation, and when."""
    return await history(read, EVALUATIONS, evaluation_id, "reporting.evaluation", query, errors.EvaluationNotFound)
