"""Saying whether the survey and children's voice were there before support was agreed, and what they led to (R26)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.participations import service as participations
from shared.contracts.commissioning import packages as contract
from shared.contracts.commissioning.packages import ConsideredSource
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.concurrency import must_be_as_read

from . import asking, errors, rules, schemas
from .asking import Owners
from .models import Consideration


async def consider(
    session: AsyncSession,
    owners: Owners,
    participation_id: UUID,
    source: ConsideredSource,
    said: schemas.Considered,
    version: int,
    actor: Actor,
) -> tuple[Consideration, bool]:
    """Record what one source led to, or that it was not there. Also answers whether it is the first record of it."""
    rules.what_it_led_to_must_fit(available=said.available, what_it_led_to=said.what_it_led_to)
    school = await participations.taking_part(owners.partnership, participation_id, actor)
    if actor.kind is Kind.ICB:
        await asking.place_of(owners.partnership, school, actor)
    if not said.available and await asking.was_there(owners.assessment, participation_id, source, actor):
        raise errors.ItWasThere("Consider it, and say what it led to (R26).")
    # Whoever else records the same waits here.
    await participations.remember(session, school)
    statement = select(Consideration).where(
        Consideration.participation_id == participation_id, Consideration.source == source
    )
    there = await session.scalar(statement.execution_options(populate_existing=True))
    must_be_as_read(there, version)
    consideration = there or Consideration(source=source, **participations.place_of(school))
    consideration.available, consideration.what_it_led_to = said.available, said.what_it_led_to
    session.add(consideration)
    await outbox.announce_change(session, contract.ConsiderationRecorded, consideration, actor, since=version)
    return consideration, there is None
