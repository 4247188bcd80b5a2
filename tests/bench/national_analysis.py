"""What the analysis of England costs over 3,000 schools and three years: `python -m tests.bench.national_analysis`.

Milliseconds a request over HTTP, everything on, beside the bare statement; the same over a tenth of the schools; and
how long a follower takes to sum up one project and all of them.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

from deploy.local import postgres
from services.assessment_api.analysis.queries import analysis_of
from services.assessment_api.main import SERVICE
from shared.contracts.assessment.analysis import AnalysisScope
from shared.contracts.roles import Kind
from shared.kit import logging
from tests.assessment_api.analysis.england import SCHOOLS, fill, sum_up
from tests.support.databases import Databases
from tests.support.serving import live

TIMES = 200


async def _milliseconds(of: Callable[[], Awaitable[Any]]) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await of()
        taken.append(1000 * (time.perf_counter() - started))
    return median(taken)


async def _measure_with(databases: Databases, schools: int) -> None:
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as running:
        async with running.database.transaction() as session:
            connection = (await (await session.connection()).get_raw_connection()).driver_connection
            await session.begin_nested()
            projects = await fill(connection, schools)
        for name, some in (("every project", projects), ("one project", projects[:1])):
            started = time.perf_counter()
            await sum_up(running.database, some)
            sys.stdout.write(f"{schools} schools a year, {name} summed up: {time.perf_counter() - started:.3f} s\n")
        async with running.database.transaction() as session:
            await (await session.connection()).exec_driver_sql("analyze")
        statement = analysis_of(AnalysisScope.NATION, Kind.NATIONAL, some_years=False)
        values = statement.values({"code": "England"})
        async with running.database.reading() as connection:
            bare = await _milliseconds(lambda: connection.fetchrow(statement.sql, *values))
        sys.stdout.write(f"{schools} schools a year, the bare statement: {bare:.2f} ms\n")
        for caller in ("national:dfe", "icb:Q01", "la:203", "school:100001"):
            client = running.as_(caller)
            asked = await _milliseconds(lambda client=client: client.get("/v1/analysis/nation"))  # type: ignore[misc]
            sys.stdout.write(f"{schools} schools a year, {caller}: {asked:.2f} ms\n")


async def _measure(server: postgres.Server) -> None:
    databases = Databases(server)
    for schools in (SCHOOLS // 10, SCHOOLS):
        await _measure_with(databases, schools)


def main() -> None:
    logging.configure("ERROR", "bench")
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres.running(Path(folder) / "data", {"max_connections": "50"}) as server,
    ):
        asyncio.run(_measure(server))


if __name__ == "__main__":
    main()
