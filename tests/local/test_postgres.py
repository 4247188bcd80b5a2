import asyncio
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.local import databases, postgres
from deploy.local.errors import LocalDatabaseError
from tests.local.support import QUICK, eventually, in_another_process, processes_mentioning


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("postgres")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[postgres.Server]:
    with postgres.running(folder, QUICK) as started:
        yield started


def ask(url: str, question: str) -> object:
    async def answer() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()

    return asyncio.run(answer())


def make(server: postgres.Server, **passwords: str) -> None:
    """Each database with an owner and a role of its own name, both with this password."""
    owners = {name: f"{name}_owner" for name in passwords}
    both = {role: passwords[name] for name, owner in owners.items() for role in (name, owner)}
    asyncio.run(databases.create(server, owners, both))


def test_an_owner_opens_its_own_database_and_may_make_tables_there(server: postgres.Server) -> None:
    make(server, mine="secret-1", theirs="secret-2")

    url = server.url("mine", "mine_owner", "secret-1")
    ask(url, "CREATE TABLE t ()")
    assert ask(url, "SELECT tableowner FROM pg_tables WHERE tablename = 't'") == "mine_owner"


@pytest.mark.parametrize("database", ["theirs", "postgres", "template1"])
def test_a_role_cannot_open_another_database(server: postgres.Server, database: str) -> None:
    make(server, mine="secret-1", theirs="secret-2")

    for role in ("mine", "mine_owner"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            ask(server.url(database, role, "secret-1"), "SELECT 1")


def test_a_wrong_password_opens_nothing(server: postgres.Server) -> None:
    make(server, mine="secret-1")

    with pytest.raises(asyncpg.InvalidPasswordError):
        ask(server.url("mine", "mine_owner", "guessed"), "SELECT 1")


def test_making_the_databases_again_changes_the_password_and_keeps_the_data(server: postgres.Server) -> None:
    make(server, kept="old")
    ask(server.url("kept", "kept_owner", "old"), "CREATE TABLE t AS SELECT 7 AS n")

    make(server, kept='it\'s "new"')

    connection = {"host": server.host, "port": server.port, "user": "kept_owner", "database": "kept"}

    async def read() -> object:
        opened = await asyncpg.connect(**connection, password='it\'s "new"')
        try:
            return await opened.fetchval("SELECT n FROM t")
        finally:
            await opened.close()

    assert asyncio.run(read()) == 7


def test_a_database_of_an_earlier_version_is_handed_to_its_owner_with_all_in_it(
    server: postgres.Server,
) -> None:
    for statement in ("CREATE ROLE earlier LOGIN PASSWORD 'old'", "CREATE DATABASE earlier OWNER earlier"):
        ask(server.superuser_url(), statement)
    own = server.url("earlier", "earlier", "old")
    ask(own, "CREATE TABLE t AS SELECT 7 AS n")
    ask(own, "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 8'")
    ask(own, "CREATE EXTENSION pg_trgm")

    for _ in range(2):
        make(server, earlier="new")

    owner = server.url("earlier", "earlier_owner", "new")
    assert ask(owner, "SELECT n + f() FROM t") == 15
    ask(owner, "ALTER TABLE t ADD COLUMN m integer")
    ask(owner, "ALTER DATABASE earlier SET jit TO off")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        ask(server.url("earlier", "earlier", "new"), "SELECT n FROM t")


def test_a_scratch_database_is_empty_each_time(server: postgres.Server) -> None:
    make(server, mine="secret-1")
    url = server.url("scratch", "mine_owner", "secret-1")
    asyncio.run(databases.create_scratch(server, "scratch", owner="mine_owner"))
    ask(url, "CREATE TABLE left_behind ()")

    asyncio.run(databases.create_scratch(server, "scratch", owner="mine_owner"))

    assert ask(url, "SELECT to_regclass('left_behind')") is None
    asyncio.run(databases.drop(server, "scratch"))
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        ask(url, "SELECT 1")


def test_the_server_speaks_utf8_and_utc_and_sorts_alike_everywhere(server: postgres.Server) -> None:
    shown = "SELECT current_setting('server_encoding') || ' ' || current_setting('timezone')"
    assert ask(server.superuser_url(), shown) == "UTF8 UTC"
    provider = "SELECT datlocale FROM pg_database WHERE datname = 'template1' AND datlocprovider = 'b'"
    assert ask(server.superuser_url(), provider) == "C.UTF-8"


def test_another_process_finds_the_running_server(server: postgres.Server, folder: Path) -> None:
    assert postgres.already_running(folder) == server


def test_a_second_server_in_the_same_folder_is_refused_in_one_sentence(server: postgres.Server, folder: Path) -> None:
    with (
        pytest.raises(LocalDatabaseError, match="could not start") as refused,
        postgres.running(folder, QUICK),
    ):
        pass

    assert "\n" not in str(refused.value)
    assert ask(server.superuser_url(), "SELECT 1") == 1


def test_data_survive_a_stop_and_the_port_stays(tmp_path: Path) -> None:
    with postgres.running(tmp_path, QUICK) as first:
        ask(first.superuser_url(), "CREATE TABLE kept ()")
    with postgres.running(tmp_path, QUICK) as second:
        assert second == first
        assert ask(second.superuser_url(), "SELECT count(*) FROM kept") == 0
    assert processes_mentioning(str(tmp_path)) == []


def test_the_server_ends_when_its_parent_is_killed_and_starts_again(tmp_path: Path) -> None:
    code = f"""
import time
from pathlib import Path
from deploy.local import postgres
with postgres.running(Path({str(tmp_path)!r}), {QUICK!r}):
    print("ready", flush=True)
    time.sleep(60)
"""
    with in_another_process(code) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        assert len(processes_mentioning(str(tmp_path / "cluster"))) == 1

        parent.kill()

    assert eventually(lambda: processes_mentioning(str(tmp_path / "cluster")) == [])
    with postgres.running(tmp_path, QUICK) as again:
        assert ask(again.superuser_url(), "SELECT 1") == 1


def test_a_taken_port_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((postgres.HOST, 0))
        other.listen()
        port = other.getsockname()[1]

        with (
            pytest.raises(LocalDatabaseError, match=f"Port {port}.*taken") as refused,
            postgres.running(tmp_path, QUICK, port=port),
        ):
            pass

    assert "\n" not in str(refused.value)


def test_a_broken_data_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with postgres.running(tmp_path, QUICK):
        pass
    shutil.rmtree(tmp_path / "cluster" / "global")

    with pytest.raises(LocalDatabaseError, match="make reset") as refused, postgres.running(tmp_path, QUICK):
        pass

    assert "\n" not in str(refused.value)


def test_a_start_interrupted_while_the_database_was_made_does_not_spoil_the_next(tmp_path: Path) -> None:
    unfinished = tmp_path / "cluster.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18")

    with postgres.running(tmp_path, QUICK) as server:
        assert ask(server.superuser_url(), "SELECT 1") == 1


def test_a_full_disk_is_named() -> None:
    output = "PANIC:  could not write to file: No space left on device"

    assert postgres.explain(output, "The local database could not start") == (
        "The local database could not start: the disk is full."
    )
