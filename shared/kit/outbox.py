"""Announcing facts: an event is written in the transaction of the change it tells of, or not at all.

The statement that writes it writes the audit's entry too: what is announced cannot miss there, and costs no round trip.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, String, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.event import Event
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.columns import new_id
from shared.kit.logging import request_id
from shared.kit.tables import audit_entries, events

_SHARED = (
    "id", "occurred_at", "actor", "type", "subject", "resource_version", "is_public", "project_id", "icb_code",
    "la_code", "urn", "organisations",
)  # fmt: skip


async def announce(session: AsyncSession, kind: type[Event], row: Any, actor: Actor | str) -> None:
    """Record that `kind` happened to `row`, which is shown as it is after everything done to it so far."""
    await session.flush()  # so that the row carries the version and the times it will have
    await session.execute(_ANNOUNCEMENT, _told(kind, row, actor))


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
        await session.execute(_ANNOUNCEMENT, [_told(kind, row, actor) for row in rows])


def with_audit(told: Insert) -> Insert:
    """What writes these events and the audit's entries of them. Takes what `asked_by` says."""
    written = told.returning(*(events.c[name] for name in _SHARED)).cte("told")
    by = {name: bindparam(f"audit_{name}", type_=String()) for name in ("kind", "client_id", "request_id")}
    entries = select(*(written.c[name] for name in _SHARED), *by.values())
    return insert(audit_entries).from_select([*_SHARED, *by], entries, include_defaults=False)


def asked_by(actor: Actor | str, *, reading: bool = False) -> dict[str, str | None]:
    """Through which client and in which request something is done: for the audit alone."""
    return {
        "audit_kind": "read" if reading else "changed",
        "audit_client_id": None if isinstance(actor, str) else actor.client_id,
        "audit_request_id": request_id.get(),
    }


# Built once: to put a statement together costs more than to send it.
_ANNOUNCEMENT = with_audit(
    insert(events).values({name: bindparam(f"of_{name}", type_=events.c[name].type) for name in (*_SHARED, "data")})
)


def _told(kind: type[Event], row: Any, actor: Actor | str) -> dict[str, Any]:
    values = values_of(_event(kind, row), actor)
    return {f"of_{name}": value for name, value in values.items()} | asked_by(actor, reading=kind.reading)


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
