"""Recording what is done together with parent carers, and putting it right."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.participations import service as participations
from shared.clients import partnership
from shared.contracts.commissioning import engagement as contract
from shared.contracts.partnership.participations import Offer
from shared.contracts.partnership.programmes import ProgrammeYear
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today, utc_now
from shared.kit.concurrency import found, locked, must_be_as_read
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import EngagementEntry, SchoolGroup, TrackedAim
from .queries import ENGAGEMENT_ENTRIES


async def put_group(
    session: AsyncSession,
    neighbour: Neighbour,
    participation_id: UUID,
    given: schemas.SchoolGroupGiven,
    version: int,
    actor: Actor,
) -> tuple[SchoolGroup, bool]:
    """What is known of a school's group, and whether it is the first. `version` 0: there must be nothing yet."""
    school = await participations.confirmed(neighbour, participation_id, actor)
    if wrong := rules.group_faults(given.state, given.since, given.members, today()):
        raise errors.SchoolGroupFaulty("Nothing was recorded. See errors for each place.", errors=wrong)
    await participations.remember(session, school)
    group = await session.scalar(select(SchoolGroup).where(SchoolGroup.participation_id == school.id))
    must_be_as_read(group, version)
    is_new = group is None
    if group is None:
        group = SchoolGroup(**participations.place_of(school))
        session.add(group)
    for name, value in given.model_dump().items():
        setattr(group, name, value)
    group.updated_at = utc_now()  # what is said again is said anew
    await outbox.announce(session, contract.SchoolGroupRecorded, group, actor)
    return group, is_new


async def record(
    session: AsyncSession, neighbour: Neighbour, participation_id: UUID, new: schemas.NewEngagement, actor: Actor
) -> EngagementEntry:
    """Record a meeting, an activity or a change, once every fault in it is named and mended."""
    school = await participations.confirmed(neighbour, participation_id, actor)
    window = await _window(neighbour, school.programme_year, actor)
    entry = EngagementEntry(**new.model_dump(), **participations.place_of(school), term=rules.term_of(new.held_on))
    _must_hold(entry, window)
    await participations.remember(session, school)
    session.add(entry)
    await outbox.announce(session, contract.EngagementRecorded, entry, actor)
    return entry


async def change(
    session: AsyncSession,
    neighbour: Neighbour,
    entry_id: UUID,
    wanted: schemas.EngagementChange,
    version: int,
    actor: Actor,
) -> EngagementEntry:
    """Put right what was recorded."""
    seen: EngagementEntry = await found(session, ENGAGEMENT_ENTRIES, entry_id, actor, missing=errors.EngagementNotFound)
    given = wanted.model_dump(exclude_unset=True)
    values = {name: value for name, value in given.items() if value is not None or name not in ("held_on", "what")}
    # The owner is asked of a new day only, so that the rest can be put right while it is away.
    window = await _window(neighbour, seen.programme_year, actor) if "held_on" in values else None
    entry = await _to_change(session, entry_id, version, actor)
    entry.must_stand()
    for name, value in values.items():
        setattr(entry, name, value)
    _must_hold(entry, window)
    entry.term = rules.term_of(entry.held_on)
    await outbox.announce_change(session, contract.EngagementChanged, entry, actor, since=version)
    return entry


async def withdraw(session: AsyncSession, entry_id: UUID, reason: str, version: int, actor: Actor) -> EngagementEntry:
    """It was recorded by mistake. Nobody is asked: it must be possible for a school that has withdrawn."""
    entry = await _to_change(session, entry_id, version, actor)
    entry.withdraw(reason)
    await outbox.announce(session, contract.EngagementWithdrawn, entry, actor)
    return entry


async def put_aim(
    session: AsyncSession,
    neighbour: Neighbour,
    participation_id: UUID,
    aim: contract.EmbeddingAim,
    given: schemas.AimGiven,
    version: int,
    actor: Actor,
) -> tuple[TrackedAim, bool]:
    """How far a school is with an aim, and whether it is the first review. `version` 0: there must be none yet."""
    school = await participations.confirmed(neighbour, participation_id, actor)
    if school.offer is not Offer.EMBEDDING:
        raise errors.NotTheEmbeddingOffer(f"This school has the {school.offer} offer.")
    year = await _year(neighbour, school.programme_year, actor)
    window = (year.starts_on, year.evaluation_ends_on)
    if wrong := list(rules.day_faults("/reviewed_on", given.reviewed_on, today(), window)):
        raise errors.AimFaulty("Nothing was recorded. See errors for each place.", errors=wrong)
    await participations.remember(session, school)
    tracked = await session.scalar(
        select(TrackedAim).where(TrackedAim.participation_id == school.id, TrackedAim.aim == aim)
    )
    must_be_as_read(tracked, version)
    is_new = tracked is None
    if tracked is None:
        tracked = TrackedAim(**participations.place_of(school), aim=aim)
        session.add(tracked)
    for name, value in given.model_dump().items():
        setattr(tracked, name, value)
    tracked.updated_at = utc_now()  # a review that finds no progress is a review
    await outbox.announce(session, contract.AimReviewed, tracked, actor)
    return tracked, is_new


async def _to_change(session: AsyncSession, entry_id: UUID, version: int, actor: Actor) -> EngagementEntry:
    entry: EngagementEntry = await locked(
        session, ENGAGEMENT_ENTRIES, entry_id, actor, version=version, missing=errors.EngagementNotFound
    )
    await participations.must_lead(session, entry.project_id, entry.icb_code, actor, errors.NotYourEntry)
    return entry


def _must_hold(entry: EngagementEntry, window: tuple[date, date] | None) -> None:
    if wrong := rules.entry_faults(entry, today(), window):
        raise errors.EngagementFaulty("Nothing was recorded. See errors for each place.", errors=wrong)


async def _window(neighbour: Neighbour, programme_year: str, actor: Actor) -> tuple[date, date]:
    year = await _year(neighbour, programme_year, actor)
    return year.starts_on, year.ends_on


async def _year(neighbour: Neighbour, code: str, actor: Actor) -> ProgrammeYear:
    return await partnership.programme_year(neighbour, actor.token, code, errors.YearNotPublished)
