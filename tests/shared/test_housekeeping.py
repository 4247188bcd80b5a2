from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from shared.kit import feed
from shared.kit.clock import utc_now
from shared.kit.housekeeping import sweep
from shared.kit.tables import events, idempotency_keys
from tests.support.serving import Served

PATH = "/v1/parent-carer-groups"


async def registered(served: Served, *names: str) -> None:
    for name in names:
        group = {"name": name, "kind": "forum", "la_codes": ["382"]}
        answer = await served.as_("icb:QWO").post(PATH, json=group, headers={"Idempotency-Key": name})
        assert answer.status_code == 201


async def aged(served: Served, **days: int) -> None:
    async with served.database.transaction() as session:
        for name, number in days.items():
            await session.execute(
                update(events)
                .where(events.c.data["name"].astext == name)
                .values(occurred_at=utc_now() - timedelta(days=number))
            )
        await session.execute(
            update(idempotency_keys)
            .where(idempotency_keys.c.key == "One")
            .values(created_at=utc_now() - timedelta(hours=served.app.state.settings.idempotency_hours + 1))
        )


async def kept(served: Served) -> list[str]:
    async with served.database.transaction() as session:
        found = await session.scalars(select(events.c.data["name"].astext).order_by(events.c.position))
        return list(found)


async def test_a_sweep_drops_what_is_older_than_promised_and_nothing_else(lasting: Served):
    await registered(lasting, "One", "Two", "Three")
    days = lasting.app.state.settings.feed_retention_days
    await aged(lasting, One=days + 1, Two=days - 1)
    await sweep(lasting.database, lasting.app.state.settings)
    assert await kept(lasting) == ["Two", "Three"]
    async with lasting.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(idempotency_keys)) == 2


async def test_a_backlog_is_dropped_a_part_at_a_time_and_the_feed_says_how_far(
    lasting: Served, monkeypatch: pytest.MonkeyPatch
):
    await registered(lasting, "One", "Two", "Three", "Four")
    reader = lasting.as_("national:dfe")
    first = (await reader.get("/v1/events?limit=1")).headers["X-Next-Cursor"]
    await aged(lasting, One=9999, Two=9999, Three=9999)
    monkeypatch.setattr(feed, "_PRUNED_AT_ONCE", 2)
    await sweep(lasting.database, lasting.app.state.settings)
    assert await kept(lasting) == ["Three", "Four"]
    assert (await reader.get("/v1/events", params={"after": first})).status_code == 410
    await sweep(lasting.database, lasting.app.state.settings)
    assert await kept(lasting) == ["Four"]
    assert [event["data"]["name"] for event in (await reader.get("/v1/events")).json()] == ["Four"]


async def test_two_sweeps_at_once_do_no_harm(lasting: Served):
    await registered(lasting, "One", "Two")
    await aged(lasting, One=9999)
    async with lasting.database.transaction() as session:
        await session.execute(select(func.pg_advisory_xact_lock(7_236_992)))
        await sweep(lasting.database, lasting.app.state.settings)
        assert await kept(lasting) == ["One", "Two"]
    await sweep(lasting.database, lasting.app.state.settings)
    assert await kept(lasting) == ["Two"]
