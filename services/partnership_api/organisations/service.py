"""The organisations that no register has: parent carer groups and evaluators."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.partnership import organisations as contract
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.concurrency import locked

from . import errors, schemas
from .models import Evaluator, LocalAuthority, ParentCarerGroup
from .queries import EVALUATORS, PARENT_CARER_GROUPS


async def register_group(session: AsyncSession, new: schemas.NewParentCarerGroup, actor: Actor) -> ParentCarerGroup:
    """Register a group so that it can become a partner of projects."""
    await _must_exist(session, new.la_codes)
    group = ParentCarerGroup(**new.model_dump())
    session.add(group)
    await outbox.announce(session, contract.ParentCarerGroupRegistered, group, actor)
    return group


async def change_group(
    session: AsyncSession, group_id: UUID, change: schemas.ParentCarerGroupChange, version: int, actor: Actor
) -> ParentCarerGroup:
    """Change what is said of a group."""
    if actor.kind is Kind.PCG and actor.code != str(group_id):
        raise errors.NotYourGroup
    group: ParentCarerGroup = await locked(
        session, PARENT_CARER_GROUPS, group_id, actor, version=version, missing=errors.ParentCarerGroupNotFound
    )
    if change.la_codes is not None:
        await _must_exist(session, change.la_codes)
    for name, value in change.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(group, name, value)
    await outbox.announce(session, contract.ParentCarerGroupChanged, group, actor)
    return group


async def register_evaluator(session: AsyncSession, new: schemas.NewEvaluator, actor: Actor) -> Evaluator:
    """Register an evaluator of the programme."""
    _must_end_after_its_start(new.valid_from, new.valid_to)
    row = insert(Evaluator).values(**new.model_dump()).on_conflict_do_nothing().returning(Evaluator)
    evaluator = await session.scalar(row)
    if evaluator is None:
        raise errors.EvaluatorExists
    await outbox.announce(session, contract.EvaluatorRegistered, evaluator, actor)
    return evaluator


async def change_evaluator(
    session: AsyncSession, code: str, change: schemas.EvaluatorChange, version: int, actor: Actor
) -> Evaluator:
    """Change an evaluator's name, or say when its time ends."""
    evaluator: Evaluator = await locked(
        session, EVALUATORS, code, actor, version=version, missing=errors.EvaluatorNotFound
    )
    for name, value in change.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(evaluator, name, value)
    _must_end_after_its_start(evaluator.valid_from, evaluator.valid_to)
    await outbox.announce(session, contract.EvaluatorChanged, evaluator, actor)
    return evaluator


def _must_end_after_its_start(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise errors.EvaluatorEndsTooEarly


async def _must_exist(session: AsyncSession, la_codes: Sequence[str]) -> None:
    found = set(await session.scalars(select(LocalAuthority.la_code).where(LocalAuthority.la_code.in_(la_codes))))
    if unknown := sorted(set(la_codes) - found):
        raise errors.AuthoritiesUnknown(f"No English local authority has the code {', '.join(unknown)}.")
