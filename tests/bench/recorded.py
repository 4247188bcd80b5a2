"""The statement behind an address: asked once of the application itself, so that the floor runs exactly that one."""

import asyncio
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest.mock import patch
from uuid import UUID

import httpx

from shared.kit.app import create_app
from shared.kit.db import Connection, PooledDatabase
from shared.kit.settings import Settings
from tests.bench.ground import Ground
from tests.bench.workloads import ID, Read


@dataclass(frozen=True)
class Target:
    """What the floor needs to answer one kind of address."""

    name: str
    before: str
    after: str
    database_url: str
    sql: str
    values: list[Any]
    key_at: int | None
    key_is_uuid: bool
    page: bool


class _Recording(PooledDatabase):
    """Keeps the statements of its reads."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.seen: list[tuple[str, list[Any]]] = []

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        def note(record: Any) -> None:
            self.seen.append((record.query, list(record.args)))

        async with super().reading() as connection:
            connection.add_query_logger(note)
            yield connection
            connection.remove_query_logger(note)


async def targets(ground: Ground, workloads: list[Read], keys: dict[str, list[str]]) -> bytes:
    """The floor's targets for these workloads, as it reads them."""
    return pickle.dumps([await _target(ground, each, keys[each.name]) for each in workloads])


async def _target(ground: Ground, workload: Read, keys: list[str]) -> Target:
    key = keys[0] if keys else ""
    service = import_module(f"services.{workload.service}_api.main").SERVICE
    with patch.dict("os.environ", ground.environment(workload.service)):
        settings = service.settings.read()
    database = _Recording(settings)
    app = create_app(service, settings, database=database)
    transport = httpx.ASGITransport(app)
    headers = {"Authorization": f"Bearer {ground.token(workload.caller)}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://in.process", headers=headers) as client:
        answer = await client.get(workload.path.replace(ID, key), headers=workload.headers)
    await asyncio.gather(app.state.client.aclose(), database.close())
    if answer.status_code not in (200, 304):
        raise RuntimeError(f"{workload.name}: {workload.path} answered {answer.status_code}: {answer.text[:500]}")
    ((sql, values),) = database.seen
    texts = [str(value) for value in values]
    key_at = texts.index(key) if key else None
    before, _, after = workload.path.partition(ID)
    return Target(
        name=workload.name,
        before=before,
        after=after,
        database_url=ground.database_url(workload.service),
        sql=sql,
        values=values,
        key_at=key_at,
        key_is_uuid=key_at is not None and isinstance(values[key_at], UUID),
        page="?" in workload.path,
    )
