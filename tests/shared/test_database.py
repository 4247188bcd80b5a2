"""The pools on a real server: its address as operators write it, and connections that come back as they were."""

import asyncio

import pytest
from sqlalchemy import text

from services.partnership_api.main import SERVICE
from shared.kit import migrations, release
from shared.kit.db import PooledDatabase
from tests.support.databases import Databases
from tests.support.settings import settings_for


@pytest.mark.parametrize("more", ["?sslmode=prefer", "?sslmode=disable&application_name=pins", ""])
async def test_an_address_may_say_how_to_connect(databases: Databases, more: str):
    url = await databases.empty() + more
    await asyncio.to_thread(migrations.upgrade, SERVICE.folder, url)
    database = PooledDatabase(settings_for(SERVICE, url))
    async with database.transaction() as session:
        assert await session.scalar(text("select count(*) from events")) == 0
    async with database.reading() as connection:
        assert await connection.fetchval("select count(*) from events") == 0
    await database.close()


async def test_a_reading_changes_nothing_and_leaves_nothing_open(databases: Databases):
    settings = settings_for(SERVICE, await databases.empty(), read_connections=1)
    database = PooledDatabase(settings)
    async with database.reading() as connection:
        assert await connection.fetchval("show transaction_read_only") == "on"
        await connection.execute("begin")
    async with database.reading() as connection:
        assert not connection.is_in_transaction()
        assert await connection.fetchval("show statement_timeout") == "15s"
    await database.close()


async def test_connections_in_use_are_counted_while_they_are_held(databases: Databases):
    url = databases.url(await databases.template(SERVICE))
    database = PooledDatabase(settings_for(SERVICE, url, write_connections=3, read_connections=4))

    def used() -> dict[str, tuple[int, int]]:
        return {pool.name: (pool.in_use, pool.most) for pool in database.pools()}

    try:
        assert used() == {"write": (0, 3), "read": (0, 4)}
        async with database.transaction() as session, database.reading():
            await session.execute(text("select 1"))
            assert used() == {"write": (1, 3), "read": (1, 4)}
        assert used() == {"write": (0, 3), "read": (0, 4)}
    finally:
        await database.close()


async def test_a_release_is_ready_on_its_own_tables_and_the_next_one_s_but_not_on_the_last_one_s(databases: Databases):
    older = release.before_head(SERVICE.folder)
    async with databases.copy(SERVICE) as url:
        database = PooledDatabase(settings_for(SERVICE, url))
        await release.must_be_at_least(database, older)
        for found, fits in (("9999", True), (min(older), False)):
            async with database.transaction() as session:
                await session.execute(text("update alembic_version set version_num = :found"), {"found": found})
            if fits:
                await release.must_be_at_least(database, older)
            else:
                with pytest.raises(RuntimeError):
                    await release.must_be_at_least(database, older)
        await database.close()
