"""Instruments: drafted, put right, published as the one edition of a kind for a year, and retired."""

from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clients import partnership
from shared.contracts.assessment import instruments as contract
from shared.contracts.assessment.instruments import InstrumentKind, InstrumentStatus
from shared.contracts.problem import FieldError
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import Instrument
from .queries import INSTRUMENTS

_SAID = tuple(schemas.NewInstrument.model_fields)


async def current_of(session: AsyncSession, programme_year: str, kind: InstrumentKind) -> Instrument | None:
    """The edition that is in use for a programme year."""
    published: Instrument | None = await session.scalar(
        select(Instrument).where(
            Instrument.programme_year == programme_year,
            Instrument.kind == kind,
            Instrument.status == InstrumentStatus.PUBLISHED,
        )
    )
    return published


async def edition(session: AsyncSession, instrument_id: UUID) -> contract.Instrument:
    """An edition that something else was begun with, whether it is still in use or not."""
    return contract.Instrument.model_validate(await session.get_one(Instrument, instrument_id))


async def asked_elsewhere(session: AsyncSession, of: contract.Instrument) -> set[str]:
    """The codes of the questions that the other editions under the same code ask."""
    editions = await session.scalars(
        select(Instrument.questions).where(
            Instrument.code == of.code, Instrument.id != of.id, Instrument.status != InstrumentStatus.DRAFT
        )
    )
    return {question["code"] for questions in editions for question in questions}


async def draft(session: AsyncSession, new: schemas.NewInstrument, actor: Actor | str) -> Instrument:
    """Make a draft of the next edition of a code."""
    await wait_for_turn(session)
    latest = await session.scalar(select(func.max(Instrument.edition)).where(Instrument.code == new.code))
    made = Instrument(**new.model_dump(), edition=(latest or 0) + 1)
    session.add(made)
    await outbox.announce(session, contract.InstrumentDrafted, made, actor)
    return made


async def replace(
    session: AsyncSession, instrument_id: UUID, new: schemas.NewInstrument, version: int, actor: Actor
) -> Instrument:
    """Let a draft say something else, whole."""
    changed = await _draft(session, instrument_id, version, actor)
    if new.code != changed.code:
        fault = FieldError(pointer="/code", code="kept", detail="For another code, make another draft.")
        raise errors.InstrumentCodeKept(errors=[fault])
    if not says(changed, new):
        for name, value in new.model_dump().items():
            setattr(changed, name, value)
        await outbox.announce(session, contract.InstrumentDraftChanged, changed, actor)
    return changed


async def delete(session: AsyncSession, instrument_id: UUID, version: int, actor: Actor) -> None:
    """Give a draft up."""
    given_up = await _draft(session, instrument_id, version, actor)
    await outbox.announce(session, contract.InstrumentDraftDeleted, given_up, actor)
    await session.delete(given_up)


async def publish(
    session: AsyncSession, neighbour: Neighbour, instrument_id: UUID, version: int, actor: Actor
) -> Instrument:
    """Put a draft in use for its programme year, whose domains its owner is asked for before anything is locked."""
    seen = await found(session, INSTRUMENTS, instrument_id, actor, missing=errors.InstrumentNotFound)
    year = await partnership.programme_year(neighbour, actor.token, seen.programme_year, errors.InstrumentYearUnknown)
    await wait_for_turn(session)
    new = await _draft(session, instrument_id, version, actor)
    if wrong := rules.faults(contract.Instrument.model_validate(new), [domain.code for domain in year.domains]):
        raise errors.InstrumentRefused(errors=wrong)
    before = await current_of(session, new.programme_year, new.kind)
    if before is not None and _same(before, new):
        raise errors.InstrumentUnchanged
    await put_in_use(session, new, before, actor)
    return new


async def put_in_use(session: AsyncSession, new: Instrument, before: Instrument | None, actor: Actor | str) -> None:
    """Publish an edition; the one that was in use before it is retired first, so that there is never more than one."""
    now = utc_now()
    if before is not None:
        before.retire(f"Edition {new.edition} of {new.code} took its place.", at=now)
        await outbox.announce(session, contract.InstrumentRetired, before, actor)
    new.publish(at=now)
    await outbox.announce(session, contract.InstrumentPublished, new, actor)


async def retire(session: AsyncSession, instrument_id: UUID, reason: str, version: int, actor: Actor) -> Instrument:
    """Let nothing new begin with an edition, without another in its place."""
    await wait_for_turn(session)
    given_up: Instrument = await locked(
        session, INSTRUMENTS, instrument_id, actor, version=version, missing=errors.InstrumentNotFound
    )
    given_up.retire(reason, at=utc_now())
    await outbox.announce(session, contract.InstrumentRetired, given_up, actor)
    return given_up


async def wait_for_turn(session: AsyncSession) -> None:
    """Draft, publish and retire one at a time: all are rare, and depend on the editions there are."""
    await session.execute(text("select pg_advisory_xact_lock(7236992)"))


def says(edition: Instrument, new: schemas.NewInstrument) -> bool:
    """Whether an edition holds exactly this."""
    return all(getattr(edition, name) == value for name, value in new.model_dump().items())


def _same(one: Instrument, other: Instrument) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _SAID)


async def _draft(session: AsyncSession, instrument_id: UUID, version: int, actor: Actor) -> Instrument:
    unpublished: Instrument = await locked(
        session, INSTRUMENTS, instrument_id, actor, version=version, missing=errors.InstrumentNotFound
    )
    unpublished.must_be_draft()
    return unpublished
