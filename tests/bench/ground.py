"""What is measured on: the four services as real processes over data of a stated scale, kept for the next run."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import asyncpg

from deploy.local import children, postgres, tokens
from deploy.local.home import AUDIENCE, ROOT, Home, load_secrets, locked
from deploy.local.services import SERVICES, Service
from deploy.local.supervisor import Supervisor
from services.reporting_api.summaries.service import recompute
from shared.kit.db import PooledDatabase
from shared.kit.settings import Settings

SCHOOLS = 3_000
_FILLING = Path(__file__).parent / "filling"
_SERVER = {"max_connections": "200", "shared_buffers": "512MB", "max_wal_size": "8GB", "jit": "off"}
_FIRST_PORT = 18_400
# Both halves of what takes part run on a processor of their own, where there are two: the server that is measured on
# the first, the database and the load on the others.
PROCESSORS = sorted(os.sched_getaffinity(0))
MEASURED = {PROCESSORS[0]}
REST = set(PROCESSORS[1:]) or MEASURED


@dataclass
class Ground:
    """One scale's home, its database server and the processes over it."""

    scale: int
    home: Home
    server: postgres.Server
    supervisor: Supervisor

    def token(self, organisation: str) -> str:
        """A real access token of the local issuer."""
        key = tokens.load_key(self.home.issuer_key)
        return tokens.sign(key, organisation, " ".join(tokens.SCOPES), self.home.issuer, AUDIENCE, lifetime=6 * 3600)

    def url(self, name: str) -> str:
        """Where a service answers."""
        return children.url(self.home, service(name))

    def database_url(self, name: str) -> str:
        """Its database, as its own role."""
        of = service(name)
        return self.server.url(of.database, of.database, load_secrets(self.home).database_passwords[of.database])

    def superuser_url(self, name: str) -> str:
        return self.server.superuser_url(service(name).database)

    def environment(self, name: str) -> dict[str, str]:
        return children.environment(self.home, service(name), self.server, load_secrets(self.home))

    async def started(self, name: str) -> float:
        """Start a service as a process, and the seconds until it answers that it is ready."""
        began = perf_counter()
        await self.supervisor.start(name)
        return perf_counter() - began

    def process(self, name: str) -> int:
        """The process id of a child."""
        (kept,) = (each for label, each in self.supervisor._kept.items() if label == name)
        assert kept.process is not None
        return kept.process.pid


def service(name: str) -> Service:
    (found,) = (each for each in SERVICES if each.short_name == name.removesuffix("_api"))
    return found


@contextmanager
def standing(scale: int) -> Iterator[tuple[Home, postgres.Server]]:
    """The database server of a scale, with its data in it. It ends with this process, whatever becomes of it."""
    home = Home(ROOT / ".cache" / "bench" / f"scale-{scale}")
    with locked(home), postgres.running(home.postgres, _SERVER) as server:
        home.keep_first_port(_FIRST_PORT)
        _keep_off_the_measured(home)
        filled = home.folder / "filled"
        if not filled.exists():
            asyncio.run(_fill(home, server, scale))
            filled.touch()
        else:
            asyncio.run(_migrate(home, server))
        yield home, server


@asynccontextmanager
async def serving(scale: int, home: Home, server: postgres.Server) -> AsyncIterator[Ground]:
    """The issuer and the four services, everything on: only the rate limit is raised, and lines go to a file."""
    os.environ["PINS_REQUESTS_PER_MINUTE"] = "1000000"
    supervisor = Supervisor(home.logs, lambda line: say(f"  {line}"))
    ground = Ground(scale, home, server, supervisor)
    supervisor.add(children.issuer(home))
    for each in SERVICES:
        supervisor.add(children.server_of(home, each, server, load_secrets(home)))
    try:
        await supervisor.start("token-issuer")
        yield ground
    finally:
        await supervisor.stop(*supervisor.names())


async def _fill(home: Home, server: postgres.Server, scale: int) -> None:
    say(f"Filling the databases at {scale} x ({3 * SCHOOLS * scale:,} participations), once")
    await children.bring_up_to_date(home, server)
    boards: list[str] = []
    for each in SERVICES:
        began = perf_counter()
        connection = await asyncpg.connect(server.superuser_url(each.database))
        sql = (_FILLING / f"{each.short_name}.sql").read_text().replace(":schools", str(SCHOOLS * scale))
        async with connection.transaction():
            await connection.execute(sql.replace(":boards", f"'{{{','.join(boards)}}}'::text[]"))
        if each.short_name == "partnership":  # whose boards the copies of the others name
            boards = await connection.fetchval("select array_agg(code::text order by place) from boards")
        await _sum_up(home, each, server, connection)
        await connection.execute("vacuum analyze")
        await connection.close()
        say(f"  {each.short_name}: {perf_counter() - began:.0f} s")


async def _migrate(home: Home, server: postgres.Server) -> None:
    """What was filled before may be older than the services."""
    kept = load_secrets(home)
    every = [children.environment(home, each, server, kept) for each in SERVICES]
    calls = zip(SERVICES, every, strict=True)
    await asyncio.gather(*(children.call_once(home, each, env, "migrate") for each, env in calls))


async def _sum_up(home: Home, of: Service, server: postgres.Server, connection: asyncpg.Connection) -> None:
    """The summaries of reporting by its own statements; those of assessment too."""
    if of.short_name not in ("reporting", "assessment"):
        return
    await connection.execute("analyze")
    table, key = ("projects", "id") if of.short_name == "reporting" else ("projects", "project_id")
    projects = [row[0] for row in await connection.fetch(f"select {key} from {table} order by 1")]
    url = server.superuser_url(of.database)
    values = Settings.for_documents(of.short_name).model_dump() | {"database_url": url, "statement_seconds": 3600}
    database = PooledDatabase(Settings.model_validate(values))
    for project in projects:
        async with database.transaction() as session:
            if of.short_name == "reporting":
                taking_part = await connection.fetch("select id from participations where project_id = $1", project)
                await recompute(session, [project], [row[0] for row in taking_part])
            else:
                from services.assessment_api.summaries.service import summarise  # noqa: PLC0415 - one of two

                await summarise(session, [project])
    await database.close()


def _keep_off_the_measured(home: Home) -> None:
    pid = int((home.postgres / "cluster" / "postmaster.pid").read_text().split("\n")[0])
    os.sched_setaffinity(pid, REST)


say: Callable[[str], object] = lambda line: (sys.stderr.write(line + "\n"), sys.stderr.flush())  # noqa: E731
