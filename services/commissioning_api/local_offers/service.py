"""Making, changing and withdrawing offers, and finding what can be had.

The provider's row is locked before its offers' rows, everywhere.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.commissioning.local_offers import OfferStatus

from .models import LocalOffer


async def offered(session: AsyncSession, offer_id: UUID, *, alone: bool = False) -> LocalOffer | None:
    """The active offer of an id, held as it is until the transaction ends: its price stays the one that is read.

    Several may hold it at once; with `alone` only one may, which is what counting its capacity needs. None: there is no
    such offer, or it is withdrawn.
    """
    statement = select(LocalOffer).where(LocalOffer.id == offer_id, LocalOffer.status == OfferStatus.ACTIVE)
    held = statement.with_for_update(read=not alone).execution_options(populate_existing=True)
    offer: LocalOffer | None = await session.scalar(held)
    return offer


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
        LocalOffer.la_codes.overlap(list(la_codes)),
    )
    if item_codes is not None:
        statement = statement.where(LocalOffer.menu_item_code.in_(item_codes))
    ordered = statement.order_by(
        LocalOffer.menu_item_code, LocalOffer.unit_cost_pence / LocalOffer.hours_per_unit, LocalOffer.id
    )
    return list(await session.scalars(ordered))
