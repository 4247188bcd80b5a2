"""What every test may ask for: a real server, a service on a database that forgets, clients that carry a token."""

from collections.abc import Iterator

import pytest

from deploy.local import postgres
from shared.kit import logging
from tests.support.databases import Databases

# Nothing a test writes has to survive a crash of the machine.
_FAST = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "300",
    "shared_buffers": "256MB",
}  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _quiet_logs() -> None:
    logging.configure("ERROR", "tests")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Server]:
    with postgres.running(tmp_path_factory.mktemp("postgres") / "data", _FAST) as server:
        yield server


@pytest.fixture(scope="session")
def databases(postgres_server: postgres.Server) -> Databases:
    return Databases(postgres_server)
