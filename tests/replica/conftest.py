"""A server that is copied by streaming, and the copy: both real."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from deploy.local import ordinary_user, postgres
from services.partnership_api.main import SERVICE
from tests.support.databases import Databases

# A copy takes no fewer connections than what it follows.
_SETTINGS = {"fsync": "off", "hot_standby_feedback": "on", "max_connections": "300"}


@dataclass
class Copy:
    """A copy of the server that can be stopped and started, and told to play nothing back for a while."""

    folder: Path
    running: ExitStack
    server: postgres.Server | None = None

    def start(self) -> None:
        self.server = self.running.enter_context(postgres.running(self.folder, _SETTINGS))

    def stop(self) -> None:
        self.running.close()

    def url(self, primary_url: str) -> str:
        assert self.server is not None
        return self.server.superuser_url(primary_url.rsplit("/", 1)[-1])

    async def tell(self, statement: str) -> None:
        assert self.server is not None
        connection = await asyncpg.connect(self.server.superuser_url())
        await connection.execute(statement)
        await connection.close()


@pytest.fixture(scope="session")
def copy(postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    folder = tmp_path_factory.mktemp("copy") / "data"
    folder.mkdir(mode=0o700)
    program = postgres.program("pg_basebackup")
    prefix = ordinary_user.prefix(postgres.program("postgres"), folder)
    command = [
        *prefix, str(program), "--pgdata", str(folder / "cluster"), "--write-recovery-conf", "--wal-method", "stream",
        "--checkpoint", "fast", "--no-sync", "--dbname", postgres_server.superuser_url(),
    ]  # fmt: skip
    subprocess.run(command, check=True, cwd=folder, env=os.environ, capture_output=True)
    password = folder / "superuser-password"
    password.write_text(postgres_server.superuser_password)
    password.chmod(0o600)
    with ExitStack() as running:
        made = Copy(folder, running)
        made.start()
        yield made
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def url(databases: Databases) -> AsyncIterator[str]:
    async with databases.copy(SERVICE) as made:
        yield made
