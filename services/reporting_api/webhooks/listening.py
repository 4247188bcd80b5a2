"""Turning what the four services announce into messages, in the transaction that moves the cursor.

Each service says itself which organisations see which of its events (`/v1/events/audiences`), so nobody is told of an
event that its feed would not show. What was asked is compared with what is wanted when it is applied: if a webhook was
made or changed meanwhile, the answer is dropped and asked for again, so that the first event after that is not missed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Never

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.settings import ReportingSettings
from services.reporting_api.visibility import EVENTS
from shared.contracts.catalogue import SOURCES, event_types, source_of
from shared.contracts.event import SeenEvent, SeenEvents
from shared.kit.audiences import AudienceQuery, read_audiences
from shared.kit.clock import utc_now
from shared.kit.columns import new_id
from shared.kit.db import Database
from shared.kit.errors import CursorTooOld
from shared.kit.feed import events_view
from shared.kit.hearing import Hearing
from shared.kit.http_client import NeighbourRefused
from shared.kit.settings import Settings

from . import queries, rules
from .models import Webhook, WebhookDelivery, WebhookSource

log = structlog.get_logger()

OWN = "reporting"
Ask = Callable[[Mapping[str, str]], Awaitable[SeenEvents]]
_WAIT_SECONDS = 5
_PAUSE_SECONDS = (1, 2, 5, 10, 30)
_AT_ONCE = 100
_OWN_EVENTS = events_view(OWN, EVENTS)
# Two services' clocks may differ by so much before something said after a webhook was made seems to be older than it.
_CLOCKS_DIFFER = timedelta(seconds=30)


@dataclass(frozen=True)
class Wanted:
    """Who wants to hear of what from one source."""

    organisations: frozenset[str]
    types: frozenset[str]

    def covers(self, other: "Wanted") -> bool:
        """Whether an answer to this tells all that the other wants to know."""
        return self.organisations >= other.organisations and self.types >= other.types


async def listen(database: Database, settings: Settings, hearing: Hearing) -> None:
    """Listen to every source for as long as the service runs; one that is away holds up no other."""
    if isinstance(settings, ReportingSettings) and settings.webhook_keys is not None:
        async with asyncio.TaskGroup() as group:
            for source in SOURCES:
                group.create_task(_listen_to(database, source, ask_of(database, hearing, source)))


async def _listen_to(database: Database, source: str, ask: Ask) -> Never:
    failures = 0
    while True:
        try:
            told = await step(database, source, ask)
            failures = 0
            if not told:
                await asyncio.sleep(_PAUSE_SECONDS[0])
        except Exception as error:  # noqa: BLE001 (whatever it is, giving up would silence every webhook)
            log.warning("webhooks_hear_nothing", source=source, error=type(error).__name__)
            await asyncio.sleep(_PAUSE_SECONDS[min(failures, len(_PAUSE_SECONDS) - 1)])
            failures += 1


def ask_of(database: Database, hearing: Hearing, source: str, wait: int = _WAIT_SECONDS) -> Ask:
    """How a source is asked: over HTTP, or from the service's own database."""

    async def own(params: Mapping[str, str]) -> SeenEvents:
        async with database.reading() as connection:
            return await read_audiences(connection, _OWN_EVENTS, AudienceQuery.model_validate(params))

    async def neighbour(params: Mapping[str, str]) -> SeenEvents:
        return await hearing.of(source, wait if params.get("type") else 0, params)

    return own if source == OWN else neighbour


async def step(database: Database, source: str, ask: Ask) -> int:
    """Ask once and write what there is to tell; how many messages that was."""
    async with database.transaction() as session:
        after = await session.scalar(select(WebhookSource.cursor).where(WebhookSource.source == source))
        wanted = wanted_of(source, await queries.listeners(session))
    seen = await _asked(ask, wanted, after)
    async with database.transaction() as session:
        return await _apply(session, source, wanted, after, seen)


def wanted_of(source: str, webhooks: Iterable[Webhook]) -> Wanted:
    """What the webhooks want to hear from one source."""
    known = {each for each in event_types() if source_of(each) == source}
    meant = [(each.organisation, rules.types_meant(each.types, known)) for each in webhooks]
    organisations = frozenset(organisation for organisation, types in meant if types)
    return Wanted(organisations, frozenset(each for _, types in meant for each in types))


async def _asked(ask: Ask, wanted: Wanted, after: str | None) -> SeenEvents:
    if not wanted.types:
        return await ask({"after": "latest"})
    # A list of types has its bounds: who wants more hears of all, and leaves out the rest below.
    types = {"type": ",".join(sorted(wanted.types))} if len(wanted.types) <= _AT_ONCE else {}
    first, *others = batches(wanted.organisations)
    try:
        seen = await ask({**types, **({"after": after} if after else {}), "organisation": first})
    except (CursorTooOld, NeighbourRefused) as refused:
        if isinstance(refused, NeighbourRefused) and refused.problem.status != CursorTooOld.status:
            raise
        # What is kept of the feed is all newer than this cursor: what is not kept any more, nobody can be told of.
        log.warning("webhooks_missed_events")
        after = None
        seen = await ask({**types, "organisation": first})
    items = list(seen.items)
    for organisations in others:
        # The first answer may have waited past more than one answer holds.
        place = after
        while place != seen.next_cursor:
            again = {**types, **({"after": place} if place else {}), "until": seen.next_cursor}
            more = await ask({**again, "organisation": organisations})
            items, place = [*items, *more.items], more.next_cursor
    return SeenEvents.model_construct(items=items, next_cursor=seen.next_cursor)


def batches(organisations: Iterable[str]) -> list[str]:
    """As many as one question takes, with commas between."""
    ordered = sorted(organisations)
    return [",".join(ordered[start : start + _AT_ONCE]) for start in range(0, len(ordered), _AT_ONCE)]


async def _apply(session: AsyncSession, source: str, asked: Wanted, after: str | None, seen: SeenEvents) -> int:
    await session.execute(insert(WebhookSource).values(source=source).on_conflict_do_nothing())
    place = select(WebhookSource.cursor).where(WebhookSource.source == source).with_for_update()
    if await session.scalar(place) != after:
        return 0  # another replica was faster
    webhooks = await queries.listeners(session)
    if not asked.covers(wanted_of(source, webhooks)):
        return 0  # somebody wants to hear more than was asked for
    messages = [message for event in seen.items for message in _messages(source, event, webhooks)]
    for start in range(0, len(messages), 1000):
        values = messages[start : start + 1000]
        await session.execute(insert(WebhookDelivery).values(values).on_conflict_do_nothing())
    await session.execute(update(WebhookSource).where(WebhookSource.source == source).values(cursor=seen.next_cursor))
    return len(messages)


def _messages(source: str, event: SeenEvent, webhooks: Sequence[Webhook]) -> Iterable[dict[str, object]]:
    for webhook in webhooks:
        if (
            webhook.organisation in event.organisations
            and any(rules.matches(pattern, event.type) for pattern in webhook.types)
            and event.time >= webhook.created_at - _CLOCKS_DIFFER
        ):
            yield {
                "id": new_id(),
                "webhook_id": webhook.id,
                "organisation": webhook.organisation,
                "event_id": event.id,
                "type": event.type,
                "source": f"/{source}",
                "subject": event.subject,
                "time": event.time,
                "project_id": event.projectid,
                "resource_version": event.resourceversion,
                "next_attempt_at": utc_now(),
            }
