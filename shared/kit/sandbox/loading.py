"""Taking down what a service's tables hold, and putting it back in one transaction.

What is put back keeps every check of the database but the one that rows are only ever added to some tables. Events get
the number of the transaction that loads them: a number from another database would stand before or behind the horizon
of this one. The floor of the feed is raised to it, so a cursor from before is told that it is too old.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.reporting.extracts import ExtractDownloaded
from shared.kit import audit, cursors
from shared.kit.db import Connection, bare
from shared.kit.feed import CURSOR
from shared.kit.sandbox.scenarios import Recorded
from shared.kit.service import Service
from shared.kit.tables import KIT, audit_entries, consumer_cursors, events, feed_floor, idempotency_keys

_LONGEST = "60s"


def tables_of(service: Service) -> list[str]:
    """The tables that a scenario holds, each after those it refers to; the events last."""
    kit = set(KIT.tables)
    own = [table.name for table in service.metadata.sorted_tables if table.name not in kit]
    return [*own, events.name]


async def take_down(session: AsyncSession, service: Service) -> dict[str, list[Mapping[str, Any]]]:
    """The rows of each table that has any."""
    connection = await bare(session)
    taken: dict[str, list[Mapping[str, Any]]] = {}
    for table in tables_of(service):
        order = "xid, position" if table == events.name else "1"
        rows = await connection.fetch(f'select row_to_json(t)::text from "{table}" t order by {order}')  # noqa: S608
        if rows:
            left_out = _not_kept(service, table)
            taken[table] = [
                {name: value for name, value in json.loads(row[0]).items() if name not in left_out} for row in rows
            ]
    return taken


def _not_kept(service: Service, table: str) -> set[str]:
    """The columns that the database makes itself, and those that are true only where they were made."""
    if table == events.name:
        return {"position", "xid"}
    return {column.name for column in service.metadata.tables[table].columns if column.computed is not None}


async def put_back(session: AsyncSession, service: Service, recorded: Recorded, followed: Mapping[str, str]) -> str:
    """Replace all that the service holds. `followed` has the cursor to go on with for each source it follows.

    Answers the cursor of its own feed after the scenario's events.
    """
    await empty(session, service)
    connection = await bare(session)
    for table in tables_of(service):
        await _fill(connection, table, recorded.tables.get(table, ()))
    await audit.write_again(connection, [ExtractDownloaded.type])
    cursor = await _raise_floor(connection)
    own = {source: cursor for source in (each.source for each in service.subscriptions) if source == service.name}
    for source, place in {**followed, **own}.items():
        await connection.execute(
            "insert into consumer_cursors (source, cursor, as_of) values ($1, $2, clock_timestamp())",
            source,
            place,
        )
    return cursor


async def empty(session: AsyncSession, service: Service) -> None:
    """Take every row away, from the service's tables and the kit's."""
    connection = await bare(session)
    await connection.execute(f"set local statement_timeout = '{_LONGEST}'")
    kit = [audit_entries.name, idempotency_keys.name, consumer_cursors.name, feed_floor.name]
    # Some tables let nobody take rows away. Here, and in this transaction alone, that is right; and because the
    # tables are not the service's own, the database does it (kit/first_tables.py), where `migrate` was for a sandbox.
    await connection.execute("select empty_sandbox($1)", [*tables_of(service), *kit])


async def _fill(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    # A column that is newer than the recording takes its default.
    names = ", ".join(f'"{name}"' for name in rows[0])
    ordered = " with ordinality order by ordinality" if table == events.name else ""
    source = f'json_populate_recordset(null::"{table}", $1::json)'
    await connection.execute(
        f'insert into "{table}" ({names}) select {names} from {source}{ordered}',  # noqa: S608
        json.dumps(rows),
    )


async def _raise_floor(connection: Connection) -> str:
    await connection.execute(f"insert into {feed_floor.name} values (1, pg_current_xact_id(), 0)")  # noqa: S608
    place = await connection.fetchrow(
        "select pg_current_xact_id()::text as xid, coalesce(max(position), 0) as position from events"
    )
    return cursors.write(CURSOR, [int(place["xid"]), place["position"]])
