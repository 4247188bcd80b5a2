"""What is not a request after another: exports, feeds, imports, plans, a rebuild. Each gives its rows of the report."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from statistics import median
from time import perf_counter
from typing import Any

import asyncpg
import httpx

from deploy.local import children
from deploy.local.home import ROOT, load_secrets
from services.commissioning_api.packages.queries import PACKAGE_LINES
from services.commissioning_api.proposals.optimiser.best_plan import best_plan, gap_between
from services.commissioning_api.proposals.optimiser.solving import Effort
from shared.contracts.roles import Kind
from shared.kit import reads
from tests.bench import feeds, load
from tests.bench.ground import REST, Ground, service
from tests.bench.load import Asked
from tests.bench.usage import of_session
from tests.commissioning_api.proposals.instances import a_project

Rows = list[dict[str, Any]]

_TIMES = 3
_PLANNING_SECONDS = 30
_LINES = "/v1/package-lines"
_OF_COPY = {
    "csv": {"format": "csv", "header": True},
    "ndjson": {"format": "csv", "quote": "\x01", "delimiter": "\x02", "escape": "\x01"},
}


async def exports(ground: Ground) -> Rows:
    """The whole list of package lines in two forms, beside COPY of the same statement in turn with it."""
    connection = await asyncpg.connect(ground.database_url("commissioning"))
    rows: Rows = []
    for form in ("csv", "ndjson"):
        statement = reads.export_of(PACKAGE_LINES, Kind.NATIONAL, reads.Selection(sort="id"), form)
        values = statement.values({"caller_code": "dfe", "caller_organisation": "national:dfe"})
        before = of_session(ground.process("commissioning_api")).greatest
        taken, copied, size = [], [], 0
        for _ in range(_TIMES):
            copied.append(await _copy(connection, statement.sql, values, form))
            seconds, size = await _download(ground, form)
            taken.append(seconds)
        grown = of_session(ground.process("commissioning_api")).greatest - before
        ratio = median(its / mine for mine, its in zip(taken, copied, strict=True))
        figure = (
            f"{median(taken):.2f} s, {size / 1e6:.0f} MB; {ratio:.2f} of COPY's speed; memory rose by {grown:.0f} MiB"
        )
        rows.append({"name": f"export-{form}", "what": f"export as {form.upper()}", "figure": figure,
                     "goal": "0.9 of COPY's, memory flat", "value": round(ratio, 2)})  # fmt: skip
    await connection.close()
    return [*rows, await _beside_an_export(ground)]


async def _copy(connection: asyncpg.Connection, sql: str, values: list[Any], form: str) -> float:
    async def away(_piece: bytes) -> None:
        pass

    began = perf_counter()
    await connection.copy_from_query(sql, *values, output=away, **_OF_COPY[form])
    return perf_counter() - began


async def _download(ground: Ground, form: str) -> tuple[float, int]:
    headers = {"Authorization": f"Bearer {ground.token('national:dfe')}"}
    began, size = perf_counter(), 0
    async with (
        httpx.AsyncClient(base_url=ground.url("commissioning"), headers=headers, timeout=600) as client,
        client.stream("GET", f"{_LINES}?format={form}") as answer,
    ):
        answer.raise_for_status()
        async for piece in answer.aiter_raw():
            size += len(piece)
    return perf_counter() - began, size


async def _beside_an_export(ground: Ground) -> dict[str, Any]:
    """How much of their throughput other requests keep while somebody exports again and again."""
    connection = await asyncpg.connect(ground.database_url("commissioning"))
    ids = await connection.fetch("select id::text from package_lines where icb_code = 'QX1' limit 500")
    await connection.close()
    asked = Asked([f"{_LINES}/{row[0]}" for row in ids], ground.token("icb:QX1"))

    async def ask() -> float:
        answered = await load.put_on(ground.url("commissioning"), asked, 4, ground.home.folder, REST)
        return answered.requests / answered.seconds

    async def again_and_again() -> None:
        while True:
            await _download(ground, "ndjson")

    alone = await ask()
    exporting = asyncio.create_task(again_and_again())
    together = await ask()
    exporting.cancel()
    await asyncio.gather(exporting, return_exceptions=True)
    figure = f"{together:,.0f} a second of {alone:,.0f} alone: {100 * together / alone:.0f}%"
    return {"name": "beside-export", "what": "one line by id, beside an export", "figure": figure, "goal": "75%",
            "value": round(together / alone, 2)}  # fmt: skip


async def gias(_ground: Ground) -> Rows:
    """A 50,000-row register imported, in a process and on a database of its own."""
    command = (sys.executable, "-m", "tests.bench.gias_import")
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, cwd=ROOT)
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    said = json.loads(output.splitlines()[-1])
    figure = (
        f"{said['seconds']:.1f} s, {said['a_second']:,.0f} rows a second; {said['of_text']:.1f} times COPY of the "
        f"file, {said['of_values']:.1f} times COPY of its values; memory rose by {said['grown_mib']:.0f} MiB"
    )
    return [
        {
            "name": "gias",
            "what": "GIAS import, 50,000 rows",
            "figure": figure,
            "goal": "within 3 x COPY, memory flat",
            "value": round(said["of_text"], 1),
        }
    ]


async def optimiser(_ground: Ground) -> Rows:
    """The best support plan of projects as large as boards have."""
    rows: Rows = []
    for schools in (40, 80):
        began = perf_counter()
        outcome = await asyncio.to_thread(best_plan, a_project(1, schools=schools), Effort(_PLANNING_SECONDS))
        seconds = perf_counter() - began
        gap = gap_between(outcome.objective or 0, outcome.bound or 0)
        figure = f"{seconds:.1f} s, within {100 * gap:.2f}% of the best"
        what = f"best support plan, {schools} schools"
        rows.append({"name": f"optimiser-{schools}", "what": what, "figure": figure, "value": round(seconds, 1)})
    return rows


async def rebuild(ground: Ground) -> Rows:
    """The projections of reporting filled anew from the feeds, in a copy of its database."""
    name = "bench_rebuild"
    await ground.supervisor.stop("reporting_api")
    admin = await asyncpg.connect(ground.server.superuser_url())
    await admin.execute(f"drop database if exists {name} with (force)")
    # The floor has connections to it, and has done its part.
    await admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'pins_reporting'")
    await admin.execute(f"create database {name} template pins_reporting owner pins_reporting")
    events = await _count_of_events(ground)
    env = ground.environment("reporting")
    password = load_secrets(ground.home).database_passwords["pins_reporting"]
    env["PINS_DATABASE_URL"] = ground.server.url(name, "pins_reporting", password)
    began = perf_counter()
    await children.call_once(ground.home, service("reporting"), env, "rebuild")
    seconds = perf_counter() - began
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()
    await ground.supervisor.start("reporting_api")
    figure = f"{seconds:.1f} s for {events:,} events: {events / seconds:,.0f} a second"
    return [
        {"name": "rebuild", "what": "projections rebuilt from the feeds", "figure": figure, "value": round(seconds, 1)}
    ]


async def _count_of_events(ground: Ground) -> int:
    total = 0
    for name in ("partnership", "assessment", "commissioning"):
        connection = await asyncpg.connect(ground.superuser_url(name))
        total += await connection.fetchval("select count(*) from events")
        await connection.close()
    return total


ALL: dict[str, Callable[[Ground], Awaitable[Rows]]] = {
    "exports": exports,
    "feed": feeds.feed,
    "gias": gias,
    "optimiser": optimiser,
    "rebuild": rebuild,
}
