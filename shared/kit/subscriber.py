"""Following another service's feed: at least once on the wire, once in effect.

The cursor is stored in the transaction of what was applied. A batch is only applied if the stored cursor is still the
one it was fetched after, under a row lock: two replicas of a consumer, or one that was killed in the middle, cannot
apply anything twice.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Never

import httpx
import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.event import CloudEvent
from shared.kit.db import Database
from shared.kit.errors import Unavailable
from shared.kit.feed import COMPLETE_HEADER, CURSOR_HEADER
from shared.kit.http_client import Neighbour, NeighbourRefused
from shared.kit.middleware import SANDBOX_MARK
from shared.kit.problems import from_exception
from shared.kit.tables import consumer_cursors

log = structlog.get_logger()

Handler = Callable[[AsyncSession, CloudEvent], Awaitable[None]]
BatchHandler = Callable[[AsyncSession, Sequence[CloudEvent]], Awaitable[None]]
TokenSource = Callable[[], Awaitable[str]]
Before = Callable[[], Awaitable[None]]
Beat = Callable[[], None]

_BATCH = 500
_WAIT_SECONDS = 20
_PAUSE_SECONDS = (0.5, 1, 2, 5, 10, 30)
_FINISH_SECONDS = 10


@dataclass(frozen=True)
class Subscription:
    """What a service does with each type of event of one source."""

    source: str
    handlers: Mapping[str, Handler]

    @property
    def types(self) -> Sequence[str]:
        """The types of events it wants."""
        return sorted(self.handlers)

    async def apply(self, session: AsyncSession, events: Sequence[CloudEvent]) -> None:
        """Each event by its handler, in order."""
        for event in events:
            await self.handlers[event.type](session, event)


@dataclass(frozen=True)
class BatchSubscription:
    """What a service does with a whole batch at once: for a consumer that must keep up with thousands a second."""

    source: str
    types: Sequence[str]
    apply: BatchHandler


@dataclass(frozen=True)
class Fetched:
    """A batch as it came: its events, the cursor it was asked after, the one to go on with, how far it is complete."""

    after: str | None
    events: Sequence[CloudEvent]
    cursor: str
    complete_until: datetime | None


class Follower:
    """Applies one subscription, batch by batch."""

    # `before` is what a sandbox does first: without it, this is none.
    def __init__(
        self,
        database: Database,
        neighbour: Neighbour,
        subscription: Subscription | BatchSubscription,
        token: TokenSource,
        before: Before | None = None,
    ) -> None:
        self._before = before
        self._database = database
        self._neighbour = neighbour
        self._subscription = subscription
        self._token = token

    @property
    def source(self) -> str:
        """The service it follows."""
        return self._subscription.source

    async def run(self, beat: Beat | None = None) -> Never:
        """Follow for ever; whatever fails is tried again, after a longer pause each time.

        An event that cannot be applied is never passed over: the feed stands there, its lag grows and each try is
        logged as an error, while the other sources are followed on. Cancel it to stop: a batch that is being applied
        is finished first, for some seconds; being one transaction, it may be cut short anywhere. `beat` is called
        each time it goes round.
        """
        failures = wait = 0
        while True:
            if beat is not None:
                beat()
            try:
                await self.step(wait)
                failures, wait = 0, _WAIT_SECONDS
            except Exception as error:  # noqa: BLE001 (whatever it is, giving up would stop the other sources too)
                wait = 0  # so that it is known at once how far the source has been read, when it is there again
                _report(self.source, error)
                await asyncio.sleep(_PAUSE_SECONDS[min(failures, len(_PAUSE_SECONDS) - 1)])
                failures += 1

    async def catch_up(self) -> int:
        """Apply everything there is now; how many events that was."""
        applied = 0
        while number := await self.step(0):
            applied += number
        return applied

    async def step(self, wait: int) -> int:
        """Fetch one batch and apply it; how many events it had."""
        if self._before is not None:
            await self._before()
        batch = await self._fetch(await self._stored_cursor(), wait)
        await _finished(self._take(batch))
        return len(batch.events)

    async def _take(self, batch: Fetched) -> None:
        async with self._database.transaction() as session:
            await self._apply(session, batch)

    async def _stored_cursor(self) -> str | None:
        async with self._database.transaction() as session:
            found: str | None = await session.scalar(
                select(consumer_cursors.c.cursor).where(consumer_cursors.c.source == self._subscription.source)
            )
            return found

    async def _fetch(self, after: str | None, wait: int) -> Fetched:
        params = {
            "limit": str(_BATCH),
            "wait": str(wait),
            "type": ",".join(self._subscription.types),
        }
        if after is not None:
            params["after"] = after
        answer = await self._neighbour.fetch("/v1/events", await self._token(), seconds=wait + 10, **params)
        if SANDBOX_MARK in answer.headers and self._before is None:
            raise Unavailable(f"The {self.source} service is a sandbox. What it made up is not followed.")
        events = [CloudEvent.model_validate(event) for event in json.loads(answer.content)]
        complete = answer.headers.get(COMPLETE_HEADER)
        until = datetime.fromisoformat(complete) if complete else None
        return Fetched(after, events, answer.headers[CURSOR_HEADER], until)

    async def _apply(self, session: AsyncSession, batch: Fetched) -> None:
        source, table = self._subscription.source, consumer_cursors
        await session.execute(insert(table).values(source=source).on_conflict_do_nothing())
        stored = await session.scalar(select(table.c.cursor).where(table.c.source == source).with_for_update())
        if stored != batch.after:
            return  # another replica was faster
        await self._subscription.apply(session, batch.events)
        change: dict[str, Any] = {"cursor": batch.cursor, "applied": table.c.applied + len(batch.events)}
        if batch.events:
            change["last_event_at"] = batch.events[-1].time
        if batch.complete_until is not None:
            change["as_of"] = batch.complete_until
        await session.execute(update(table).where(table.c.source == source).values(**change))


async def _finished(work: Coroutine[Any, Any, None]) -> None:
    """Whoever is told to stop meanwhile stops when this is done, or has had its time."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=_FINISH_SECONDS)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


def _report(source: str, error: Exception) -> None:
    if isinstance(error, NeighbourRefused):
        log.warning("feed_refused", source=source, reason=error.problem.title)
    elif isinstance(error, httpx.HTTPError) or isinstance(from_exception(error), Unavailable):
        log.warning("feed_not_reached", source=source, error=type(error).__name__)
    else:
        log.error("feed_not_applied", source=source, exc_info=error)
