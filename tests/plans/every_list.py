"""How PostgreSQL goes about every list, page and dashboard where tables are large: `make test-plans`.

Each GET of each service is asked for as each kind of caller that may; every statement that it runs is then explained
and run once more. None may read a large table from end to end, and none may sort on disk.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi.routing import iter_route_contexts

from shared.contracts.roles import Kind
from shared.kit.app import create_app
from shared.kit.db import Connection, PooledDatabase
from shared.kit.routing import Route
from shared.kit.service import Service
from shared.kit.settings import Settings
from tests.plans.filling import PROJECTS, ROWS, fill
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.services import SERVICES
from tests.support.settings import settings_for
from tests.support.tokens import bearer

LARGE = ROWS // 2
_CODES = {
    Kind.ICB: "Q07", Kind.LA: "207", Kind.SCHOOL: "100007", Kind.NATIONAL: "dfe", Kind.SERVICE: "reporting",
    Kind.EVALUATOR: "evaluator", Kind.PCG: str(UUID(hashlib.md5(b"organisation7").hexdigest())),
    Kind.PROVIDER: str(UUID(hashlib.md5(b"provider7").hexdigest())),
}  # fmt: skip
# What may be read whole, and why. Whoever mends one takes it out of here.
EXCUSED = {
    # One order over the codes of eight tables: no index holds it. It is a load of everything, not a screen.
    ("list_identifiers", "schools"), ("list_identifiers", "parent_carer_groups"),
    ("list_identifiers", "identifiers_before"),
    # A log that is read by those it tells of now and then; it is asked for any of several organisations in each row.
    ("list_contact_reads", "contact_reads"),
    # Of some thousands of rows PostgreSQL rather makes one hash than look up each in turn; of more it looks them up.
    ("list_domain_scores", "participations"), ("list_school_engagement", "school_groups"),
}  # fmt: skip
_PARTS = {"icb_code": "Q07", "ods_code": "Q07", "la_code": "207", "urn": "100007"}


class _Noting(PooledDatabase):
    """Keeps the statements of its reads, with their values."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.seen: list[tuple[str, tuple[Any, ...]]] = []

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        def note(record: Any) -> None:
            self.seen.append((record.query, tuple(record.args or ())))

        async with super().reading() as connection:
            connection.add_query_logger(note)
            try:
                yield connection
            finally:
                connection.remove_query_logger(note)


def _reads(app: Any) -> list[tuple[str, str]]:
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, Route) and "GET" in (route.methods or ()) and not route.path.startswith("/v1/events"):
            path = route.path
            for name in route.param_convertors:
                key = name.removesuffix("_id")
                number = 7 % (PROJECTS if key == "project" else ROWS)
                part = _PARTS.get(name) or str(UUID(hashlib.md5(f"{key}{number}".encode()).hexdigest()))
                path = path.replace(f"{{{name}}}", part)
            found.append((str(route.operation_id), path))
    return found


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _faults(operation: str, plan: dict[str, Any], large: set[str]) -> Iterator[str]:
    for node in _nodes(plan):
        read = node.get("Relation Name")
        if node["Node Type"] == "Seq Scan" and read in large and (operation, read) not in EXCUSED:
            yield f"reads {read} from end to end"
        if node.get("Sort Space Type") == "Disk":
            yield f"sorts {node.get('Sort Space Used')} kB on disk"


async def _statements(service: Service, url: str) -> dict[tuple[str, tuple[Any, ...]], str]:
    """Every statement there is, with the operation and the kind of caller that it was run for first."""
    settings = settings_for(service, url)
    database = _Noting(settings)
    network = Network()
    app = create_app(service, settings, database=database, transport=network)
    network.add("service.test", app)
    found: dict[tuple[str, tuple[Any, ...]], str] = {}
    for operation, path in _reads(app):
        for kind in app.state.matrix[operation].kinds:
            caller = f"{kind}:{_CODES[kind]}"
            async with httpx.AsyncClient(
                transport=network, base_url="http://service.test", headers=bearer(caller)
            ) as client:
                await client.get(path)
            for statement in database.seen:
                found.setdefault((statement[0], tuple(map(_frozen, statement[1]))), f"{operation} as {kind}")
            database.seen.clear()
    await app.state.client.aclose()
    await database.close()
    return found


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
async def test_nothing_that_is_read_makes_postgresql_read_a_large_table_from_end_to_end(
    databases: Databases, service: Service
) -> None:
    async with databases.copy(service) as url:
        connection = await asyncpg.connect(url)
        counts = await fill(connection, service)
        large = {table for table, rows in counts.items() if rows >= LARGE}
        assert len(large) > 5
        statements = await _statements(service, url)
        assert len(statements) > 20
        await connection.execute("set jit = off")
        faults = []
        for (sql, values), said in statements.items():
            if not sql.lstrip().lower().startswith(("select", "with")):
                continue
            given = [list(value) if isinstance(value, tuple) else value for value in values]
            told = await connection.fetchval(f"explain (analyze, format json) {sql}", *given)
            found = _faults(said.split()[0], json.loads(told)[0]["Plan"], large)
            faults += [f"{said} {fault}" for fault in found]
        await connection.close()
    assert not faults, "\n".join(faults)
