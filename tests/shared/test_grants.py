"""The role that a service connects as does everything with the rows, and cannot touch what the audit holds."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.partnership_api.main import SERVICE
from shared.kit import audit, grants, logging
from shared.kit.commands import main
from shared.kit.service import Service
from tests.support.databases import ROLE, Databases
from tests.support.services import SERVICES
from tests.support.settings import settings_for

EACH_SERVICE = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
NOTED = """insert into audit_entries (id, kind, occurred_at, actor, type, resource_version, is_public)
    values (gen_random_uuid(), 'changed', $1::text::timestamptz, 'icb:QWO', 'partnership.project.started', 1, false)"""
REFUSED = (
    "update audit_entries set actor = 'icb:QHG'",
    "delete from audit_entries",
    "truncate audit_entries",
    "drop table audit_entries",
    "alter table audit_entries disable trigger all",
    "alter table audit_entries disable trigger audit_entries_append_only",
    "drop trigger audit_entries_append_only on audit_entries",
    "drop function refuse_change_of_audit() cascade",
    "create or replace function refuse_change_of_audit() returns trigger language sql as ''",
    "alter table audit_entries owner to current_user",
    "create rule quietly as on insert to audit_entries do instead nothing",
    "set session_replication_role = 'replica'",
    "select empty_sandbox(array['audit_entries'])",
    "update alembic_version set version_num = ''",
    "create table public.further ()",
    "drop table events",
    "truncate events",
)


async def tried(connection: asyncpg.Connection, statement: str) -> None:
    async with connection.transaction():
        await connection.execute("set local pins.prunes_the_audit = 'yes'")
        await connection.execute(statement)


async def times(connection: asyncpg.Connection) -> list[str]:
    found = await connection.fetch("select to_char(occurred_at, 'YYYY') as y from audit_entries order by occurred_at")
    return [row["y"] for row in found]


@EACH_SERVICE
async def test_the_service_s_role_adds_to_the_audit_and_can_do_nothing_else_to_it(
    databases: Databases, service: Service
):
    url = databases.as_service(databases.url(await databases.template(service)))
    connection = await asyncpg.connect(url)
    # Whoever may not grant is only warned by this: nothing comes of it.
    await connection.execute("grant update, delete, truncate, trigger on audit_entries to current_user")
    outer = connection.transaction()
    await outer.start()
    before = await connection.fetchval("select count(*) from audit_entries")
    await connection.execute(NOTED, "2025-06-01")
    for statement in REFUSED:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await tried(connection, statement)
    assert await connection.fetchval("select count(*) from audit_entries") == before + 1
    await outer.rollback()
    await connection.close()


async def test_nobody_changes_the_audit_by_mistake(databases: Databases):
    async with databases.copy(SERVICE) as url:
        owner = await asyncpg.connect(url)
        await owner.execute(NOTED, "2025-06-01")
        for statement in ("update audit_entries set covers = 2", "delete from audit_entries", "truncate audit_entries"):
            with pytest.raises(asyncpg.RaiseError, match="append-only"):
                await owner.execute(statement)
        await owner.close()


def test_what_is_old_is_pruned_by_the_owner_and_by_nobody_else(
    pruned: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(logging, "configure", lambda _level, _name: None)
    monkeypatch.setattr(audit, "_PRUNED_AT_ONCE", 2)
    owner, of_service = pruned
    with pytest.raises(SystemExit, match="Only the owner"):
        command(monkeypatch, of_service, "prune-audit", "--before", "2003-01-01")
    with pytest.raises(SystemExit, match="Say until when"):
        command(monkeypatch, owner, "prune-audit")
    command(monkeypatch, owner, "prune-audit", "--before", "2003-01-01")
    assert capsys.readouterr().out == "3 entries of the audit from before 2003-01-01 are gone.\n"

    async def left() -> list[str]:
        connection = await asyncpg.connect(owner)
        found = await times(connection)
        await connection.close()
        return found

    assert asyncio.run(left())[0] == "2003"


@pytest.fixture
async def pruned(databases: Databases) -> AsyncIterator[tuple[str, str]]:
    """The addresses of a database with four old entries, as its owner and as its service connect to it."""
    async with databases.copy(SERVICE) as url:
        connection = await asyncpg.connect(url)
        for moment in ("2000-01-01", "2001-01-01", "2002-12-31T23:59:59Z", "2003-01-01T00:00:00Z"):
            await connection.execute(NOTED, moment)
        await connection.close()
        yield url, databases.as_service(url)


@pytest.fixture
async def owned(databases: Databases) -> AsyncIterator[tuple[str, str]]:
    """The addresses of an empty database, as an owner who is no superuser connects to it, and as its service."""
    await databases.template(SERVICE)  # makes the service's role
    empty = await databases.empty()
    name = empty.rpartition("/")[2]
    server = await asyncpg.connect(databases.server.superuser_url())
    await server.execute("create role an_owner login password 'of-the-tests'")
    await server.execute(f'alter database "{name}" owner to an_owner')
    yield databases.server.url(name, "an_owner", "of-the-tests"), databases.as_service(empty)
    await server.execute(f'drop database "{name}" with (force)')
    await server.execute("drop role an_owner")
    await server.close()


def test_a_sandbox_is_migrated_by_its_owner_and_loaded_by_its_service(
    owned: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    owner, of_service = owned
    monkeypatch.setattr(logging, "configure", lambda _level, _name: None)
    monkeypatch.setenv("PINS_SANDBOX", "true")
    monkeypatch.setenv("PINS_SERVICE_ROLE", ROLE)
    command(monkeypatch, owner, "migrate")
    command(monkeypatch, of_service, "sandbox")
    command(monkeypatch, owner, "migrate")  # as at every start
    command(monkeypatch, of_service, "sandbox")
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "The scenario fresh-icb is loaded.",
        "This is a sandbox already, and stays as it is.",
    ]


def command(monkeypatch: pytest.MonkeyPatch, url: str, *arguments: str) -> None:
    settings = settings_for(SERVICE, url)
    for name in ("database_url", "public_url", "issuer", "audience", "jwks_url", "token_url"):
        monkeypatch.setenv(f"PINS_{name.upper()}", str(getattr(settings, name)))
    main(SERVICE, list(arguments))


async def test_a_role_that_could_do_all_the_same_is_refused(databases: Databases):
    async with databases.copy(SERVICE) as url:
        for role in ("pins_admin", "nobody_of_this_name"):
            with pytest.raises(grants.RoleRefused, match="PINS_SERVICE_ROLE"):
                await grants.grant(url, role, sandbox=False)
        for _ in range(2):  # and once more changes nothing
            await grants.grant(url, ROLE, sandbox=False)
