"""Making, changing and ending webhooks, and sending again what was given up."""

from typing import NamedTuple
from uuid import UUID

from cryptography.fernet import MultiFernet
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.catalogue import event_types
from shared.contracts.problem import FieldError
from shared.contracts.reporting import webhooks as contract
from shared.contracts.reporting.webhooks import PING, DeliveryStatus, WebhookStatus
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.columns import new_id
from shared.kit.concurrency import locked
from shared.kit.targets import Policy, TargetRefused, parsed, resolved

from . import errors, queries, rules, schemas, secrets
from .models import Webhook, WebhookDelivery
from .queries import DELIVERIES, WEBHOOKS


class Told(NamedTuple):
    """A webhook and the secret that its owner is told this once."""

    webhook: Webhook
    secret: str


class Limits(NamedTuple):
    """What the service's settings say about webhooks."""

    policy: Policy
    most: int


async def make(session: AsyncSession, new: schemas.NewWebhook, safe: MultiFernet, limits: Limits, actor: Actor) -> Told:
    """Tell the caller's organisation of these types from now on, at this address."""
    _must_be_known_and_readable(new.types, actor)
    await _must_be_a_target(new.url, limits.policy)
    lock = func.hashtextextended(f"webhooks of {actor.organisation}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(lock)))
    if await queries.number_of(session, actor.organisation) >= limits.most:
        raise errors.TooManyWebhooks(f"It may have {limits.most}.")
    secret = secrets.new()
    made = Webhook(organisation=actor.organisation, secret=safe.encrypt(secret.encode()), **new.model_dump())
    session.add(made)
    await outbox.announce(session, contract.WebhookMade, made, actor)
    return Told(made, secret)


async def change(
    session: AsyncSession,
    webhook_id: UUID,
    changes: schemas.WebhookChange,
    version: int,
    limits: Limits,
    actor: Actor,
) -> Webhook:
    """Change what was given, and nothing else."""
    if changes.types is not None:
        _must_be_known_and_readable(changes.types, actor)
    if changes.url is not None:
        await _must_be_a_target(changes.url, limits.policy)
    webhook = await _locked(session, webhook_id, version, actor)
    if changes.url is not None:  # whoever chooses where it is told may read what is told
        _must_be_readable(webhook.types if changes.types is None else changes.types, actor)
    for name, value in changes.model_dump(exclude_none=True, exclude={"status"}).items():
        setattr(webhook, name, value)
    if changes.status is not None:
        webhook.set_status(WebhookStatus(changes.status))
    await outbox.announce_change(session, contract.WebhookChanged, webhook, actor, since=version)
    return webhook


async def rotate(session: AsyncSession, webhook_id: UUID, version: int, safe: MultiFernet, actor: Actor) -> Told:
    """Sign with a new secret; the one before signs along for a day, so that the receiver can change over."""
    webhook = await _locked(session, webhook_id, version, actor)
    secret = secrets.new()
    webhook.rotate(safe.encrypt(secret.encode()), utc_now())
    await outbox.announce(session, contract.WebhookChanged, webhook, actor)
    return Told(webhook, secret)


async def remove(session: AsyncSession, webhook_id: UUID, version: int, actor: Actor) -> None:
    """End a webhook, with its messages and its log."""
    webhook = await _locked(session, webhook_id, version, actor)
    await outbox.announce(session, contract.WebhookDeleted, webhook, actor)
    await session.execute(delete(Webhook).where(Webhook.id == webhook.id))


async def ping(session: AsyncSession, webhook_id: UUID, actor: Actor) -> WebhookDelivery:
    """A message that only says that messages arrive. It is tried once, also where nothing else is sent."""
    webhook = await _locked(session, webhook_id, None, actor)
    message = WebhookDelivery(
        id=new_id(),
        webhook_id=webhook.id,
        organisation=webhook.organisation,
        event_id=new_id(),
        type=PING,
        source="/reporting",
        subject=str(webhook.id),
        time=utc_now(),
        resource_version=webhook.version,
    )
    session.add(message)
    return message


async def redeliver(session: AsyncSession, delivery_id: UUID, actor: Actor) -> WebhookDelivery:
    """Send one message again, under its id, so that a receiver that has it can tell."""
    message: WebhookDelivery = await locked(
        session, DELIVERIES, delivery_id, actor, version=None, missing=errors.DeliveryNotFound
    )
    message.send_again(utc_now())
    return message


async def redeliver_failed(
    session: AsyncSession, webhook_id: UUID, given: schemas.RedeliverySince, actor: Actor
) -> contract.Redelivery:
    """Send again all that was given up since a moment."""
    webhook = await _locked(session, webhook_id, None, actor)
    now, table = utc_now(), WebhookDelivery
    again = (
        update(table)
        .where(table.webhook_id == webhook.id, table.status == DeliveryStatus.FAILED, table.created_at >= given.since)
        .values(
            status=DeliveryStatus.PENDING, failures=0, next_attempt_at=now, updated_at=now, version=table.version + 1
        )
        .returning(table.id)
    )
    found = await session.execute(again, execution_options={"synchronize_session": False})
    return contract.Redelivery(redelivered=len(found.all()))


async def _locked(session: AsyncSession, webhook_id: UUID, version: int | None, actor: Actor) -> Webhook:
    webhook: Webhook = await locked(
        session, WEBHOOKS, webhook_id, actor, version=version, missing=errors.WebhookNotFound
    )
    return webhook


def _must_be_known_and_readable(types: list[str], actor: Actor) -> None:
    if faults := rules.faults_of_types(types, event_types()):
        raise errors.UnknownEventType(errors=faults)
    _must_be_readable(types, actor)


def _must_be_readable(types: list[str], actor: Actor) -> None:
    lacking = sorted(source for source in rules.sources_of(types) if f"{source}:read" not in actor.scopes)
    if lacking:
        raise errors.FeedNotYours(f"It lacks the scope {' and '.join(f'{source}:read' for source in lacking)}.")


async def _must_be_a_target(url: str, policy: Policy) -> None:
    try:
        await resolved(parsed(url), policy)
    except TargetRefused as refused:
        fault = FieldError(pointer="/url", code=refused.code, detail=str(refused))
        raise errors.TargetNotAllowed(errors=[fault]) from None
