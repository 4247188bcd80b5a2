"""Registering evaluations, and changing their time."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.projections.models import Evaluator, ProgrammeYear
from shared.contracts.problem import FieldError
from shared.contracts.reporting import evaluation as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today
from shared.kit.concurrency import found, locked

from . import errors, rules, schemas
from .models import Evaluation
from .queries import EVALUATIONS


async def register(session: AsyncSession, new: schemas.NewEvaluation, actor: Actor) -> Evaluation:
    """Register an evaluation with its evaluator, its years and its time."""
    unknown = await _evaluator_faults(session, new.evaluator)
    await _must_be_sound(session, new.programme_years, new.starts_on, new.ends_on, unknown)
    made = Evaluation(**new.model_dump())
    session.add(made)
    await outbox.announce(session, contract.EvaluationRegistered, made, actor)
    return made


async def change(
    session: AsyncSession, evaluation_id: UUID, changes: schemas.EvaluationChange, version: int, actor: Actor
) -> Evaluation:
    """Change an evaluation's title or time."""
    held: Evaluation = await locked(
        session, EVALUATIONS, evaluation_id, actor, version=version, missing=errors.EvaluationNotFound
    )
    given = changes.model_dump(exclude_none=True)
    await _must_be_sound(
        session,
        held.programme_years,
        given.get("starts_on", held.starts_on),
        given.get("ends_on", held.ends_on),
    )
    for name, value in given.items():
        setattr(held, name, value)
    await outbox.announce_change(session, contract.EvaluationChanged, held, actor, since=version)
    return held


async def running(session: AsyncSession, evaluation_id: UUID, actor: Actor) -> Evaluation:
    """An evaluation of the caller that may ask for something today."""
    seen: Evaluation = await found(session, EVALUATIONS, evaluation_id, actor, missing=errors.EvaluationNotFound)
    seen.must_run_on(today())
    return seen


async def held(session: AsyncSession, evaluation_id: UUID, actor: Actor) -> Evaluation:
    """An evaluation, locked: what is decided on its extracts is decided one after the other."""
    row: Evaluation = await locked(
        session, EVALUATIONS, evaluation_id, actor, version=None, missing=errors.EvaluationNotFound
    )
    return row


async def _evaluator_faults(session: AsyncSession, evaluator: str) -> list[FieldError]:
    code = evaluator.partition(":")[2]
    if await session.scalar(select(Evaluator.code).where(Evaluator.code == code)) is not None:
        return []
    detail = "No such evaluator has been announced here. Register it with the partnership service first."
    return [FieldError(pointer="/evaluator", code="unknown", detail=detail)]


async def _must_be_sound(
    session: AsyncSession, years: Sequence[str], starts_on: date, ends_on: date, others: Sequence[FieldError] = ()
) -> None:
    newest_last = (
        select(ProgrammeYear.code, ProgrammeYear.evaluation_ends_on)
        .where(ProgrammeYear.code.in_(years))
        .order_by(ProgrammeYear.code, ProgrammeYear.version)
    )
    last_days: dict[str, date] = {code: last for code, last in await session.execute(newest_last)}  # noqa: C416
    if wrong := [*others, *rules.faults(years, starts_on, ends_on, last_days)]:
        raise errors.EvaluationRefused(errors=wrong)
