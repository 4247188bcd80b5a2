"""Recording what a school has beside PINS: the services it has, the other programmes it takes part in (R31)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.menus import service as menus
from services.commissioning_api.packages import asking
from services.commissioning_api.participations import service as participations
from services.commissioning_api.participations.errors import ParticipationNotFound, ParticipationWithdrawn
from shared.clients import partnership
from shared.contracts.commissioning import matching as contract
from shared.contracts.partnership.participations import Participation, ParticipationStatus
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.concurrency import must_be_as_read
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import ExistingSupport


async def put(
    session: AsyncSession,
    neighbour: Neighbour,
    participation_id: UUID,
    given: schemas.SchoolSupportGiven,
    version: int,
    actor: Actor,
) -> tuple[ExistingSupport, bool]:
    """All that a school has, as given, and whether it is the first record. `version` 0: there must be none yet."""
    school = await _school(neighbour, participation_id, actor)
    year = await asking.year(neighbour, school.programme_year, actor)
    menu = await menus.menu_in_force(session, school.programme_year)
    item_codes = {item.code for item in menu.items} if menu else set()
    if found := rules.faults(given.support, item_codes, {domain.code for domain in year.domains}):
        raise errors.ExistingSupportFaulty("Nothing was recorded. See errors for each place.", errors=found)
    # Whoever else records for this school waits here.
    await participations.remember(session, school)
    statement = select(ExistingSupport).where(ExistingSupport.participation_id == participation_id)
    there = await session.scalar(statement.execution_options(populate_existing=True))
    must_be_as_read(there, version)
    record = there or ExistingSupport(**participations.place_of(school))
    record.support = [each.model_dump(mode="json") for each in given.support]
    session.add(record)
    await outbox.announce_change(session, contract.ExistingSupportRecorded, record, actor, since=version)
    return record, there is None


async def _school(neighbour: Neighbour, participation_id: UUID, actor: Actor) -> Participation:
    school = await partnership.participation(neighbour, actor.token, participation_id, ParticipationNotFound)
    if school.status is ParticipationStatus.WITHDRAWN:
        raise ParticipationWithdrawn
    if actor.kind is Kind.ICB:
        await asking.place_of(neighbour, school, actor)
    return school
