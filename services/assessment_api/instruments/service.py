"""Publishing instruments: editions are added, never changed."""

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clients import partnership
from shared.contracts.assessment import instruments as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import Instrument


async def publish(session: AsyncSession, neighbour: Neighbour, new: schemas.NewInstrument, actor: Actor) -> Instrument:
    """Publish an edition, which becomes the one that schools of its programme year use from now on."""
    year = await partnership.programme_year(neighbour, actor.token, new.programme_year, errors.InstrumentYearUnknown)
    if wrong := rules.faults(new, [domain.code for domain in year.domains]):
        raise errors.InstrumentRefused(errors=wrong)
    await wait_for_turn(session)
    current = await current_of(session, new.programme_year)
    if current is not None and says(current, new):
        raise errors.InstrumentUnchanged
    return await add_edition(session, new, actor)


async def wait_for_turn(session: AsyncSession) -> None:
    """Publish one at a time: they are rare, and the number of an edition depends on those before it."""
    await session.execute(text("select pg_advisory_xact_lock(7236992)"))


async def current_of(session: AsyncSession, programme_year: str) -> Instrument | None:
    """The edition that schools of a programme year use now."""
    found: Instrument | None = await session.scalar(
        select(Instrument).where(Instrument.programme_year == programme_year, Instrument.is_current)
    )
    return found


def says(edition: Instrument, new: schemas.NewInstrument) -> bool:
    """Whether an edition holds exactly this."""
    return all(getattr(edition, name) == value for name, value in new.model_dump().items())


async def add_edition(session: AsyncSession, new: schemas.NewInstrument, actor: Actor | str) -> Instrument:
    """Add an edition with the next number of its code, in place of the year's current one."""
    latest = await session.scalar(select(func.max(Instrument.version)).where(Instrument.code == new.code))
    await session.execute(
        update(Instrument)
        .where(Instrument.programme_year == new.programme_year, Instrument.is_current)
        .values(is_current=False)
    )
    edition = Instrument(**new.model_dump(), version=(latest or 0) + 1)
    session.add(edition)
    await outbox.announce(session, contract.InstrumentPublished, edition, actor)
    return edition
