"""Making, changing and withdrawing offers, and finding what can be had.

The provider's row is locked before its offers' rows, everywhere.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.menus import service as menus
from services.commissioning_api.providers import service as providers
from services.commissioning_api.providers.errors import ProviderNotFound
from services.commissioning_api.providers.models import Provider
from services.commissioning_api.providers.queries import PROVIDERS
from shared.clients import partnership
from shared.contracts.commissioning import local_offers as contract
from shared.contracts.commissioning.local_offers import OfferStatus
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.concurrency import found, locked
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import LocalOffer
from .queries import LOCAL_OFFERS


class Asked(NamedTuple):
    """What the owner says of an offer that is to be made: the days of its year, and what of its area is the board's."""

    icb_code: str
    window: tuple[date, date]
    area: set[str] | None


async def make(session: AsyncSession, neighbour: Neighbour, new: schemas.NewLocalOffer, actor: Actor) -> LocalOffer:
    """Offer an item of the menu, once every fault in the offer is named and mended."""
    seen = await provider_of(session, new, actor)
    icb_code = offered_to(seen, actor)
    window = await window_of(neighbour, new.programme_year, actor)
    area = await _area(neighbour, seen, icb_code, new.la_codes, actor)
    return await make_as_asked(session, Asked(icb_code, window, area), new, actor)


async def provider_of(session: AsyncSession, new: schemas.NewLocalOffer, actor: Actor) -> Provider:
    """The provider that is to give it, as it is now, not locked."""
    seen: Provider = await found(session, PROVIDERS, new.provider_id, actor, missing=ProviderNotFound)
    return seen


def offered_to(provider: Provider, actor: Actor) -> str:
    """To which board: a provider's own offer is one to the board that registered it."""
    return actor.code if actor.kind is Kind.ICB else provider.icb_code


async def make_as_asked(session: AsyncSession, asked: Asked, new: schemas.NewLocalOffer, actor: Actor) -> LocalOffer:
    """Make an offer of which the owner was asked before anything was locked."""
    provider = await _giving(session, new.provider_id)
    item = await menus.item_in_force(session, new.programme_year, new.menu_item_code)
    values = new.model_dump() | {
        "available_from": new.available_from or asked.window[0],
        "available_until": new.available_until or asked.window[1],
    }
    offer = LocalOffer(**values, icb_code=asked.icb_code, provider_name=provider.name)
    off_menu = [rules.OFF_MENU] if item is None else []
    wrong = [*off_menu, *rules.faults(offer, rules.Limits(provider.la_codes, asked.area, asked.window))]
    if wrong or item is None:
        raise errors.LocalOfferFaulty("No offer was made. See errors for each place.", errors=wrong)
    offer.menu_item_title, offer.strand = item.title, item.strand
    await _must_be_the_first(session, offer)
    session.add(offer)
    await outbox.announce(session, contract.LocalOfferMade, offer, actor)
    return offer


async def change(
    session: AsyncSession,
    neighbour: Neighbour,
    offer_id: UUID,
    wanted: schemas.LocalOfferChange,
    version: int,
    actor: Actor,
) -> LocalOffer:
    """Say something else of an active offer. No line that is there changes with it."""
    seen: LocalOffer = await found(session, LOCAL_OFFERS, offer_id, actor, missing=errors.LocalOfferNotFound)
    _must_be_its_own(seen, actor)
    of = await session.get_one(Provider, seen.provider_id)
    given = wanted.model_dump(exclude_unset=True)
    values = {name: value for name, value in given.items() if value is not None or name == "exists_for"}
    # The owner is asked of what is new only, so that a price can change while it is away.
    dated = not values.keys().isdisjoint({"available_from", "available_until"})
    window = await window_of(neighbour, seen.programme_year, actor) if dated else None
    area = await _area(neighbour, of, seen.icb_code, values["la_codes"], actor) if "la_codes" in values else None
    provider = await _giving(session, seen.provider_id)
    offer = await _to_change(session, offer_id, version, actor)
    offer.change(values)
    if wrong := rules.faults(offer, rules.Limits(provider.la_codes, area, window)):
        raise errors.LocalOfferFaulty("Nothing was changed. See errors for each place.", errors=wrong)
    await outbox.announce_change(session, contract.LocalOfferChanged, offer, actor, since=version)
    return offer


async def withdraw(session: AsyncSession, offer_id: UUID, reason: str, version: int, actor: Actor) -> LocalOffer:
    """It can be had no longer. The lines that were taken from it stand."""
    offer = await _to_change(session, offer_id, version, actor)
    offer.withdraw(reason)
    await outbox.announce(session, contract.LocalOfferWithdrawn, offer, actor)
    return offer


async def offered(session: AsyncSession, offer_id: UUID, *, alone: bool = False) -> LocalOffer | None:
    """The active offer of an id, held as it is until the transaction ends: its price stays the one that is read.

    Several may hold it at once; with `alone` only one may, which is what counting its capacity needs. None: there is no
    such offer, or it is withdrawn.
    """
    statement = select(LocalOffer).where(LocalOffer.id == offer_id, LocalOffer.status == OfferStatus.ACTIVE)
    held = statement.with_for_update(read=not alone).execution_options(populate_existing=True)
    offer: LocalOffer | None = await session.scalar(held)
    return offer


async def held(session: AsyncSession, offer_id: UUID) -> LocalOffer:
    """The offer that a line was taken from, withdrawn or not, held by one alone until the transaction ends."""
    statement = select(LocalOffer).where(LocalOffer.id == offer_id).with_for_update()
    found: LocalOffer = (await session.execute(statement.execution_options(populate_existing=True))).scalar_one()
    return found


async def of_items(
    session: AsyncSession,
    programme_year: str,
    icb_codes: Collection[str],
    la_codes: Collection[str],
    item_codes: Collection[str] | None = None,
) -> list[LocalOffer]:
    """The active offers of these boards that can be had in one of these authorities, the cheapest hour first.

    For all items of the menu when none are named. Not locked: who writes a line asks for its offer with `offered`.
    """
    statement = select(LocalOffer).where(
        LocalOffer.programme_year == programme_year,
        LocalOffer.status == OfferStatus.ACTIVE,
        LocalOffer.icb_code.in_(icb_codes),
        LocalOffer.la_codes.op("&&")(list(la_codes)),
    )
    if item_codes is not None:
        statement = statement.where(LocalOffer.menu_item_code.in_(item_codes))
    ordered = statement.order_by(
        LocalOffer.menu_item_code, LocalOffer.unit_cost_pence / LocalOffer.hours_per_unit, LocalOffer.id
    )
    return list(await session.scalars(ordered))


async def window_of(neighbour: Neighbour, programme_year: str, actor: Actor) -> tuple[date, date]:
    """The first and the last day of a programme year, as its owner has them."""
    year = await partnership.programme_year(neighbour, actor.token, programme_year, errors.ProgrammeYearUnknown)
    return year.starts_on, year.ends_on


async def _area(
    neighbour: Neighbour, provider: Provider, icb_code: str, la_codes: Collection[str], actor: Actor
) -> set[str] | None:
    """Which of these authorities lie in a board's area; None for a provider that it registered itself."""
    if provider.icb_code == icb_code:
        return None
    known = await partnership.local_authorities(neighbour, actor.token, la_codes)
    return {authority.la_code for authority in known if icb_code in authority.icb_codes}


async def _giving(session: AsyncSession, provider_id: UUID) -> Provider:
    provider = await providers.giving(session, provider_id)
    provider.must_be_active()
    return provider


async def _must_be_the_first(session: AsyncSession, offer: LocalOffer) -> None:
    same = select(LocalOffer.id).where(
        LocalOffer.icb_code == offer.icb_code,
        LocalOffer.programme_year == offer.programme_year,
        LocalOffer.provider_id == offer.provider_id,
        LocalOffer.menu_item_code == offer.menu_item_code,
        LocalOffer.status == OfferStatus.ACTIVE,
    )
    if await session.scalar(same) is not None:
        raise errors.LocalOfferExists


async def _to_change(session: AsyncSession, offer_id: UUID, version: int, actor: Actor) -> LocalOffer:
    offer: LocalOffer = await locked(
        session, LOCAL_OFFERS, offer_id, actor, version=version, missing=errors.LocalOfferNotFound
    )
    _must_be_its_own(offer, actor)
    return offer


def _must_be_its_own(offer: LocalOffer, actor: Actor) -> None:
    # A provider sees its own offers only.
    if actor.kind is Kind.ICB and actor.code != offer.icb_code:
        raise errors.NotYourOffer
