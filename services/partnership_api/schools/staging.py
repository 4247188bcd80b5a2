"""A file against the table it describes: staged by COPY, compared as a set, written as a set.

All of it happens in the transaction of the request. Statements cross to the database and not rows, which is what makes
fifty thousand schools a matter of seconds.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    DateTime,
    Table,
    TableClause,
    Text,
    and_,
    case,
    column,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import CreateTableAs

from shared.kit.db import bare

BATCH_ROWS = 2000
ADDED, CHANGED, CLOSED = "added", "changed", "closed"
# For an upload over a slow line, and for sets larger than what a request usually touches.
_PATIENCE = {"idle_in_transaction_session_timeout": "300000", "statement_timeout": "120000"}
# A version 7 UUID, which PostgreSQL makes itself only from version 18 on: the time over the head of a random one.
NEW_ID: ColumnElement[Any] = literal_column(
    "encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing"
    " substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),"
    " 52, 1), 53, 1), 'hex')::uuid"
)


@dataclass(frozen=True)
class Upload:
    """The table a file describes, the columns it can fill, and those by which a row is known."""

    stored: Table
    columns: tuple[str, ...]
    key: tuple[str, ...]
    closes: Callable[[Table, TableClause], ColumnElement[bool]] | None = None
    """Whether a row as it is stored becomes one, as it is staged, that has come to its end."""

    @property
    def staged(self) -> TableClause:
        """The rows of the file."""
        return table(f"{self.stored.name}_staged", *(column(name, self.stored.c[name].type) for name in self.columns))

    @property
    def verdicts(self) -> TableClause:
        """The keys of the rows that are not stored as the file has them, and what each is."""
        keys = (column(name, self.stored.c[name].type) for name in self.key)
        return table(f"{self.stored.name}_verdicts", *keys, column("verdict", Text()))

    def same(self, one: Any, other: Any) -> ColumnElement[bool]:
        """Whether two rows have the same key."""
        return and_(*(one.c[name] == other.c[name] for name in self.key))


async def begin(session: AsyncSession, upload: Upload) -> None:
    """Make the table that the file goes into."""
    await session.execute(select(*(func.set_config(name, value, True) for name, value in _PATIENCE.items())))
    empty = select(*(upload.stored.c[name] for name in upload.columns)).where(literal_column("false"))
    await session.execute(CreateTableAs(empty, upload.staged.name, temporary=True))


async def add(session: AsyncSession, upload: Upload, rows: Sequence[tuple[Any, ...]]) -> None:
    """Copy rows of the file into it."""
    connection = await bare(session)
    await connection.copy_records_to_table(upload.staged.name, records=rows, columns=upload.columns)


async def drop_repeated(session: AsyncSession, upload: Upload) -> int:
    """Keep the first of the rows that have the same key; how many others there were."""
    first, later = upload.staged.alias("first"), upload.staged
    place = literal_column(f"{later.name}.ctid") > literal_column("first.ctid")
    result = await session.execute(delete(later).where(upload.same(first, later), place))
    return cast("CursorResult[Any]", result).rowcount


async def compare(session: AsyncSession, upload: Upload, absent: Collection[str]) -> None:
    """Find what is new and what differs. From here to the end of the transaction no other import writes."""
    stored, staged = upload.stored, upload.staged
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"import of {stored.name}", 0))))
    await session.execute(text(f"analyze {staged.name}"))
    new = stored.c[upload.key[0]].is_(None)
    ends = [] if upload.closes is None else [(upload.closes(stored, staged), CLOSED)]
    verdict = case((new, ADDED), *ends, else_=literal(CHANGED, Text()))
    differs = or_(new, *(stored.c[name].is_distinct_from(staged.c[name]) for name in _said(upload, absent)))
    found = (
        select(*(staged.c[name] for name in upload.key), verdict.label("verdict"))
        .select_from(staged.outerjoin(stored, upload.same(stored, staged)))
        .where(differs)
    )
    await session.execute(CreateTableAs(found, upload.verdicts.name, temporary=True))


async def write(
    session: AsyncSession, upload: Upload, absent: Collection[str], now: datetime, made: Mapping[str, Any]
) -> dict[str, int]:
    """Store what is new and what differs; how many rows had which verdict. `made`: further columns of new rows."""
    stored, staged, verdicts = upload.stored, upload.staged, upload.verdicts
    moment = literal(now, DateTime(timezone=True))
    further = {**made, "version": literal(1), "created_at": moment, "updated_at": moment}
    new = (
        select(*(staged.c[name] for name in upload.columns), *further.values())
        .select_from(staged.join(verdicts, upload.same(staged, verdicts)))
        .where(verdicts.c.verdict == ADDED)
    )
    changes = {name: staged.c[name] for name in _said(upload, absent)}
    changed = (
        update(stored)
        .values({**changes, "version": stored.c.version + 1, "updated_at": moment})
        .where(upload.same(stored, staged), upload.same(staged, verdicts), verdicts.c.verdict != ADDED)
    )
    await session.execute(changed)
    await session.execute(insert(stored).from_select([*upload.columns, *further], new, include_defaults=False))
    counted = select(verdicts.c.verdict, func.count().label("number")).group_by(verdicts.c.verdict)
    return {found.verdict: found.number for found in await session.execute(counted)}


async def end(session: AsyncSession, upload: Upload) -> None:
    """Drop the temporary tables: the connection serves other requests after this one."""
    await session.execute(text(f"drop table {upload.staged.name}, {upload.verdicts.name}"))


def _said(upload: Upload, absent: Collection[str]) -> list[str]:
    """The columns that the file has something to say on: what it leaves out is not erased."""
    return [name for name in upload.columns if name not in upload.key and name not in absent]
