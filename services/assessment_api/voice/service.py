"""Activities of children's voice: recorded when they were held, put right, withdrawn with a reason."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.instruments import service as instruments
from services.assessment_api.participations import service as participations
from services.assessment_api.participations.errors import NotYourSchool
from services.assessment_api.suppression import publishable
from shared.contracts.assessment import voice as contract
from shared.contracts.assessment.instruments import Instrument, InstrumentKind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today, utc_now
from shared.kit.concurrency import locked
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import VoiceActivity
from .queries import activities_for


async def record(
    session: AsyncSession,
    neighbour: Neighbour,
    participation_id: UUID,
    new: schemas.NewVoiceActivity,
    threshold: int,
    actor: Actor,
) -> VoiceActivity:
    """Record an activity of a confirmed school, which is asked of its owner first."""
    participation = await participations.confirmed(neighbour, participation_id, actor)
    year = participation.programme_year
    guide = await instruments.current_of(session, year, InstrumentKind.CHILDRENS_VOICE)
    if guide is None:
        raise errors.VoiceGuideMissing
    activity = VoiceActivity(
        **participations.place_of(participation),
        instrument_id=guide.id,
        exact_participants=new.participants,
        **new.model_dump() | {"participants": publishable(new.participants, threshold)},
    )
    _must_fit(activity, Instrument.model_validate(guide))
    session.add(activity)
    await outbox.announce(session, contract.VoiceActivityRecorded, activity, actor)
    return activity


async def change(
    session: AsyncSession,
    activity_id: UUID,
    wanted: schemas.VoiceActivityChange,
    threshold: int,
    version: int,
    actor: Actor,
) -> VoiceActivity:
    """Put an activity right."""
    activity = await _to_change(session, activity_id, version, actor)
    activity.must_stand()
    given = wanted.model_dump(exclude_unset=True, exclude_none=True)
    if not given:
        return activity
    if (exactly := given.get("participants")) is not None:
        activity.exact_participants, given["participants"] = exactly, publishable(exactly, threshold)
    for name, value in given.items():
        setattr(activity, name, value)
    _must_fit(activity, await instruments.edition(session, activity.instrument_id))
    # A change even where all was so before: whether it was would tell a hidden number to who guesses it.
    activity.updated_at = utc_now()
    await outbox.announce(session, contract.VoiceActivityChanged, activity, actor)
    return activity


async def withdraw(
    session: AsyncSession, activity_id: UUID, said: schemas.Withdrawal, version: int, actor: Actor
) -> VoiceActivity:
    """Withdraw an activity in which no theme was heard, or none that still stands."""
    activity = await _to_change(session, activity_id, version, actor)
    activity.withdraw(said.reason)
    await outbox.announce(session, contract.VoiceActivityWithdrawn, activity, actor)
    return activity


async def publish_again(session: AsyncSession, threshold: int, at_most: int, actor: str) -> int:
    """Let activities that were published under another threshold be published under this one; how many were left."""
    small = VoiceActivity.exact_participants < threshold
    other = select(VoiceActivity).where(VoiceActivity.participants.is_(None) != small).order_by(VoiceActivity.id)
    found = (await session.scalars(other.limit(at_most).with_for_update())).all()
    for activity in found:
        activity.participants = publishable(activity.exact_participants, threshold)
    await outbox.announce_each(session, contract.VoiceActivityChanged, found, actor)
    return len(found)


def _must_fit(activity: VoiceActivity, guide: Instrument) -> None:
    methods = {method.code for method in guide.methods}
    if wrong := [*rules.faults(activity.held_on, activity.method, activity.programme_year, methods, today())]:
        raise errors.VoiceActivityRefused(errors=wrong)


async def _to_change(session: AsyncSession, activity_id: UUID, version: int, actor: Actor) -> VoiceActivity:
    activity: VoiceActivity = await locked(
        session,
        activities_for(actor.kind),
        activity_id,
        actor,
        version=version,
        missing=errors.VoiceActivityNotFound,
    )
    await participations.must_lead(session, activity.project_id, activity.icb_code, actor, NotYourSchool)
    return activity
