"""`GET /v1/events/audiences`: which organisations see which events, by the very rule of the feed.

For a service that tells others what happened here, as by webhooks: it must tell nobody of an event that the feed would
not show them, and the rule of the feed is this service's alone. It is asked once for all of them.
"""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ARRAY, BigInteger, Select, Text, any_, bindparam, cast, select, tuple_ as row_of
from starlette.requests import Request

from shared.contracts.event import SeenEvent, SeenEvents
from shared.contracts.page import Many
from shared.contracts.roles import Kind
from shared.contracts.types import OrganisationRef
from shared.kit import cursors, reads
from shared.kit.auth import Actor
from shared.kit.db import Connection, Database
from shared.kit.errors import CursorRefused, CursorTooOld
from shared.kit.feed import GLANCE_SECONDS, EventType, as_xid
from shared.kit.problems import problems
from shared.kit.reads import View
from shared.kit.routing import Route
from shared.kit.standing import CURSOR, Standing, begin, position
from shared.kit.tables import events
from shared.kit.wakeup import Wakeup

E = events.c
_LONGEST_WAIT = 30


class AudienceQuery(BaseModel):
    """Of which events, and of which organisations."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organisation: Many[OrganisationRef] | None = None
    type: Many[EventType] | None = None
    after: (
        Annotated[
            str, Field(max_length=200, description="`next_cursor` of the answer before; `latest` for one of now.")
        ]
        | None
    ) = None
    until: (
        Annotated[
            str, Field(max_length=200, description="`next_cursor` of an answer, to ask of the same events again.")
        ]
        | None
    ) = None
    limit: Annotated[int, Field(ge=1, le=500)] = 200
    wait: Annotated[int, Field(ge=0, le=_LONGEST_WAIT, description="Seconds to wait for an event of the types.")] = 0


def router(view: View) -> APIRouter:
    """The one operation, over the view of the feed."""
    audiences = APIRouter(prefix="/v1/events/audiences", tags=["Events"], route_class=Route)

    @audiences.get("", response_model=SeenEvents, responses=problems(CursorRefused, CursorTooOld))
    async def list_event_audiences(request: Request, query: Annotated[AudienceQuery, Query()]) -> SeenEvents:
        """Tell which of these organisations see which events in the feed: for services that pass the news on.

        Events that none of them sees are left out. Send `next_cursor` as the next `after`.
        """
        return await _follow(request, view, query)

    return audiences


async def _follow(request: Request, view: View, query: AudienceQuery) -> SeenEvents:
    database: Database = request.app.state.database
    wakeup: Wakeup = request.app.state.wakeup
    stop_at = monotonic() + query.wait
    while True:
        woken = wakeup.ticket()
        async with database.reading() as connection:
            seen = await read_audiences(connection, view, query)
        left = stop_at - monotonic()
        more_to_come = position(seen.next_cursor)[1] > 0  # it stands after an event, not at the horizon
        if seen.items or more_to_come or query.after == "latest" or left <= 0 or wakeup.closing:
            return seen
        query = query.model_copy(update={"after": seen.next_cursor})  # nobody sees what was there
        await wakeup.wait(woken, min(left, GLANCE_SECONDS))


async def read_audiences(connection: Connection, view: View, query: AudienceQuery) -> SeenEvents:
    """The next events after a cursor, each with those who see it by the feed's own predicate."""
    begun = await begin(connection, query.after)
    if query.after == "latest":
        return SeenEvents(items=[], next_cursor=cursors.write(CURSOR, begun.after))
    rows = await _window(connection, begun, query)
    if len(rows) == query.limit:
        following = cursors.write(CURSOR, [rows[-1]["x"], rows[-1]["position"]])
    else:
        following = query.until or cursors.write(CURSOR, max(begun.after, (begun.horizon, 0)))
    seen_by: dict[int, list[str]] = {}
    for organisation in dict.fromkeys(query.organisation or ()) if rows else ():
        for place in await _seen(connection, view, organisation, [row["position"] for row in rows]):
            seen_by.setdefault(place, []).append(organisation)
    items = [_event(row, seen_by[row["position"]]) for row in rows if row["position"] in seen_by]
    return SeenEvents(items=items, next_cursor=following)


async def _window(connection: Connection, begun: Standing, query: AudienceQuery) -> Sequence[Mapping[str, Any]]:
    shape = ("audience window", query.type is None, query.until is None)
    statement = reads.compiled(shape, lambda: _next_events(query))
    values: dict[str, Any] = {
        "after_xid": str(max(begun.after[0], 0)),
        "after_position": begun.after[1],
        "horizon": str(begun.horizon),
        "row_limit": query.limit,
        "f_type": query.type,
    }
    if query.until is not None:
        xid, place = position(query.until)
        values |= {"until_xid": str(max(xid, 0)), "until_position": place}
    rows: list[Mapping[str, Any]] = await connection.fetch(statement.sql, *statement.values(values))
    return rows


def _next_events(query: AudienceQuery) -> Select[Any]:
    place = row_of(E.xid, E.position)
    number = cast(cast(E.xid, Text()), BigInteger()).label("x")
    columns = (E.id, E.type, E.subject, E.occurred_at, E.project_id, E.resource_version)
    statement = select(number, E.position, *columns).where(
        place > row_of(as_xid("after_xid"), bindparam("after_position", type_=BigInteger())),
        E.xid < as_xid("horizon"),
    )
    if query.until is not None:
        statement = statement.where(
            place <= row_of(as_xid("until_xid"), bindparam("until_position", type_=BigInteger()))
        )
    if query.type is not None:
        statement = statement.where(E.type == any_(bindparam("f_type", type_=ARRAY(Text()))))
    return statement.order_by(E.xid, E.position).limit(bindparam("row_limit"))


async def _seen(connection: Connection, view: View, organisation: str, places: list[int]) -> list[int]:
    kind, _, code = organisation.partition(":")
    of = Actor(Kind(kind), code, "", frozenset(), "")
    among = E.position == any_(bindparam("places", type_=ARRAY(BigInteger())))
    statement = reads.compiled(
        (view, of.kind, "audience"), lambda: reads.base_select(view, of.kind, E.position).where(among)
    )
    rows = await connection.fetch(statement.sql, *statement.values({"places": places, **reads.caller_values(of)}))
    return [row["position"] for row in rows]


def _event(row: Mapping[str, Any], organisations: list[str]) -> SeenEvent:
    return SeenEvent(
        id=row["id"],
        type=row["type"],
        subject=row["subject"],
        time=row["occurred_at"],
        projectid=row["project_id"],
        resourceversion=row["resource_version"],
        organisations=organisations,
    )
