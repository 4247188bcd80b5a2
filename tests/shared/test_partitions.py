"""What is kept by programme year: moved there with all its rows, ahead of the years, and dropped behind them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import asyncpg
import pytest
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.commissioning_api.main import SERVICE
from shared.kit import cursors, feed, migrations, partitions
from shared.kit.clock import utc_now
from shared.kit.errors import CursorTooOld
from tests.support.databases import Databases

BEFORE, KEPT_BY_YEAR = "0014", "0015"
EVENT = """
insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, data)
select gen_random_uuid(), 'commissioning.thing.made', 'a thing', $1::timestamptz, 'icb:QWO', 1, true, '{}'
returning position
"""
TRANSACTION = """
insert into ledger_entries (id, transaction_id, project_id, icb_code, programme_year, strand, account, amount_pence,
    kind, source_id, booked_on, recorded_at)
select gen_random_uuid(), made.id, made.id, 'QWO', $1, 'embedding', side.account, side.pence, 'release', made.id,
    '2025-10-01', now()
from (select gen_random_uuid() as id offset 0) as made, (values ('free', 500), ('pledged', -500)) side (account, pence)
"""
EVERY_EVENT = "select position, xid::text, id, occurred_at from events order by xid, position"
EVERY_ENTRY = "select to_jsonb(ledger_entries) from ledger_entries order by id"
WHERE = "select distinct tableoid::regclass::text as name from {} order by name"


@pytest.fixture
async def url(databases: Databases) -> AsyncIterator[str]:
    async with databases.copy(SERVICE) as made:
        yield made


@pytest.fixture
async def database(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url, server_settings={"timezone": "UTC"})
    await connection.execute("delete from events")  # what the loading of reference data announced
    yield connection
    await connection.close()


async def as_owner(url: str, work: Callable[[Connection], None]) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(work)
    await engine.dispose()


def moving(to: Callable[..., None], revision: str) -> Callable[[Connection], None]:
    def move(connection: Connection) -> None:
        made = migrations.config(SERVICE.folder)
        made.attributes["connection"] = connection
        to(made, revision)

    return move


async def happened(database: asyncpg.Connection, *moments: str) -> list[int]:
    return [await database.fetchval(EVENT.replace("$1", f"'{moment}'")) for moment in moments]


async def rows(database: asyncpg.Connection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await database.fetch(query)]


async def where(database: asyncpg.Connection, table: str) -> list[str]:
    return [name for (name,) in await rows(database, WHERE.format(table))]


async def test_rows_are_moved_into_their_years_and_back_as_they_were(url: str, database: asyncpg.Connection):
    await as_owner(url, moving(command.downgrade, BEFORE))
    await happened(database, "2026-03-31 23:59+00", "2025-04-01 00:00+00", "2026-04-01 00:00+00")
    for year in ("2025-26", "2026-27"):
        await database.execute(TRANSACTION, year)
    events, entries = await rows(database, EVERY_EVENT), await rows(database, EVERY_ENTRY)
    await as_owner(url, moving(command.upgrade, KEPT_BY_YEAR))
    assert (await rows(database, EVERY_EVENT), await rows(database, EVERY_ENTRY)) == (events, entries)
    assert await where(database, "events") == ["events_2025_26", "events_2026_27"]
    assert await where(database, "ledger_entries") == ["ledger_entries_2025_26", "ledger_entries_2026_27"]
    [following] = await happened(database, "2026-05-01 00:00+00")
    assert following == events[-1][0] + 1
    events = await rows(database, EVERY_EVENT)
    await as_owner(url, moving(command.downgrade, BEFORE))
    assert (await rows(database, EVERY_EVENT), await rows(database, EVERY_ENTRY)) == (events, entries)
    assert await happened(database, "2026-06-01 00:00+00") == [following + 1]


async def test_whoever_waits_for_events_is_woken_as_before(url: str, database: asyncpg.Connection):
    heard = asyncio.Event()
    listening = await asyncpg.connect(url)
    await listening.add_listener("pins_events", lambda *_: heard.set())
    await happened(database, "2026-05-01 00:00+00")
    async with asyncio.timeout(60):
        await heard.wait()
    await listening.close()


async def test_an_entry_is_not_changed_by_way_of_its_partition_either(database: asyncpg.Connection):
    await database.execute(TRANSACTION, "2025-26")
    [part] = await where(database, "ledger_entries")
    for statement in (f"update {part} set amount_pence = 1", f"delete from {part}"):
        with pytest.raises(asyncpg.RaiseError, match="only ever added to"):
            await database.execute(statement)


async def test_a_transaction_that_does_not_add_up_is_refused_in_a_partition(database: asyncpg.Connection):
    with pytest.raises(asyncpg.CheckViolationError, match="do not add up to nothing"):
        await database.execute(TRANSACTION.replace("-500", "-499"), "2025-26")


async def test_this_year_and_the_coming_two_have_partitions_and_nothing_is_made_twice(
    url: str, database: asyncpg.Connection
):
    this_year = partitions.year_of(utc_now().date())
    query = "select relname::text from pg_class where relispartition and relkind = 'r' order by relname"
    before = await rows(database, query)
    codes = [partitions.code_of(year).replace("-", "_") for year in range(this_year, this_year + 3)]
    assert {(f"{table}_{code}",) for table in ("events", "ledger_entries") for code in codes} <= set(before)
    await as_owner(url, partitions.keep)
    assert await rows(database, query) == before


async def test_rows_without_a_year_of_their_own_get_one_with_the_next_migrate(url: str, database: asyncpg.Connection):
    await happened(database, "2041-05-01 00:00+00", "1999-05-01 00:00+00")
    await database.execute(TRANSACTION, "2041-42")
    assert await where(database, "events") == ["events_default"]
    events, entries = await rows(database, EVERY_EVENT), await rows(database, EVERY_ENTRY)
    await as_owner(url, partitions.keep)
    assert (await rows(database, EVERY_EVENT), await rows(database, EVERY_ENTRY)) == (events, entries)
    assert await where(database, "events") == ["events_2041_42", "events_default"]
    assert await where(database, "ledger_entries") == ["ledger_entries_2041_42"]
    await as_owner(url, partitions.keep)
    assert await rows(database, EVERY_EVENT) == events


async def test_a_year_past_what_is_kept_is_dropped_and_older_cursors_are_told(url: str, database: asyncpg.Connection):
    await happened(database, "2009-05-01 00:00+00", "2010-03-01 00:00+00", "2010-05-01 00:00+00")
    await as_owner(url, partitions.keep)
    (_, xid, _, _), (last, *_), (kept, *_) = await rows(database, EVERY_EVENT)
    days = (utc_now().date() - partitions.begins(2010)).days - 2
    await as_owner(url, lambda connection: partitions.drop_past(connection, days))
    assert [row[0] for row in await rows(database, EVERY_EVENT)] == [kept]
    assert await database.fetchval("select to_regclass('events_2009_10')") is None
    with pytest.raises(CursorTooOld):
        await feed.begin(database, cursors.write(feed.CURSOR, [int(xid), 0]))
    assert (await feed.begin(database, None)).after[1] == last


async def test_a_year_that_is_not_wholly_past_stays(url: str, database: asyncpg.Connection):
    await happened(database, "2009-05-01 00:00+00")
    await as_owner(url, partitions.keep)
    days = (utc_now().date() - partitions.begins(2010)).days + 1
    await as_owner(url, lambda connection: partitions.drop_past(connection, days))
    assert await where(database, "events") == ["events_2009_10"]


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-03-31", "2025-26"), ("2026-04-01", "2026-27"), ("2099-12-31", "2099-00")],
)
def test_a_programme_year_is_a_financial_year(day: str, code: str):
    assert partitions.code_of(partitions.year_of(utc_now().date().fromisoformat(day))) == code
