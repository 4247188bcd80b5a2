"""`GET /v1/events`: every fact of a service, in an order in which none can be missed.

A cursor on an identity column loses events: a slow writer takes position 1, a fast one commits 2, a reader passes 2
and never sees 1. So the order is (transaction number, position), and only transactions older than every one still
running are served. Nothing can then appear behind a cursor that has been given out.

A transaction's number is counted on across clusters and timelines by the database's own `feed_number`: after a restore
or a failover every new event still stands behind every cursor (kit/restores.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    any_,
    bindparam,
    cast,
    literal_column,
    or_,
    true,
    tuple_ as row_of,
)
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.contracts.event import BATCH_MEDIA_TYPE, CloudEvent, EventBatch
from shared.contracts.page import Many
from shared.contracts.roles import Kind
from shared.contracts.types import LaCode, Urn, wire_time
from shared.kit import cursors, reads
from shared.kit.auth import Actor
from shared.kit.db import Connection, Database
from shared.kit.errors import CursorAstray, CursorRefused, CursorTooOld
from shared.kit.problems import problems
from shared.kit.reads import View, caller_code, caller_organisation
from shared.kit.routing import Caller, Route
from shared.kit.standing import CURSOR, begin
from shared.kit.tables import TransactionId, events
from shared.kit.wakeup import Wakeup

E = events.c
Visibility = Mapping[Kind, ColumnElement[bool]]

OWN_ROWS: Visibility = {
    Kind.ICB: E.icb_code == caller_code(),
    Kind.LA: E.la_code == caller_code(),
    Kind.SCHOOL: E.urn == caller_code(),
    Kind.NATIONAL: true(),
    Kind.SERVICE: true(),
}
"""Who sees which events unless a service says more: each the rows that name it."""

_LONGEST_WAIT = 30
GLANCE_SECONDS = 1.0
_PRUNED_AT_ONCE = 50_000
CURSOR_HEADER = "X-Next-Cursor"
COMPLETE_HEADER = "X-Complete-Until"
_HEADERS = {
    CURSOR_HEADER: {
        "description": "The cursor to go on with, for the next `after`.",
        "schema": {"type": "string", "maxLength": 200},
        "example": "WyJldmVudHMiLDEyMzQsNTY3OF0",
    },
    COMPLETE_HEADER: {
        "description": "All that happened before this moment has been read; absent while there is more to come.",
        "schema": {"type": "string", "format": "date-time", "maxLength": 40},
        "example": "2025-09-01T08:30:00.000000Z",
    },
    "Link": {
        "description": "The address of the next batch, as `rel=next`.",
        "schema": {"type": "string", "maxLength": 1000},
        "example": '<https://partnership.pins.example/v1/events?after=WyJldmVudHMiLDEyMzQsNTY3OF0>; rel="next"',
    },
}
EventType = Annotated[str, Field(max_length=120, pattern=r"^[a-z]+(\.[a-z-]+){1,2}$")]


class FeedQuery(BaseModel):
    """How to follow the feed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: (
        Annotated[
            str,
            Field(
                max_length=200,
                description="The cursor of the answer before; `latest` for one that starts now.",
            ),
        ]
        | None
    ) = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    wait: Annotated[
        int, Field(ge=0, le=_LONGEST_WAIT, description="Seconds to wait for an event when there is none.")
    ] = 0
    type: Many[EventType] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None


def events_view(service: str, visibility: Visibility) -> View:
    """The service's events as CloudEvents, each caller seeing the public ones, its own, and those that name it."""
    columns: dict[str, ColumnElement[Any]] = {
        "specversion": literal_column("'1.0'", Text()),
        "id": E.id,
        "source": literal_column(f"'/{service}'", Text()),
        "type": E.type,
        "subject": E.subject,
        "time": E.occurred_at,
        "datacontenttype": literal_column("'application/json'", Text()),
        "projectid": E.project_id,
        "icbcode": E.icb_code,
        "lacode": E.la_code,
        "urn": E.urn,
        "actor": E.actor,
        "resourceversion": E.resource_version,
        "data": E.data,
        "la_code": E.la_code,
    }
    named = caller_organisation() == any_(E.organisations)
    visible = {kind: or_(E.is_public, named, visibility.get(kind, E.is_public)) for kind in Kind}
    return View(events, CloudEvent, visible, columns=columns, source=events)


class BatchResponse(JSONResponse):
    """A batch of CloudEvents that PostgreSQL has written as JSON already."""

    media_type = BATCH_MEDIA_TYPE

    def render(self, content: str) -> bytes:
        """The JSON as it is."""
        return content.encode()


@dataclass(frozen=True)
class Batch:
    """Events as JSON texts, and the cursor to go on with."""

    bodies: list[str]
    cursor: str
    complete_until: datetime | None
    """All that was announced before then has been read with this batch; None when there is more to come."""


def router(view: View) -> APIRouter:
    """The feed of one service."""
    feed = APIRouter(prefix="/v1/events", tags=["Events"], route_class=Route)

    @feed.get(
        "",
        response_model=EventBatch,
        response_class=BatchResponse,
        responses={200: {"headers": _HEADERS}, **problems(CursorRefused, CursorTooOld, CursorAstray)},
    )
    async def list_events(request: Request, query: Annotated[FeedQuery, Query()], actor: Caller) -> Response:
        """Follow what happened, in order: an empty array means you have it all for now.

        `X-Next-Cursor` goes into the next `after`. `X-Complete-Until`, where it is given, says that all that happened
        before then has been read.
        """
        batch = await _follow(request, view, query, actor)
        base_url = request.app.state.settings.base_url
        headers = {CURSOR_HEADER: batch.cursor, "Link": f'<{base_url}/v1/events?after={batch.cursor}>; rel="next"'}
        if batch.complete_until is not None:
            headers[COMPLETE_HEADER] = wire_time(batch.complete_until)
        return BatchResponse(f"[{','.join(batch.bodies)}]", headers=headers)

    return feed


async def _follow(request: Request, view: View, query: FeedQuery, actor: Actor) -> Batch:
    database: Database = request.app.state.database
    wakeup: Wakeup = request.app.state.wakeup
    until = monotonic() + query.wait
    while True:
        woken = wakeup.ticket()
        async with database.reading() as connection:
            batch = await read_batch(connection, view, query, actor)
        left = until - monotonic()
        if batch.bodies or query.after == "latest" or left <= 0 or wakeup.closing:
            return batch
        # A transaction that held the horizon back may end without announcing anything: so look once a second too.
        await wakeup.wait(woken, min(left, GLANCE_SECONDS))


async def read_batch(connection: Connection, view: View, query: FeedQuery, actor: Actor) -> Batch:
    """What there is after a cursor, up to the horizon before which nothing can appear any more."""
    begun = await begin(connection, query.after, of_copy=True)
    horizon, after = begun.horizon, begun.after
    if query.after == "latest":
        return Batch([], cursors.write(CURSOR, after), None)
    filters = {name: value for name in ("type", "la_code", "urn") if (value := getattr(query, name)) is not None}
    statement = reads.compiled((view, actor.kind, tuple(filters), "feed"), lambda: _select(view, actor.kind, filters))
    values = {f"f_{name}": value for name, value in filters.items()} | {
        **reads.caller_values(actor),
        "row_limit": query.limit,
        "after_xid": str(max(after[0], 0)),
        "after_position": after[1],
        "horizon": str(horizon),
    }
    rows = await connection.fetch(statement.sql, *statement.values(values))
    if len(rows) == query.limit:
        return Batch([row["body"] for row in rows], cursors.write(CURSOR, [rows[-1]["x"], rows[-1]["position"]]), None)
    following = cursors.write(CURSOR, list(max(after, (horizon, 0))))
    return Batch([row["body"] for row in rows], following, begun.settled_at)


def as_xid(name: str) -> ColumnElement[Any]:
    """A transaction number that is bound as text."""
    return cast(cast(bindparam(name, type_=Text()), Text()), TransactionId())


def _select(view: View, kind: Kind, filters: Mapping[str, Any]) -> Select[Any]:
    number = cast(cast(E.xid, Text()), BigInteger()).label("x")
    statement = reads.filtered(
        view, kind, reads.Selection(among=tuple(filters)), reads.json_row(view), number, E.position
    )
    return (
        statement.where(
            row_of(E.xid, E.position) > row_of(as_xid("after_xid"), bindparam("after_position", type_=BigInteger())),
            E.xid < as_xid("horizon"),
        )
        .order_by(E.xid, E.position)
        .limit(bindparam("row_limit"))
    )


async def prune(connection: Connection, days: int) -> None:
    """Drop events older than what is kept, and remember how far, so that an older cursor is told so.

    Looks at the oldest only, as many as one sweep can drop in time: however much is kept, it costs the same.
    """
    await connection.execute(
        "with oldest as (select position, xid, occurred_at from events order by xid, position limit $2),"
        " gone as (delete from events using oldest where events.position = oldest.position"
        " and events.occurred_at = oldest.occurred_at and events.occurred_at < now() - make_interval(days => $1)"
        " and (oldest.xid::text)::bigint < (select feed_number(pg_snapshot_xmin(pg_current_snapshot())))"
        " returning oldest.xid, oldest.position),"
        " last as (select xid, position from gone order by xid desc, position desc limit 1)"
        " insert into feed_floor (id, xid, position) select 1, xid, position from last"
        " on conflict (id) do update set xid = excluded.xid, position = excluded.position"
        " where (excluded.xid, excluded.position) > (feed_floor.xid, feed_floor.position)",
        days,
        _PRUNED_AT_ONCE,
    )
