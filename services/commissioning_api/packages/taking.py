"""Taking a line from a local offer: its days, what other lines leave of it, and what the line costs.

The offer is held by one alone while its hours are counted, so that no two take the same ones. Rows are locked in this
order, everywhere: budget, participation, line, offer.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.local_offers import service as local_offers
from services.commissioning_api.local_offers.models import LocalOffer
from shared.contracts.commissioning import packages as contract
from shared.contracts.commissioning.packages import LineStatus
from shared.kit.clock import today

from . import errors, rules
from .models import PackageLine

_LONGEST_MONTH = timedelta(days=31)


async def take(
    session: AsyncSession, line: PackageLine, offer_id: UUID, place: rules.Place, *, new_start: bool
) -> None:
    """Take a proposed line from an offer that can be had, with its provider. It keeps the price it was proposed at."""
    offer = await local_offers.offered(session, offer_id, alone=True)
    if offer is None:
        raise errors.LocalOfferNotHad
    rules.offer_must_reach(offer, line.menu_item_code, place)
    rules.must_add_something(offer, line.adds)
    if line.hours_per_unit is None or line.local_offer_id != offer.id:
        line.local_offer_id, line.provider_id, line.provider_name = offer.id, offer.provider_id, offer.provider_name
        line.hours_per_unit, line.unit_cost_pence = offer.hours_per_unit, offer.unit_cost_pence
    set_price(line)
    if new_start:
        rules.notice_must_be_given(line.starts_on, today(), offer.lead_time_days)
    await _must_fit(session, line, offer)


async def take_differently(session: AsyncSession, line: PackageLine, *, new_start: bool) -> None:
    """Hold a varied line against the offer it was taken from, which may be withdrawn since."""
    if line.local_offer_id is None:
        raise errors.LineWithoutOffer
    offer = await local_offers.held(session, line.local_offer_id)
    set_price(line)
    if new_start:
        rules.notice_must_be_given(line.starts_on, today(), offer.lead_time_days)
    await _must_fit(session, line, offer)


def set_price(line: PackageLine) -> None:
    """What the hours come to, at the line's own price."""
    if line.hours_per_unit is None or line.unit_cost_pence is None:
        raise errors.LineWithoutOffer
    price = rules.price(line.hours, line.hours_per_unit, line.unit_cost_pence)
    line.units, line.cost_pence = price.units, price.cost_pence


async def must_have_room(session: AsyncSession, participation_id: UUID) -> None:
    """Refuse one line more than a package can have."""
    lines = await session.scalar(
        select(func.count()).where(
            PackageLine.participation_id == participation_id, PackageLine.status != LineStatus.CANCELLED
        )
    )
    if (lines or 0) >= contract.GREATEST_PACKAGE:
        raise errors.PackageFull(f"A package has at most {contract.GREATEST_PACKAGE} lines.")


async def _must_fit(session: AsyncSession, line: PackageLine, offer: LocalOffer) -> None:
    rules.offer_must_be_had(offer, line.starts_on, line.ends_on)
    await _must_not_be_there(session, line)
    others = select(PackageLine.hours, PackageLine.starts_on, PackageLine.ends_on).where(
        PackageLine.local_offer_id == offer.id,
        PackageLine.id.is_distinct_from(line.id),
        PackageLine.status != LineStatus.CANCELLED,
        # Whatever touches a month that this line touches.
        PackageLine.ends_on > line.starts_on - _LONGEST_MONTH,
        PackageLine.starts_on < line.ends_on + _LONGEST_MONTH,
    )
    taken = [rules.Hours(*row) for row in await session.execute(others)]
    wanted = rules.Hours(line.hours, line.starts_on, line.ends_on)
    rules.capacity_must_hold(taken, wanted, offer.capacity_hours_per_month)


async def _must_not_be_there(session: AsyncSession, line: PackageLine) -> None:
    same = select(PackageLine.id).where(
        PackageLine.participation_id == line.participation_id,
        PackageLine.menu_item_code == line.menu_item_code,
        PackageLine.local_offer_id == line.local_offer_id,
        PackageLine.id.is_distinct_from(line.id),
        PackageLine.status != LineStatus.CANCELLED,
        PackageLine.starts_on <= line.ends_on,
        PackageLine.ends_on >= line.starts_on,
    )
    if await session.scalar(same.limit(1)) is not None:
        raise errors.LineThereAlready
