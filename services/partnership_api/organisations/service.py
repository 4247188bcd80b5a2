"""Parent carer groups: the one kind of organisation that partners register themselves."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.partnership import organisations as contract
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.concurrency import locked

from . import errors, schemas
from .models import LocalAuthority, ParentCarerGroup
from .queries import PARENT_CARER_GROUPS


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


async def _must_exist(session: AsyncSession, la_codes: Sequence[str]) -> None:
    found = set(await session.scalars(select(LocalAuthority.la_code).where(LocalAuthority.la_code.in_(la_codes))))
    if unknown := sorted(set(la_codes) - found):
        raise errors.AuthoritiesUnknown(f"No English local authority has the code {', '.join(unknown)}.")
