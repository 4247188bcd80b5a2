"""Migrations and tables say the same, forwards and backwards."""

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.kit import migrations, release
from shared.kit.service import Service
from shared.kit.tables import KIT
from tests.support.databases import Databases
from tests.support.services import SERVICES

EACH_SERVICE = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)


@EACH_SERVICE
def test_there_is_one_line_of_migrations(service: Service):
    scripts = ScriptDirectory.from_config(migrations.config(service.folder))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    # A service that is served tells by their files alone.
    numbers = [each.revision for each in scripts.walk_revisions()]
    assert release.before_head(service.folder) == set(numbers[1:])


@EACH_SERVICE
async def test_migrations_make_exactly_the_tables_and_can_be_undone(databases: Databases, service: Service):
    url = await databases.empty()
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: migrations.upgrade(service.folder, url, sync))
        assert await connection.run_sync(differences, service) == []
        await connection.run_sync(undo, service)
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == ["alembic_version"]
        await connection.run_sync(lambda sync: migrations.upgrade(service.folder, url, sync))
    await engine.dispose()


def undo(connection: Connection, service: Service) -> None:
    made = migrations.config(service.folder)
    made.attributes["connection"] = connection
    command.downgrade(made, "base")


def differences(connection: Connection, service: Service) -> list[Any]:
    compared = {"compare_server_default": True, "include_name": migrations.partly(connection)}
    context = MigrationContext.configure(connection, opts=compared)
    return compare_metadata(context, [service.metadata, KIT])
