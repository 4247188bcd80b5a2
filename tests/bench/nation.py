"""How far one node goes, asked as callers ask: `python -m tests.bench.nation 1000000 27000`.

So many events, and so many surveys, of three years, 42 boards and 3,000 schools.
"""

import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import httpx
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deploy.local import postgres
from services.assessment_api.main import SERVICE
from shared.kit import cursors, feed, logging, partitions
from shared.kit.partitions import ByYear
from tests.support.databases import Databases
from tests.support.serving import live

TIMES = 30
_AT_ONCE = 250_000
# As many as one fill makes, with what takes long to make: the rest is copied from them.
_SAMPLE = """
create unlogged table sample as
select md5(g::text)::uuid::text as subject, 'school:' || 100000 + g % 3000 as actor,
       md5('project' || g % 126)::uuid as project_id,
       'Q' || lpad((g % 42)::text, 2, '0') as icb_code, (201 + g % 150)::text as la_code,
       (100000 + g % 3000)::text as urn, g as number,
       jsonb_build_object('id', md5(g::text)::uuid, 'term', 'autumn', 'respondents', 40 + g % 60,
                          'version', 1 + g % 8, 'questions', $1::jsonb -> 0) as data
from generate_series(1, 50000) as g
"""
# Numbers of past transactions, as many as a new server has: it has not had as many as a nation's three years would.
_EVENTS = """
insert into events (xid, id, type, subject, occurred_at, actor, resource_version, is_public, project_id, icb_code,
                    la_code, urn, data)
select (3 + g * 600 / $3)::text::xid8, gen_random_uuid(), 'assessment.survey.recorded', subject,
       timestamptz '2024-04-01' + g * (interval '3 years' / $3), actor, 1 + g % 8, false, project_id, icb_code, la_code,
       urn, data
from generate_series($1::bigint, $2) as g join sample on number = 1 + g % 50000 order by g
"""
_WITHOUT_KEYS = """
alter table events drop constraint pk_events, drop constraint uq_events_id;
drop index ix_events_feed, ix_events_subject
"""
_WITH_KEYS = """
alter table events add constraint pk_events primary key (position, occurred_at);
alter table events add constraint uq_events_id unique (id, occurred_at);
create index ix_events_feed on events (xid, position);
create index ix_events_subject on events (subject, position);
drop table sample
"""
_SURVEYS = """
insert into surveys (id, term, instrument_id, respondents, questions, exact_respondents, exact_questions,
                     suppression_threshold, suppressed, participation_id, project_id, icb_code, la_code, urn,
                     programme_year, version, created_at, updated_at)
select md5('survey' || g)::uuid, (array['summer', 'autumn', 'spring'])[1 + g % 3], (select id from instruments limit 1),
       40, $4::jsonb, 40, $4::jsonb, 5, false, md5('participation' || g)::uuid, md5('project' || g % 126)::uuid,
       'Q' || lpad((g % 42)::text, 2, '0'), (201 + g % 150)::text, (100000 + g % 3000)::text,
       (array['2024-25', '2025-26', '2026-27'])[1 + g * 3 / ($3 + 1)], 1, now(),
       timestamptz '2024-04-01' + g * (interval '3 years' / $3)
from generate_series($1::bigint, $2) as g
"""
_QUESTIONS = [
    {
        "question": f"q{number}", "domain": "communication", "not_applicable": 0, "unanswered": 1, "favourable": 25,
        "others": 15, "counts": [{"value": value, "count": 8} for value in range(1, 6)],
    }
    for number in range(12)
]  # fmt: skip
_SIZES = """
select coalesce(parent.relname, part.relname) as name, count(*) as parts,
       pg_size_pretty(sum(pg_table_size(part.oid))) as rows, pg_size_pretty(sum(pg_indexes_size(part.oid))) as indexes
from pg_class part left join pg_inherits on inhrelid = part.oid left join pg_class parent on parent.oid = inhparent
where part.relkind = 'r' and coalesce(parent.relname, part.relname) in ('events', 'surveys') group by 1 order by 1
"""


async def _make_years(url: str) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    async with engine.begin() as connection:
        for table in (
            ByYear("events", "occurred_at", is_range=True),
            ByYear("surveys", "programme_year", is_range=False),
        ):
            await connection.run_sync(partitions.make, table, range(2024, 2027))
    await engine.dispose()


def _say(*cells: object) -> None:
    sys.stdout.write(" | ".join(str(cell) for cell in cells) + "\n")
    sys.stdout.flush()


async def _fill(connection: asyncpg.Connection, name: str, statement: str, number: int, *more: str) -> None:
    started = time.perf_counter()
    for first in range(1, number + 1, _AT_ONCE):
        last = min(first + _AT_ONCE - 1, number)
        await connection.execute(statement, first, last, number, *more)
        _say(f"{name}: {last} of {number} rows", f"{time.perf_counter() - started:.0f} s")


async def _measured(name: str, of: Callable[[], Awaitable[httpx.Response]]) -> None:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        answer = await of()
        taken.append(1000 * (time.perf_counter() - started))
        assert answer.status_code == 200, answer.text
    _say(name, f"least {min(taken):.1f} ms", f"median {median(taken):.1f} ms")


async def _ask(url: str, surveys: int) -> None:
    async with live(SERVICE, url) as running:
        board, nation = running.as_("icb:Q01"), running.as_("national:dfe")
        connection = await asyncpg.connect(url)
        last = await connection.fetchval("select max(position) from events")
        place = await connection.fetchval("select xid::text from events where position = $1", last - 2000)
        middle = await connection.fetchval("select id::text from surveys order by id offset $1 limit 1", surveys // 2)
        await connection.close()
        recent = cursors.write(feed.CURSOR, [int(place), last - 2000])
        head = (await board.get("/v1/events?after=latest")).headers["X-Next-Cursor"]
        reads: dict[str, tuple[httpx.AsyncClient, str, dict[str, Any]]] = {
            "feed, nothing new": (board, "/v1/events", {"after": head}),
            "feed, 1,000 recent events, the nation": (nation, "/v1/events", {"after": recent, "limit": 1000}),
            "feed, a board's among the last 2,000": (board, "/v1/events", {"after": recent, "limit": 1000}),
            "one survey": (nation, f"/v1/surveys/{middle}", {}),
            "a page of 50 surveys, a board": (board, "/v1/surveys", {}),
            "a page of 50 surveys of one year, a board": (board, "/v1/surveys", {"programme_year": "2026-27"}),
            "a page of 50 surveys, the nation": (nation, "/v1/surveys", {}),
            "a board's surveys counted": (board, "/v1/surveys", {"count": "exact", "limit": 1}),
        }
        for name, (client, path, params) in reads.items():
            await _measured(name, lambda c=client, p=path, q=params: c.get(p, params=q, timeout=300))  # type: ignore[misc]
        started = time.perf_counter()
        whole = await board.get("/v1/surveys", params={"format": "ndjson"}, timeout=600)
        lines = whole.text.count("\n")
        _say(f"a board's whole list, {lines} rows", f"{time.perf_counter() - started:.1f} s", f"{len(whole.content)} B")


async def _measure(server: postgres.Server, events: int, surveys: int) -> None:
    async with Databases(server).copy(SERVICE) as url:
        await _make_years(url)
        connection = await asyncpg.connect(url)
        questions = json.dumps(_QUESTIONS)
        await connection.execute(_WITHOUT_KEYS)
        await connection.execute(_SAMPLE, questions)
        await _fill(connection, "events", _EVENTS, events)
        await _fill(connection, "surveys", _SURVEYS, surveys, questions)
        started = time.perf_counter()
        await connection.execute(_WITH_KEYS)
        await connection.execute("vacuum analyze")
        _say("keys, vacuum analyze", f"{time.perf_counter() - started:.0f} s")
        for row in await connection.fetch(_SIZES):
            _say(row["name"], f"{row['parts']} partitions", f"rows {row['rows']}", f"indexes {row['indexes']}")
        await connection.close()
        await _ask(url, surveys)


def main() -> None:
    logging.configure("ERROR", "bench")
    events, surveys = (int(word) for word in sys.argv[1:])
    folder = Path(tempfile.mkdtemp())
    settings = {
        "max_connections": "50",
        "fsync": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "autovacuum": "off",
        "max_wal_size": "8GB",
        "shared_buffers": "512MB",
        "maintenance_work_mem": "512MB",
        "max_parallel_maintenance_workers": "0",
    }
    try:
        with postgres.running(folder / "data", settings) as server:
            _say(f"{os.cpu_count()} cores", f"load {os.getloadavg()[0]:.0f}")
            asyncio.run(_measure(server, events, surveys))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
