"""The worker that sends messages: in each replica, many at once, a few to each webhook.

A message is claimed with a lease and sent outside any transaction; then what came of it is written. A worker that is
killed between the two lets its lease run out, and the message is sent once more under the same id: at least once, and
the receiver can tell.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import cast
from uuid import UUID

import structlog
from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.settings import ReportingSettings
from shared.contracts.reporting import webhooks as contract
from shared.contracts.reporting.webhooks import PING, DeliveryStatus, WebhookStatus
from shared.kit import outbox
from shared.kit.clock import utc_now
from shared.kit.db import Database
from shared.kit.housekeeping import repeatedly
from shared.kit.posting import Answer, Poster
from shared.kit.settings import Settings
from shared.kit.targets import Policy

from . import queries, rules, secrets
from .messages import Outgoing, outgoing
from .models import Webhook, WebhookDelivery

log = structlog.get_logger()

AT_ONCE = 4
"""The most that are on their way to one webhook; one alone while it fails."""

_ALL_AT_ONCE = 60
_FOR_THOSE_THAT_ARE_WELL = 30
_CLAIMING = 7_236_993
_LEASE_BEYOND_SECONDS = 60
_IDLE_SECONDS = 1.0
_SWEEP_SECONDS = 3600.0
_PRUNED_AT_ONCE = 20_000
_SENDER = "service:reporting"


class Sender:
    """What a worker sends with."""

    def __init__(self, database: Database, settings: ReportingSettings) -> None:
        self.database = database
        self.safe: MultiFernet = secrets.safe_of(settings)
        self.poster = Poster(Policy(settings.webhook_allowed_networks), settings.webhook_seconds)
        self.lease = timedelta(seconds=settings.webhook_seconds + _LEASE_BEYOND_SECONDS)
        # Callers need connections too, and many answers can come in at one moment.
        self._turns = asyncio.Semaphore(max(1, settings.write_connections // 2))

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        async with self._turns, self.database.transaction() as session:
            yield session

    async def claim(self, free: int = _ALL_AT_ONCE) -> list[UUID]:
        """Take messages that are due; nobody else sends them until the lease ends."""
        now = utc_now()
        for_failing = max(0, free - _FOR_THOSE_THAT_ARE_WELL)
        values = {
            "now": now,
            "until": now + self.lease,
            "at_once": AT_ONCE,
            "free": free,
            "for_failing": for_failing,
        }
        async with self.database.transaction() as session:
            # One after another: else each worker would take as many for a webhook as it may have in all.
            await session.execute(select(func.pg_advisory_xact_lock(_CLAIMING)))
            return list(await session.scalars(queries.CLAIM, values))

    async def send(self, message_id: UUID) -> None:
        """Send one message that was claimed, and write what came of it."""
        try:
            ready = await self._prepare(message_id)
            if ready is not None:
                await self._record(message_id, await self.poster.post(ready.url, ready.headers, ready.body))
        except InvalidToken:
            await self._record(message_id, Answer(None, "no_key", 0))
        except Exception as error:  # noqa: BLE001 (one message that fails must end neither the worker nor the others)
            log.warning("webhook_not_sent", error=type(error).__name__)

    async def _prepare(self, message_id: UUID) -> Outgoing | None:
        async with self._transaction() as session:
            message = await session.get(WebhookDelivery, message_id)
            webhook = await session.get(Webhook, message.webhook_id) if message else None
            if message is None or webhook is None:
                return None  # it was deleted meanwhile
            if webhook.status is not WebhookStatus.ACTIVE and message.type != PING:
                await session.execute(queries.LET_GO, {"id": message_id})
                return None  # it was paused or disabled meanwhile
        return outgoing(message, webhook, self.safe, utc_now())

    async def _record(self, message_id: UUID, answer: Answer) -> None:
        now = utc_now()
        attempt = contract.Attempt(
            at=now - timedelta(milliseconds=answer.duration_ms),
            status_code=answer.status if answer.status and 100 <= answer.status <= 999 else None,
            error=answer.error,
            duration_ms=answer.duration_ms,
        )
        async with self._transaction() as session:
            of_message = select(WebhookDelivery.webhook_id).where(WebhookDelivery.id == message_id)
            # The webhook first, then its message: deleting a webhook takes them in this order too.
            webhook = await session.scalar(
                select(Webhook).where(Webhook.id == of_message.scalar_subquery()).with_for_update()
            )
            message = await session.get(WebhookDelivery, message_id, with_for_update=True)
            if webhook is None or message is None or message.status is not DeliveryStatus.PENDING:
                return
            message.note(attempt.model_dump(mode="json"))
            await _judge(session, webhook, message, answer)


async def _judge(session: AsyncSession, webhook: Webhook, message: WebhookDelivery, answer: Answer) -> None:
    now, counts = utc_now(), message.type != PING
    if rules.is_success(answer.status, answer.error):
        message.arrived(now)
        if counts:
            await _failing_since(session, webhook, None)
            webhook.consecutive_failures = 0
        return
    delay = None
    if counts and answer.status != rules.GONE:
        delay = rules.next_delay(message.failures + 1, answer.status, answer.retry_after, random.random())  # noqa: S311
    message.failed(delay, now)
    if not counts:
        return
    webhook.consecutive_failures += delay is None
    if webhook.failing_since is None:
        await _failing_since(session, webhook, now)
    reason = rules.reason_to_disable(answer.status, webhook.consecutive_failures, webhook.failing_since, now)
    if reason is not None and webhook.status is not WebhookStatus.DISABLED:
        webhook.disable(reason, now)
        await outbox.announce(session, contract.WebhookDisabled, webhook, _SENDER)


async def _failing_since(session: AsyncSession, webhook: Webhook, since: object) -> None:
    # Past the version: a receiver that fails now and then must not make its owner's ETag stale each time.
    if webhook.failing_since != since:
        values = {"failing_since": since, "updated_at": webhook.updated_at}
        await session.execute(
            update(Webhook).where(Webhook.id == webhook.id).values(values),
            execution_options={"synchronize_session": False},
        )


async def deliver(database: Database, settings: Settings) -> None:
    """Send for as long as the service runs. Without a key there are no webhooks, and nothing to send."""
    own = cast("ReportingSettings", settings)
    if own.webhook_keys is None:
        return
    sender, at_work = Sender(database, own), set[asyncio.Task[None]]()
    try:
        while True:
            claimed = await _claimed(sender, _ALL_AT_ONCE - len(at_work))
            at_work |= {asyncio.create_task(sender.send(each)) for each in claimed}
            if at_work:
                _, at_work = await asyncio.wait(at_work, timeout=_IDLE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(_IDLE_SECONDS)
    finally:
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)


async def _claimed(sender: Sender, free: int) -> list[UUID]:
    try:
        return await sender.claim(free) if free else []
    except Exception as error:  # noqa: BLE001 (the database may be away for a moment)
        log.warning("webhooks_not_claimed", error=type(error).__name__)
        return []


async def keep_log(database: Database, settings: Settings) -> None:
    """Prune the log of deliveries from time to time."""
    await repeatedly(_sweep, _SWEEP_SECONDS, database, settings)


async def _sweep(database: Database, settings: Settings) -> None:
    await prune(database, cast("ReportingSettings", settings).webhook_delivery_days)


async def prune(database: Database, days: int) -> None:
    """Drop messages older than what is kept, but none that is still being tried."""
    values = {"before": utc_now() - timedelta(days=days), "most": _PRUNED_AT_ONCE, "after": UUID(int=0)}
    more = True
    while more:
        async with database.transaction() as session:
            found = await session.execute(queries.PRUNE, values)
        values["after"], more = found.one_or_none() or (None, False)
