"""Reading: one resource, one page, or the whole list as CSV or NDJSON, always within what the caller may see."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from shared.contracts.page import ListQuery
from shared.kit import cursors, exports, reads
from shared.kit.auth import Actor
from shared.kit.concurrency import etag
from shared.kit.db import Connection, Database
from shared.kit.errors import NotAcceptable, NotFound
from shared.kit.reads import Selection, View
from shared.kit.replica import MayLag, for_request
from shared.kit.routing import Caller, caller_of
from shared.kit.short_way import known

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
NDJSON = "application/x-ndjson"
PARQUET = "application/vnd.apache.parquet"
_NOT_FILTERS = frozenset(ListQuery.model_fields) | {"sort", "until"}
_CACHED = {"Cache-Control": "private, no-cache"}
Format = Literal["json", "csv", "ndjson"]


class Reader:
    """Reads views for one caller. An endpoint states the view; everything else is the same for all."""

    def __init__(self, request: Request, actor: Actor) -> None:
        self._request = request
        self._actor = actor
        self.database: Database = request.app.state.database
        self.may_lag = for_request(request)

    async def one(self, view: View, key: str | UUID, missing: type[NotFound], **fixed: Any) -> Response:
        """One resource with its ETag, if it has versions; 304 when the caller has this version already.

        `fixed` holds what the view asks for beside its key, as the day it is told as of.
        """
        versioned = reads.has_version(view)
        known = self._request.headers.get("if-none-match") if versioned else None
        bound = {f"f_{name}": value for name, value in fixed.items()}
        values = {"key": key, **bound, **reads.caller_values(self._actor)}
        newest = MayLag(self.database, None)

        async def find(connection: Connection) -> tuple[int | None, Any]:
            if known is not None:
                statement = reads.one_version(view, self._actor.kind)
                version = await connection.fetchval(statement.sql, *statement.values(values))
                if version is not None and _matches(known, etag(version)):
                    return version, None
            statement = reads.one_row(view, self._actor.kind)
            return None, await connection.fetchrow(statement.sql, *statement.values(values))

        (same, row), as_of = await (self.may_lag if view.derived else newest).read(find)
        if same is not None:
            return Response(status_code=304, headers=_CACHED | {"ETag": etag(same)})
        if row is None:
            raise missing
        headers = _CACHED | ({"ETag": etag(row["version"])} if versioned else {}) | as_of
        return Response(row["body"], media_type=JSON, headers=headers)

    async def must_see(self, view: View, key: str | UUID, missing: type[NotFound]) -> None:
        """Refuse, as if it were not there, what the caller may not see."""
        statement = reads.one_row(view, self._actor.kind)
        async with self.database.reading() as connection:
            values = statement.values({"key": key, **reads.caller_values(self._actor)})
            if await connection.fetchrow(statement.sql, *values) is None:
                raise missing

    async def page(self, view: View, query: ListQuery, **fixed: Any) -> Response:
        """A page of the caller's rows, or all of them as CSV or NDJSON. `fixed` holds filters the path gives."""
        form = _form_asked(self._request, query.format)
        selection, binds = selected(view, query, fixed)
        values = binds | reads.caller_values(self._actor)
        if form != "json":
            return await self._export(view, selection, values, form)
        return await self._page(view, query, selection, values)

    async def _page(self, view: View, query: ListQuery, selection: Selection, values: dict[str, Any]) -> Response:
        bound_to = cursors.binding(view.contract.__name__, sorted(values.items(), key=str), selection.sort)
        if query.cursor is not None:
            names = reads.sort_columns(view, selection)
            forms = [view.column(name).type.python_type for name in names]
            found = cursors.read(query.cursor, bound_to, forms)
            values |= {f"after_{place}": value for place, value in enumerate(found)}
        values["row_limit"] = query.limit + 1

        async def find(connection: Connection) -> tuple[list[Any], int | None]:
            statement = reads.page_of(view, self._actor.kind, selection)
            found = await connection.fetch(statement.sql, *statement.values(values))
            if query.count != "exact":
                return found, None
            counting = reads.count_of(view, self._actor.kind, _uncursored(selection))
            return found, await connection.fetchval(counting.sql, *counting.values(values))

        (rows, total), as_of = await self.may_lag.read(find)
        more = len(rows) > query.limit
        rows = rows[: query.limit]
        keys = [value for name, value in rows[-1].items() if name != "body"] if more else []
        following = cursors.write(bound_to, keys) if more else None
        return self._answer([row["body"] for row in rows], following, total, as_of)

    def _answer(self, bodies: list[str], cursor: str | None, total: int | None, as_of: dict[str, str]) -> Response:
        counted = "" if total is None else f',"total":{total}'
        following = "null" if cursor is None else f'"{cursor}"'
        body = f'{{"items":[{",".join(bodies)}],"next_cursor":{following}{counted}}}'
        headers = {} if cursor is None else {"Link": f'<{self._address(cursor)}>; rel="next"'}
        return Response(body, media_type=JSON, headers=headers | as_of)

    def _address(self, cursor: str) -> str:
        asked = [(name, value) for name, value in self._request.query_params.multi_items() if name != "cursor"]
        base_url: str = self._request.app.state.settings.base_url
        return f"{base_url}{self._request.url.path}?{urlencode([*asked, ('cursor', cursor)])}"

    async def _export(self, view: View, selection: Selection, values: dict[str, Any], form: Format) -> Response:
        statement = reads.export_of(view, self._actor.kind, selection, form)
        # The first piece is fetched before the headers go out, so that a failure is still an honest 503.
        first, chunks, as_of = await exports.begun(self.may_lag, statement.sql, statement.values(values), form)
        name = self._request.url.path.rstrip("/").rsplit("/", 1)[-1]
        return StreamingResponse(
            exports.joined(first, chunks),
            media_type=CSV if form == "csv" else NDJSON,
            headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'} | as_of,
        )


def selected(view: View, query: ListQuery, fixed: Mapping[str, Any]) -> tuple[Selection, dict[str, Any]]:
    """Which rows of a view a query asks for, and the values of its filters."""
    given = {name: value for name, value in query if name not in _NOT_FILTERS and value is not None} | dict(fixed)
    return _selection(view, query, given), _binds(given, query)


def _uncursored(selection: Selection) -> Selection:
    return replace(selection, after=False)


def _selection(view: View, query: ListQuery, given: Mapping[str, Any]) -> Selection:
    return Selection(
        equal=tuple(name for name, value in given.items() if not isinstance(value, list)),
        among=tuple(name for name, value in given.items() if isinstance(value, list)),
        since=query.updated_since is not None,
        until=getattr(query, "until", None) is not None,
        sort=getattr(query, "sort", None) or view.sorts[0],
        after=query.cursor is not None,
    )


def _binds(given: Mapping[str, Any], query: ListQuery) -> dict[str, Any]:
    values: dict[str, Any] = {f"f_{name}": value for name, value in given.items()}
    if query.updated_since is not None:
        values["since"] = query.updated_since
    if (until := getattr(query, "until", None)) is not None:
        values["until"] = until
    return values


def _matches(header: str, current: str) -> bool:
    return header.strip() == "*" or current in [tag.strip().removeprefix("W/") for tag in header.split(",")]


def _form_asked(request: Request, form: Format | None) -> Format:
    if form is not None:
        return form
    accept = request.headers.get("accept", "*/*")
    # A weighing of q values would be more than anybody sends: the first type we can give is what they get.
    for part in accept.split(","):
        media_type = part.split(";")[0].strip().lower()
        if media_type in ("*/*", "application/*", JSON, ""):
            return "json"
        if media_type in ("text/csv", "text/*"):
            return "csv"
        if media_type in (NDJSON, "application/jsonl"):
            return "ndjson"
    raise NotAcceptable("A list can be had as application/json, text/csv or application/x-ndjson.")


async def _reader(request: Request, actor: Caller) -> Reader:
    return Reader(request, actor)


known(_reader, lambda request: Reader(request, caller_of(request)))

Reading = Annotated[Reader, Depends(_reader)]
"""What a GET operation reads with."""
