"""What marks a database as a sandbox's: a schema beside the service's tables, which no migration makes.

A sandbox takes only a database without a single row, or one that is marked; whoever is no sandbox takes no marked one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.sandbox import Scenario
from shared.kit.columns import new_id
from shared.kit.db import Connection, Database, bare
from shared.kit.errors import Unavailable
from shared.kit.problems import from_exception
from shared.kit.sandbox import loading, scenarios
from shared.kit.service import Service

_LOCK = 7_236_993
_MARK = """
create schema sandbox;
create table sandbox.state (
    id integer primary key default 1 check (id = 1),
    scenario text not null,
    generation uuid not null,
    loaded_at timestamptz not null,
    cursor text not null
);
comment on schema sandbox is 'This database holds made-up data of a sandbox, and may be emptied at any time.';
"""


class DatabaseRefused(Exception):
    """The database is not one for this service as it is set. The message is one line."""


@dataclass(frozen=True)
class State:
    """What is loaded. Each loading has a generation: all services of a sandbox hold the same one."""

    scenario: Scenario
    generation: UUID
    loaded_at: datetime
    cursor: str


async def is_marked(connection: Connection) -> bool:
    """Whether a sandbox lives here."""
    return bool(await connection.fetchval("select to_regclass('sandbox.state') is not null"))


async def must_suit(database: Database, *, sandbox: bool) -> None:
    """Refuse a database that a sandbox must not touch, or that only a sandbox may."""
    async with database.reading() as connection:
        marked = await is_marked(connection)
    if sandbox and not marked:
        raise DatabaseRefused(
            "PINS_SANDBOX is on, and this database is not a sandbox's. A sandbox takes an empty one: "
            "run `migrate` and then `sandbox` there, without `load-reference`."
        )
    if marked and not sandbox:
        raise DatabaseRefused(
            "This database is a sandbox's, and PINS_SANDBOX is off. Its data is made up: name another database."
        )


async def must_suit_if_there(database: Database, *, sandbox: bool) -> None:
    """The same at the start of a service, which may come before its database: then readiness tells of it."""
    try:
        await must_suit(database, sandbox=sandbox)
    except Exception as error:
        if not isinstance(from_exception(error), Unavailable):
            raise


async def read(connection: Connection) -> State:
    """What is loaded."""
    row = await connection.fetchrow("select scenario, generation, loaded_at, cursor from sandbox.state")
    return State(Scenario(row["scenario"]), row["generation"], row["loaded_at"], row["cursor"])


async def mark(database: Database, service: Service, scenario: Scenario) -> bool:
    """Make a sandbox of an empty database and load a scenario. False, and nothing done, if it is one already."""
    async with database.transaction() as session:
        connection = await bare(session)
        await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        if await is_marked(connection):
            return False
        for table in loading.tables_of(service):
            if await connection.fetchval(f'select exists (select from "{table}")'):  # noqa: S608 (a table of ours)
                raise DatabaseRefused("This database is not empty, and so no sandbox is made of it.")
        await connection.execute(_MARK)
        await load(session, service, scenario)
        return True


async def load(
    session: AsyncSession,
    service: Service,
    scenario: Scenario,
    *,
    generation: UUID | None = None,
    followed: Mapping[str, str] | None = None,
) -> State:
    """Hold this scenario from the end of the transaction on; a generation that is here already is left as it is."""
    connection = await bare(session)
    await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
    if generation is not None and (held := await read(connection)).generation == generation:
        return held
    recorded = scenarios.read(service.folder, scenario)
    cursor = await loading.put_back(session, service, recorded, followed or {})
    await connection.execute("delete from sandbox.state")
    await connection.execute(
        "insert into sandbox.state (scenario, generation, loaded_at, cursor) values ($1, $2, clock_timestamp(), $3)",
        scenario.value,
        generation or new_id(),
        cursor,
    )
    return await read(connection)
