"""Thousands of made-up rows in every table of a service, by one statement a table, from what its columns are."""

from typing import Any

import asyncpg
from sqlalchemy import ARRAY, Boolean, Column, Date, DateTime, Enum, Identity, LargeBinary, Numeric, String, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from shared.kit.service import Service

ROWS = 5_000
PROJECTS = 126
# What England has few of, whatever becomes of the programme: areas and years, and what is summed up or said once for
# a project or an area. Reading these whole is what PostgreSQL should do.
FEW = {
    "programme_years", "icbs", "la_icbs", "local_authorities", "national_bodies", "icb_successions", "evaluators",
    "instruments", "ranking_rules", "menus", "menu_items", "report_templates", "webhook_sources", "feed_floor",
    "consumer_cursors", "evaluations", "project_summaries", "project_domain_summaries", "strand_summaries",
    "authority_summaries", "authority_domain_summaries", "owed_summaries", "completion_summaries", "domain_summaries",
    "progress_summaries", "theme_summaries", "quarterly_reports", "update_requests",
}  # fmt: skip
_OF_NAME = {
    "icb_code": f"'Q' || lpad((n % {PROJECTS} % 42)::text, 2, '0')",
    "lead_icb_code": f"'Q' || lpad((n % {PROJECTS} % 42)::text, 2, '0')",
    "la_code": "(201 + n % 150)::text",
    "urn": "(100000 + n)::text",
    "current_urn": "(100000 + n)::text",
    "programme_year": "(array['2023-24', '2024-25', '2025-26'])[n % 3 + 1]",
    "organisation": "'icb:Q' || lpad((n % 42)::text, 2, '0')",
}


async def fill(connection: asyncpg.Connection, service: Service) -> dict[str, int]:
    """Fill every table; how many rows each then has. What would break a unique index is left out, as in life."""
    await connection.execute("set session_replication_role = replica")  # no foreign keys, no triggers
    await _drop_checks(connection)
    for table in service.metadata.sorted_tables:
        columns = [column for column in table.columns if _is_given(column)]
        names = ", ".join(f'"{column.name}"' for column in columns)
        values = ", ".join(_value(table, column) for column in columns)
        rows = 100 if table.name in FEW else ROWS
        await connection.execute(
            f'insert into "{table.name}" ({names}) select {values} from generate_series(1, {rows}) as n'
            " on conflict do nothing"
        )
    await connection.execute("set session_replication_role = origin")
    await connection.execute("vacuum analyze")
    counts = {}
    for table in service.metadata.sorted_tables:
        counts[table.name] = await connection.fetchval(f'select count(*) from "{table.name}"')
    return counts


async def _drop_checks(connection: asyncpg.Connection) -> None:
    found = await connection.fetch(
        "select conrelid::regclass::text as of, conname from pg_constraint where contype = 'c' and conrelid <> 0"
        " and connamespace = 'public'::regnamespace"
    )
    for each in found:
        await connection.execute(f'alter table {each["of"]} drop constraint if exists "{each["conname"]}"')


def _is_given(column: Column[Any]) -> bool:
    return column.computed is None and not isinstance(column.server_default, Identity) and column.name != "xid"


def _value(table: Table, column: Column[Any]) -> str:
    known = _OF_NAME.get(column.name)
    return known if known is not None else _of_type(table, column, column.type)


def _of_type(table: Table, column: Column[Any], kind: TypeEngine[Any]) -> str:
    if isinstance(kind, Uuid):
        return _key(table, column)
    if isinstance(kind, Enum):
        words = ", ".join(f"'{word}'" for word in kind.enums)
        return f"(array[{words}])[n % {len(kind.enums)} + 1]"
    simple = {
        Boolean: "n % 2 = 0", DateTime: "now() - n * interval '1 minute'", Date: "current_date - n % 300",
        LargeBinary: "'\\x00'::bytea", JSONB: "'[]'::jsonb",
    }  # fmt: skip
    for of, value in simple.items():
        if isinstance(kind, of):
            return value
    if isinstance(kind, ARRAY):
        return "'{}'"
    if isinstance(kind, String):
        words = f"md5('{column.name}' || n)"
        return f"left({words}, {kind.length})" if kind.length else words
    return "n % 100" if isinstance(kind, Numeric) or not column.primary_key else "n"


def _key(table: Table, column: Column[Any]) -> str:
    """The nth row's own id, or that of the row it belongs to, so that what is joined meets."""
    named = column.name.removesuffix("_id")
    of = table.name.removesuffix("s") if column.name == "id" else named
    return f"md5('{of}' || n % {PROJECTS if of == 'project' else ROWS})::uuid"
