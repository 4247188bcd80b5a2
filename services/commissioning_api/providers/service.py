"""Registering providers. What concerns their offers too, changing and closing, stands in `local_offers`."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.commissioning import providers as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.concurrency import locked

from . import errors, rules, schemas
from .models import Provider
from .queries import PROVIDERS


async def register(session: AsyncSession, new: schemas.NewProvider, actor: Actor) -> Provider:
    """Register a provider under the calling board."""
    provider = Provider(icb_code=actor.code, **new.model_dump())
    must_fit(provider)
    await _name_must_be_free(session, actor.code, new.name)
    session.add(provider)
    await outbox.announce(session, contract.ProviderRegistered, provider, actor)
    return provider


async def to_change(session: AsyncSession, provider_id: UUID, version: int, actor: Actor) -> Provider:
    """A provider of the calling board, locked."""
    provider: Provider = await locked(
        session, PROVIDERS, provider_id, actor, version=version, missing=errors.ProviderNotFound
    )
    if provider.icb_code != actor.code:
        raise errors.NotYourProvider
    provider.must_be_active()
    return provider


async def change(session: AsyncSession, provider: Provider, wanted: schemas.ProviderChange, actor: Actor) -> None:
    """Say something else of a provider that is locked."""
    before = provider.version
    if wanted.name is not None and wanted.name.lower() != provider.name.lower():
        await _name_must_be_free(session, provider.icb_code, wanted.name)
    provider.change(wanted.model_dump(exclude_unset=True, exclude_none=True))
    must_fit(provider)
    await outbox.announce_change(session, contract.ProviderChanged, provider, actor, since=before)


async def close(session: AsyncSession, provider: Provider, reason: str, actor: Actor) -> None:
    """Close a provider that is locked."""
    provider.close(reason)
    await outbox.announce(session, contract.ProviderClosed, provider, actor)


async def giving(session: AsyncSession, provider_id: UUID) -> Provider:
    """A provider that is known to exist, held until the transaction ends by who makes or changes one of its offers."""
    statement = select(Provider).where(Provider.id == provider_id).with_for_update(key_share=True)
    found: Provider = (await session.execute(statement.execution_options(populate_existing=True))).scalar_one()
    return found


def must_fit(provider: Provider) -> None:
    """Refuse a provider that does not fit together, with every place."""
    if found := rules.faults(provider.kind, provider.organisation, provider.professions, provider.la_codes):
        raise errors.ProviderFaulty("Nothing was kept. See errors for each place.", errors=found)


async def _name_must_be_free(session: AsyncSession, icb_code: str, name: str) -> None:
    lock = func.hashtextextended(f"names of providers of {icb_code}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(lock)))
    same = select(Provider.id).where(
        Provider.icb_code == icb_code,
        func.lower(Provider.name) == func.lower(name),
        Provider.status == contract.ProviderStatus.ACTIVE,
    )
    if await session.scalar(same) is not None:
        raise errors.ProviderExists
