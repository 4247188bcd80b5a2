"""Databases that only their own two roles can open: an owner that migrates, and one for the service itself."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import asyncpg

from deploy.local.errors import LocalDatabaseError
from deploy.local.postgres import Server, explain


async def create(server: Server, owners: Mapping[str, str], passwords: Mapping[str, str]) -> None:
    """Make each database with its owner and the role of its own name, or give existing roles these passwords."""
    async with _connected(server) as connection:
        for shared in ("postgres", "template1"):
            await connection.execute(f"REVOKE ALL ON DATABASE {shared} FROM PUBLIC")
        for name, owner in owners.items():
            for role in (owner, name):
                await _create_role(connection, role, passwords[role])
            await _create_database(connection, name, owner)
    for name, owner in owners.items():
        await _carry_over(server, name, owner)


async def create_scratch(server: Server, name: str, owner: str) -> None:
    """Make an empty database, dropping one of the same name that an interrupted run left."""
    async with _connected(server) as connection:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await _create_database(connection, name, owner)


async def drop(server: Server, name: str) -> None:
    async with _connected(server) as connection:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@asynccontextmanager
async def _connected(server: Server, database: str = "postgres") -> AsyncIterator[asyncpg.Connection]:
    try:
        connection = await asyncpg.connect(server.superuser_url(database))
        try:
            yield connection
        finally:
            await connection.close()
    except (asyncpg.PostgresError, OSError) as error:
        raise LocalDatabaseError(explain(str(error), "The four databases could not be reached or made")) from None


async def _create_role(connection: asyncpg.Connection, name: str, password: str) -> None:
    known = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", name)
    verb = "ALTER" if known else "CREATE"
    # Utility statements take no parameters, so the server itself quotes the password.
    statement = await connection.fetchval(
        "SELECT format($1::text || ' ROLE %I LOGIN PASSWORD %L', $2::text, $3::text)", verb, name, password
    )
    await connection.execute(statement)


async def _create_database(connection: asyncpg.Connection, name: str, owner: str) -> None:
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        await connection.execute(f"CREATE DATABASE {name} OWNER {owner}")
    await connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")


async def _carry_over(server: Server, name: str, owner: str) -> None:
    """Hand a database of an earlier version, which the role of its own name owned, to the owner."""
    is_its_own = "SELECT 1 FROM pg_database WHERE datname = $1 AND pg_get_userbyid(datdba) = $1"
    async with _connected(server, name) as connection:
        if await connection.fetchval(is_its_own, name):
            # The tables and all else in it; the database itself is among what is handed over.
            await connection.execute(f"REASSIGN OWNED BY {name} TO {owner}")
