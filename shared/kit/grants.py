"""What the role that a service connects as may do: everything with the rows, nothing with the tables.

A database has an owner, which runs `migrate`, and a role for everything else. `migrate` ends here every time, so a new
table or partition is granted with the migration that makes it. Of the audit the service's role may add and read, no
more: it can neither change nor drop what is there, nor switch off the trigger that refuses it.
"""

import asyncpg

from shared.kit.tables import audit_entries

_ROWS = "select, insert, update, delete"
_STANDING = "select rolname = current_user as same, rolsuper, pg_has_role(rolname, current_user, 'member') as inherits"
_OF_AUDIT = """
select format('%I', relname) from pg_class where oid = $1::regclass
union select format('%I', relname) from pg_class where oid in (select relid from pg_partition_tree($1::regclass))
"""


class RoleRefused(Exception):
    """The role cannot be one that a service connects as. The message is one line."""


async def grant(url: str, role: str, *, sandbox: bool) -> None:
    """Give the role exactly what a service needs. Doing so again changes nothing."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await _must_be_apart(connection, role)
            for statement in await _statements(connection, role, sandbox=sandbox):
                await connection.execute(statement)
    finally:
        await connection.close()


async def _must_be_apart(connection: asyncpg.Connection, role: str) -> None:
    found = await connection.fetchrow(f"{_STANDING} from pg_roles where rolname = $1", role)
    if found is None:
        raise RoleRefused("PINS_SERVICE_ROLE names a role that the database does not have. Make it first.")
    if found["same"] or found["rolsuper"] or found["inherits"]:
        raise RoleRefused(
            "PINS_SERVICE_ROLE names a role that may do all that the owner may: the audit would not be safe from it."
        )


async def _statements(connection: asyncpg.Connection, role: str, *, sandbox: bool) -> list[str]:
    database = await connection.fetchval("select format('%I', current_database())")
    to, of = f'to "{role}"', f'from "{role}"'
    statements = [
        # Temporary tables: a rebuild fills the projections there, an import its file.
        f"grant connect, temporary on database {database} {to}",
        f"grant usage on schema public {to}",
        f"grant {_ROWS} on all tables in schema public {to}",
        f"grant usage, select on all sequences in schema public {to}",
        f"revoke all on alembic_version {of}",
        f"grant select on alembic_version {to}",
    ]
    for row in await connection.fetch(_OF_AUDIT, audit_entries.name):
        statements += [f"revoke all on {row[0]} {of}", f"grant select, insert on {row[0]} {to}"]
    return statements + await _of_sandbox(connection, database, role, sandbox=sandbox)


async def _of_sandbox(connection: asyncpg.Connection, database: str, role: str, *, sandbox: bool) -> list[str]:
    """A sandbox is marked and emptied by its service; nobody else's database is."""
    if not sandbox:
        return [
            f'revoke create on database {database} from "{role}"',
            f'revoke execute on function empty_sandbox(text[]) from "{role}"',
        ]
    statements = [
        f'grant create on database {database} to "{role}"',
        f'grant execute on function empty_sandbox(text[]) to "{role}"',
    ]
    of_the_owner = "select 1 from pg_namespace where nspname = 'sandbox' and pg_has_role(nspowner, 'usage')"
    if await connection.fetchval(of_the_owner):  # it was marked while one role did everything
        statements += [
            f'grant usage on schema sandbox to "{role}"',
            f'grant {_ROWS} on all tables in schema sandbox to "{role}"',
        ]
    return statements
