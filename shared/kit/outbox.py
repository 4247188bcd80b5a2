"""Announcing facts: an event is written in the transaction of the change it tells of, or not at all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.event import Event
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.columns import new_id
from shared.kit.tables import events

# Built once: to put a statement together costs more than to send it.
_INTO = insert(events)


async def announce(session: AsyncSession, kind: type[Event], row: Any, actor: Actor | str) -> None:
    """Record that `kind` happened to `row`, which is shown as it is after everything done to it so far."""
    await session.flush()  # so that the row carries the version and the times it will have
    await session.execute(_INTO, values_of(_event(kind, row), actor))


async def announce_change(
    session: AsyncSession, kind: type[Event], row: Any, actor: Actor | str, *, since: int
) -> None:
    """Record that `kind` happened to `row`, unless it still is as it was at the version `since`."""
    await session.flush()  # so that a change shows in the version
    if row.version != since:
        await announce(session, kind, row, actor)


async def announce_each(session: AsyncSession, kind: type[Event], rows: Sequence[Any], actor: Actor | str) -> None:
    """Record that `kind` happened to each of the rows, in one statement for all of them."""
    await session.flush()  # as above
    if rows:
        await session.execute(_INTO, [values_of(_event(kind, row), actor) for row in rows])


def _event(kind: type[Event], row: Any) -> Event:
    return kind(data=kind.model_fields["data"].annotation.model_validate(row))  # type: ignore[union-attr]


def values_of(event: Event, actor: Actor | str) -> dict[str, Any]:
    """The row of the feed for one event. What a caller's visibility is decided on is taken from the resource."""
    data = event.data
    return {
        "id": new_id(),
        "type": event.type,
        "subject": event.subject,
        "occurred_at": utc_now(),
        "actor": actor if isinstance(actor, str) else actor.organisation,
        "resource_version": getattr(data, "version", 0),
        "is_public": event.public,
        "project_id": event.project_id,
        "icb_code": getattr(data, "icb_code", None),
        "la_code": getattr(data, "la_code", None),
        "urn": getattr(data, "urn", None),
        "organisations": event.organisations,
        "data": data.model_dump(mode="json"),
    }
