"""The rows of a table, as one caller sees them now, in one of the forms, piece by piece."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, cast, select

from services.reporting_api.dashboards.parts import as_of
from shared.contracts.page import ListQuery
from shared.contracts.reporting.exports import ExportForm
from shared.contracts.roles import Kind
from shared.kit.clock import utc_now
from shared.kit.db import Connection, Database
from shared.kit.pagination import selected
from shared.kit.reads import Statement, as_csv, compiled, count_of, json_object, whole_list

from .files import TYPED, writer
from .tables import FlatTable
from .told import Told

_ROWS_AT_ONCE = 2500


class Piece(NamedTuple):
    """A part of a file, and how many rows are written with it."""

    rows: int
    content: bytes


@dataclass(frozen=True)
class Asked:
    """A table, filtered, in a form, for an organisation."""

    table: FlatTable
    form: ExportForm
    query: ListQuery
    filters: Mapping[str, Sequence[str]]
    organisation: str

    @property
    def kind(self) -> Kind:
        """The kind of the organisation, which decides on the rows it sees."""
        return Kind(self.organisation.partition(":")[0])

    @property
    def _values(self) -> dict[str, Any]:
        return {"caller_code": self.organisation.partition(":")[2], "caller_organisation": self.organisation}

    def _bound(self, statement: Statement, binds: dict[str, Any]) -> tuple[str, list[Any]]:
        return statement.sql, statement.values(self._values | binds)

    def counting(self) -> tuple[str, list[Any]]:
        """The statement that counts its rows, with its values."""
        selection, binds = selected(self.table.view, self.query, self.table.fixed(self.query))
        return self._bound(count_of(self.table.view, self.kind, selection), binds)

    def reading(self) -> tuple[str, list[Any]]:
        """The statement that reads its rows, with its values."""
        view, kind = self.table.view, self.kind
        selection, binds = selected(view, self.query, self.table.fixed(self.query))
        shape = (view, kind, selection, "file", self.form)
        made = compiled(shape, lambda: whole_list(view, kind, selection, *_columns(self.table, self.form)))
        return self._bound(made, binds)


def _columns(table: FlatTable, form: ExportForm) -> list[ColumnElement[Any]]:
    if form is ExportForm.NDJSON:
        return [json_object({each.name: each.shown for each in table.columns}).label("body")]
    if form in TYPED:
        return [each.typed.label(each.name) for each in table.columns]
    return [cast(as_csv(each.shown), Text).label(each.name) for each in table.columns]


_AS_OF = compiled(("as of",), lambda: select(cast(as_of(), Text)))


async def counted(database: Database, asked: Asked) -> int:
    """How many rows it has."""
    sql, values = asked.counting()
    async with database.reading() as connection:
        return int(await connection.fetchval(sql, *values))


async def read_until(database: Database) -> dict[str, str | None]:
    """Until when everything each source said is counted. Asked before the rows, it is true of them."""
    async with database.reading() as connection:
        found: dict[str, str | None] = json.loads(await connection.fetchval(_AS_OF.sql, *_AS_OF.values({})))
    return found


async def pieces(database: Database, asked: Asked, as_of: Mapping[str, str | None]) -> AsyncGenerator[Piece, None]:
    """The file. What is read and not written yet is one batch, however many rows there are."""
    table = asked.table
    told = Told(table.name, table.title, table.columns, asked.filters, as_of, utc_now())
    writing, rows = writer(asked.form, told), 0
    try:
        yield Piece(0, await asyncio.to_thread(writing.begin))
        async with _batches(database, asked) as batches:
            async for batch in batches:
                rows += len(batch)
                yield Piece(rows, await asyncio.to_thread(writing.rows, batch))
        last = await asyncio.to_thread(writing.end)
        while (content := await asyncio.to_thread(next, last, None)) is not None:
            yield Piece(rows, content)
    finally:
        await asyncio.to_thread(writing.close)


@asynccontextmanager
async def _batches(database: Database, asked: Asked) -> AsyncIterator[AsyncIterator[list[Any]]]:
    async with database.exporting() as connection, connection.transaction(), aclosing(_read(connection, asked)) as read:
        yield read


async def _read(connection: Connection, asked: Asked) -> AsyncGenerator[list[Any], None]:
    sql, values = asked.reading()
    cursor = await connection.cursor(sql, *values)
    while batch := await cursor.fetch(_ROWS_AT_ONCE):
        yield batch
