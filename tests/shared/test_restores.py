"""A dump in another cluster, where transactions are counted from the beginning again."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from deploy.local.postgres import Server
from services.partnership_api.main import SERVICE
from shared.kit import migrations, restores
from shared.kit.db import PooledDatabase
from tests.support.clusters import cluster, copy_by_dump
from tests.support.databases import Databases
from tests.support.serving import Served, live
from tests.support.settings import settings_for

GROUP = {"name": "Kirklees Parent Carer Forum", "kind": "forum", "la_codes": ["382"]}


@dataclass
class Moved:
    """A service's dump in another cluster, and the cursors that readers had from where it was."""

    url: str
    early: str
    at_the_end: str
    after_the_backup: str

    async def restored(self, *, lost: bool) -> str:
        database = PooledDatabase(settings_for(SERVICE, self.url))
        try:
            return await restores.restored(database, lost=lost)
        finally:
            await database.close()


@pytest.fixture(scope="module")
def another_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with cluster(tmp_path_factory.mktemp("another") / "cluster") as server:
        yield server


@pytest.fixture(scope="module")
def as_moved(databases: Databases, another_cluster: Server, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    return asyncio.run(_move(databases, another_cluster, tmp_path_factory.mktemp("dumps")))


async def _move(databases: Databases, another_cluster: Server, folder: Path) -> Moved:
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as served:
        async with served.database.transaction() as session:
            await session.execute(text("delete from events"))
        await register(served, "One", "Two")
        early, at_the_end = await cursor(served, limit="1"), await cursor(served)
        there = copy_by_dump(url, another_cluster, "moved", folder)
        await register(served, "Lost")
        return Moved(there, early, at_the_end, await cursor(served))


@pytest.fixture
async def moved(as_moved: Moved, another_cluster: Server) -> AsyncIterator[Moved]:
    async with Databases(another_cluster).again("moved") as url:
        yield replace(as_moved, url=url)


async def register(served: Served, *names: str) -> None:
    for name in names:
        answer = await served.as_("icb:QWO").post("/v1/parent-carer-groups", json=GROUP | {"name": name})
        assert answer.status_code == 201, answer.text


async def cursor(served: Served, **params: str) -> str:
    answer = await served.as_("national:dfe").get("/v1/events", params=params)
    return answer.headers["X-Next-Cursor"]


async def names(served: Served, after: str | None = None) -> list[str]:
    params = {"after": after} if after else {}
    answer = await served.as_("national:dfe").get("/v1/events", params=params)
    assert answer.status_code == 200, answer.text
    return [each["data"]["name"] for each in answer.json()]


async def test_a_dump_in_another_cluster_is_refused_in_a_sentence_until_the_verb_was_run(moved: Moved):
    with pytest.raises(restores.NotRestored, match="run `restored --lost nothing`"):
        async with live(SERVICE, moved.url):
            pass
    await moved.restored(lost=False)
    async with live(SERVICE, moved.url) as served:
        assert (await served.as_(None).get("/health/ready")).status_code == 200


async def test_readiness_fails_while_a_running_service_has_such_a_database(moved: Moved):
    await moved.restored(lost=False)
    async with live(SERVICE, moved.url) as served:
        async with served.database.transaction() as session:
            await session.execute(text("update feed_restores set cluster = 1"))
        assert (await served.as_(None).get("/health/ready")).status_code == 503


async def test_cursors_go_on_after_the_move_and_nothing_is_lost_or_doubled(moved: Moved):
    await moved.restored(lost=False)
    async with live(SERVICE, moved.url) as served:
        assert await names(served) == ["One", "Two"]
        await register(served, "Three")
        assert await names(served, moved.early) == ["Two", "Three"]
        assert await names(served, moved.at_the_end) == ["Three"]
        assert await names(served) == ["One", "Two", "Three"]


async def test_the_verb_may_be_run_again(moved: Moved):
    assert (await moved.restored(lost=True)).startswith("Done")
    assert (await moved.restored(lost=True)).startswith("Nothing to do")
    assert (await moved.restored(lost=False)).startswith("Nothing to do")


async def test_a_reader_who_may_know_of_what_is_lost_is_told_and_any_other_goes_on(moved: Moved):
    await moved.restored(lost=True)
    async with live(SERVICE, moved.url) as served:
        await register(served, "Three")
        reader = served.as_("national:dfe")
        astray = await reader.get("/v1/events", params={"after": moved.after_the_backup})
        assert (astray.status_code, astray.json()["type"].rsplit("/", 1)[-1]) == (410, "cursor-astray")
        assert "after=latest" in astray.json()["detail"]
        assert await names(served, moved.early) == ["Two", "Three"]
        begun_anew = await cursor(served, after="latest")
        await register(served, "Four")
        assert await names(served, begun_anew) == ["Four"]


async def test_messages_of_webhooks_go_on_behind_what_is_lost(moved: Moved):
    """What was told cannot be told back, and what is new must be told once."""
    await moved.restored(lost=True)
    async with live(SERVICE, moved.url) as served:
        await register(served, "Three")
        params = {"after": moved.after_the_backup, "organisation": "icb:QWO"}
        seen = await served.as_("service:reporting").get("/v1/events/audiences", params=params)
        assert [each["type"] for each in seen.json()["items"]] == ["partnership.parent-carer-group.registered"]


async def test_a_cursor_from_ahead_of_the_database_is_told_so(lasting: Served):
    """As after a snapshot of the disk was put back: same cluster, same timeline, and no verb was run."""
    await register(lasting, "One")
    ahead = await cursor(lasting)
    async with lasting.database.transaction() as session:
        await session.execute(text("create or replace function feed_offset() returns bigint stable return -1000000"))
        await session.execute(text("delete from events"))
    answer = await lasting.as_("national:dfe").get("/v1/events", params={"after": ahead})
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (410, "cursor-astray")


async def test_numbers_behind_the_newest_event_are_refused_in_the_same_cluster_too(lasting: Served):
    await register(lasting, "One")
    async with lasting.database.transaction() as session:
        await session.execute(text("create or replace function feed_offset() returns bigint stable return -1000000"))
    with pytest.raises(restores.NotRestored):
        await restores.must_go_on(lasting.database)
    await restores.restored(lasting.database, lost=False)
    first = await cursor(lasting)
    await register(lasting, "Two")
    assert await names(lasting, first) == ["Two"]


async def test_the_migration_and_its_way_back_keep_the_order_of_what_is_there(lasting: Served):
    await register(lasting, "One", "Two")
    url = str(lasting.app.state.settings.database_url)
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    before_it = next(
        script.down_revision
        for script in ScriptDirectory.from_config(migrations.config(SERVICE.folder)).walk_revisions()
        if script.module.__name__.removesuffix("_py").endswith("_restored")
    )
    async with engine.begin() as connection:
        await connection.run_sync(_downgrade, before_it)
        assert await _in_order(connection) == ["One", "Two"]
        await connection.execute(text(AS_BEFORE))
        assert await _in_order(connection) == ["One", "Two", "Three"]
        await connection.run_sync(lambda sync: migrations.upgrade(SERVICE.folder, url, sync))
    await engine.dispose()
    await register(lasting, "Four")
    assert await names(lasting) == ["One", "Two", "Three", "Four"]


AS_BEFORE = """
insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, data)
values (gen_random_uuid(), 'partnership.thing.happened', 'x', now(), 'icb:QWO', 1, true, '{"name": "Three"}')
"""


def _downgrade(connection: Connection, revision: str) -> None:
    made = migrations.config(SERVICE.folder)
    made.attributes["connection"] = connection
    command.downgrade(made, revision)


async def _in_order(connection: AsyncConnection) -> list[str]:
    return list(await connection.scalars(text("select data ->> 'name' from events order by xid, position")))
