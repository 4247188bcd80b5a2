"""How fast a consumer applies a feed, and how far it lags behind 500 writes a second."""

import asyncio
from statistics import median
from time import monotonic, perf_counter
from typing import Any

import asyncpg

from deploy.local import children
from deploy.local.home import load_secrets
from tests.bench.ground import Ground, service

_WRITES_A_SECOND = 500
_WRITING_SECONDS = 10
_LONGEST_SECONDS = 90
_APPLIED = "select coalesce((select applied from consumer_cursors where source = 'partnership'), 0)"
_FORGET = "delete from consumer_cursors where source = 'partnership'"
_WRITTEN = "service:bench"
_WRITE = f"""
insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, project_id, icb_code, la_code,
                    urn, organisations, data)
select gen_random_uuid(), 'partnership.participation.confirmed', 'participations/' || p.id, now(), '{_WRITTEN}',
       1, false, project_id, icb_code, la_code, urn, array['school:' || current_urn],
       to_jsonb(p)
from participations p where id = $1
"""


async def feed(ground: Ground) -> list[dict[str, Any]]:
    """Reporting follows partnership from the beginning, then keeps up with what is written."""
    reporting = await asyncpg.connect(ground.superuser_url("reporting"))
    partnership = await asyncpg.connect(ground.superuser_url("partnership"))
    await reporting.execute(_FORGET)
    follower = children.subscriber_of(ground.home, service("reporting"), ground.server, load_secrets(ground.home))
    ground.supervisor.add(follower)
    await ground.supervisor.start(follower.name)
    try:
        there = await partnership.fetchval("select count(*) from events where type like 'partnership.participation.%'")
        rows = [await _caught_up(reporting, there)]
        if await reporting.fetchval(_APPLIED) >= there:
            rows.append(await _keeping_up(ground, reporting, partnership))
    finally:
        await ground.supervisor.stop(follower.name)
        await partnership.execute("delete from events where actor = $1", _WRITTEN)
        await reporting.execute(_FORGET)
        await asyncio.gather(reporting.close(), partnership.close())
    return rows


async def _caught_up(reporting: asyncpg.Connection, there: int) -> dict[str, Any]:
    began = first = 0.0
    before = applied = 0
    until = monotonic() + _LONGEST_SECONDS
    while applied < there and monotonic() < until:
        await asyncio.sleep(0.02)
        applied = await reporting.fetchval(_APPLIED)
        if applied and not before:  # the first batch: the process has started and is following
            before, began = applied, perf_counter()
        elif applied > before:
            first = perf_counter()
    a_second = (applied - before) / (first - began) if first else 0.0
    return {"name": "feed", "what": "events applied by a consumer", "figure": f"{a_second:,.0f} a second",
            "goal": "5,000 a second", "value": round(a_second)}  # fmt: skip


async def _keeping_up(ground: Ground, reporting: asyncpg.Connection, partnership: asyncpg.Connection) -> dict[str, Any]:
    keys = [row[0] for row in await partnership.fetch("select id from participations order by id limit 500")]
    before: int = await reporting.fetchval(_APPLIED)
    written: list[float] = []
    lags: list[float] = []
    pool = await asyncpg.create_pool(ground.superuser_url("partnership"), min_size=8, max_size=8)

    async def write(number: int) -> None:
        await pool.execute(_WRITE, keys[number % len(keys)])
        written.append(monotonic())

    async def watch() -> None:
        while True:
            applied = await reporting.fetchval(_APPLIED) - before
            lags.append(monotonic() - written[applied] if applied < len(written) else 0.0)
            await asyncio.sleep(0.02)

    watching = asyncio.create_task(watch())
    began = monotonic()
    async with asyncio.TaskGroup() as writing:
        for number in range(_WRITES_A_SECOND * _WRITING_SECONDS):
            await asyncio.sleep(max(0.0, began + number / _WRITES_A_SECOND - monotonic()))
            writing.create_task(write(number))
    reached = len(written) / (monotonic() - began)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await pool.close()
    figure = f"{median(lags):.2f} s, at most {max(lags):.2f} s, at {reached:,.0f} writes a second"
    return {"name": "lag", "what": "lag of the consumer", "figure": figure, "goal": "under 1 s at 500 a second",
            "value": round(max(lags), 2)}  # fmt: skip
