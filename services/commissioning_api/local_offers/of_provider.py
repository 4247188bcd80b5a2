"""What happens to a provider's offers when the provider changes or closes: both in one step."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.providers import schemas, service as providers
from services.commissioning_api.providers.models import Provider
from shared.contracts.commissioning import local_offers as contract
from shared.kit import outbox
from shared.kit.auth import Actor

from . import errors
from .models import LocalOffer


async def change(
    session: AsyncSession, provider_id: UUID, wanted: schemas.ProviderChange, version: int, actor: Actor
) -> Provider:
    """Change a provider. Its active offers take its new name, and none may be left outside its area."""
    provider = await providers.to_change(session, provider_id, version, actor)
    offers = await _active_offers(session, provider.id)
    if wanted.la_codes is not None:
        _must_cover(wanted.la_codes, offers)
    renamed = wanted.name is not None and wanted.name != provider.name
    await providers.change(session, provider, wanted, actor)
    if renamed:
        for offer in offers:
            offer.provider_name = provider.name
        await outbox.announce_each(session, contract.LocalOfferChanged, offers, actor)
    return provider


async def close(session: AsyncSession, provider_id: UUID, reason: str, version: int, actor: Actor) -> Provider:
    """Close a provider, and withdraw all that it offers for the same reason. Lines that were agreed stand."""
    provider = await providers.to_change(session, provider_id, version, actor)
    offers = await _active_offers(session, provider.id)
    for offer in offers:
        offer.withdraw(reason)
    await outbox.announce_each(session, contract.LocalOfferWithdrawn, offers, actor)
    await providers.close(session, provider, reason, actor)
    return provider


async def _active_offers(session: AsyncSession, provider_id: UUID) -> list[LocalOffer]:
    statement = select(LocalOffer).where(
        LocalOffer.provider_id == provider_id, LocalOffer.status == contract.OfferStatus.ACTIVE
    )
    held = statement.order_by(LocalOffer.id).with_for_update().execution_options(populate_existing=True)
    return list(await session.scalars(held))


def _must_cover(la_codes: list[str], offers: list[LocalOffer]) -> None:
    outside = sum(not set(offer.la_codes) <= set(la_codes) for offer in offers)
    if outside:
        raise errors.OffersOutsideTheArea(
            f"Active offers that would reach beyond what the provider covers: {outside}. Change or withdraw them first."
        )
