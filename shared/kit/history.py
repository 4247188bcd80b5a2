"""`GET .../history`: who changed a resource, when, and what, read from the events of that resource."""

import json
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.page import DEFAULT_LIMIT, GREATEST_LIMIT, Page
from shared.contracts.types import Label, Moment
from shared.kit import cursors
from shared.kit.errors import NotFound
from shared.kit.pagination import Reader
from shared.kit.reads import View

_QUERY = """
select position, type, occurred_at, actor, resource_version, data::text,
       lag(data) over (order by position)::text as before
from events where subject = $1 and type like any($2) and position <= coalesce($3, 9223372036854775807)
order by position desc limit $4
"""


class Change(Output):
    """One field of a resource, before and after."""

    field: Annotated[str, Field(max_length=80)]
    before: Any
    after: Any


class HistoryEntry(Output):
    """One change of a resource."""

    at: Moment
    by: Annotated[Label, Field(description="The organisation that did it")]
    event: Annotated[str, Field(max_length=120)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    changes: Annotated[list[Change], Field(max_length=200)]


class HistoryQuery(BaseModel):
    """The newest changes come first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=GREATEST_LIMIT)] = DEFAULT_LIMIT
    cursor: Annotated[str, Field(max_length=1500)] | None = None


async def history(
    reader: Reader,
    view: View,
    key: str | UUID,
    thing: str,
    query: HistoryQuery,
    missing: type[NotFound],
    only: Sequence[type[Event]] = (),
) -> Page[HistoryEntry]:
    """The changes of one resource that the caller may see, newest first. `thing` is `service.thing` of its events.

    `only` names the events that a caller may see who may not see them all.
    """
    await reader.must_see(view, key, missing)
    bound_to = cursors.binding("history", thing, str(key))
    [until] = cursors.read(query.cursor, bound_to, [int]) if query.cursor else [None]
    async with reader.database.reading() as connection:
        types = [event.type for event in only] or [f"{thing}.%"]
        rows = await connection.fetch(_QUERY, str(key), types, until, query.limit + 1)
    following = cursors.write(bound_to, [rows[-1]["position"]]) if len(rows) > query.limit else None
    return Page[HistoryEntry](items=[_entry(row) for row in rows[: query.limit]], next_cursor=following)


def _entry(row: Any) -> HistoryEntry:
    after: dict[str, Any] = json.loads(row["data"])
    before: dict[str, Any] = json.loads(row["before"]) if row["before"] else {}
    changes = [
        Change(field=name, before=before.get(name), after=value)
        for name, value in after.items()
        if before.get(name) != value and name not in ("version", "updated_at")
    ]
    return HistoryEntry(
        at=row["occurred_at"],
        by=row["actor"],
        event=row["type"],
        version=row["resource_version"],
        changes=changes,
    )
