import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from shared.kit import logging, subscriber
from shared.kit.auth import ServiceToken
from shared.kit.http_client import Neighbour
from shared.kit.positions import read
from shared.kit.subscriber import Follower, Subscription
from shared.kit.tables import consumer_cursors
from tests.support.serving import Served
from tests.support.tokens import EVERYTHING, ISSUER, token_for

REGISTERED = "partnership.parent-carer-group.registered"
GROUP = {"name": "One", "kind": "forum", "la_codes": ["382"]}


class Sink:
    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def write(self, data: bytes) -> None:
        self.lines.extend(json.loads(line) for line in data.splitlines())

    def flush(self) -> None:
        """Every line is here already."""


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(subscriber, "_PAUSE_SECONDS", (0.01,))
    sink = Sink()
    logging.configure("WARNING", "tests", sink)
    yield sink.lines
    logging.configure("ERROR", "tests")


async def token() -> str:
    return token_for("service:reporting")


@asynccontextmanager
async def follower(served: Served, handler: subscriber.Handler, source: str = "partnership", token=token):
    async with httpx.AsyncClient(transport=served.network) as client:
        neighbour = Neighbour(source, f"http://{source}.test", client, 1)
        yield Follower(served.database, neighbour, Subscription(source, {REGISTERED: handler}), token)


@asynccontextmanager
async def running(*followers: Follower) -> AsyncIterator[list[asyncio.Task]]:
    tasks = [asyncio.create_task(each.run()) for each in followers]
    try:
        yield tasks
        assert not any(task.done() for task in tasks)
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.01)


async def applied(lasting: Served, source: str = "partnership") -> int:
    async with lasting.database.transaction() as session:
        statement = select(consumer_cursors.c.applied).where(consumer_cursors.c.source == source)
        return await session.scalar(statement) or 0


async def test_a_batch_that_is_being_applied_when_it_is_told_to_stop_is_finished(lasting: Served):
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def slow(_session, _event):
        begun.set()
        await goes_on.wait()

    await lasting.as_("icb:QWO").post("/v1/parent-carer-groups", json=GROUP)
    async with follower(lasting, slow) as each:
        following = asyncio.create_task(each.run())
        await asyncio.wait_for(begun.wait(), 30)
        following.cancel()
        await asyncio.sleep(0.05)
        goes_on.set()
        await asyncio.wait({following}, timeout=30)
    assert following.cancelled()
    assert await applied(lasting) == 1


async def test_an_event_that_cannot_be_applied_is_loud_and_tried_again_and_stops_no_other(lasting: Served, lines):
    seen: list[str] = []
    broken = True

    async def poisoned(_session, event):
        if broken and event.data["name"] == "Two":
            raise KeyError("a fault of ours")
        seen.append(event.data["name"])

    async with follower(lasting, poisoned) as first, follower(lasting, poisoned, "away") as other:
        for name in ("One", "Two", "Three"):
            await lasting.as_("icb:QWO").post("/v1/parent-carer-groups", json=GROUP | {"name": name})
        async with running(first, other):
            await until(lambda: sum(line["event"] == "feed_not_applied" for line in lines) > 2)
            await until(lambda: any(line["event"] == "feed_not_reached" for line in lines))
            seen.clear()
            assert (await read(lasting.database, ["partnership"])).followed[0].lag_seconds == float("inf")
            broken = False
            # What is seen is not committed yet: to stop now could undo it.
            async with asyncio.timeout(30):
                while await applied(lasting) < 3:
                    await asyncio.sleep(0.01)
    assert seen[-3:] == ["One", "Two", "Three"]
    failed = next(line for line in lines if line["event"] == "feed_not_applied")
    assert (failed["level"], failed["source"]) == ("error", "partnership")
    assert failed["errors"][0]["type"] == "builtins.KeyError"
    assert next(line["source"] for line in lines if line["event"] == "feed_not_reached") == "away"
    assert await applied(lasting) == 3
    assert await applied(lasting, "away") == 0


async def test_an_issuer_that_is_away_is_waited_for(lasting: Served, lines):
    seen: list[str] = []

    async def note(_session, event):
        seen.append(event.data["name"])

    hosts = [httpx.URL(f"{ISSUER}/token"), httpx.URL("http://nobody.test/token")]
    async with httpx.AsyncClient(transport=lasting.network) as client:
        source = ServiceToken(client, str(hosts[1]), "service:reporting", "secret", EVERYTHING)
        async with follower(lasting, note, token=source) as following, running(following):
            await lasting.as_("icb:QWO").post("/v1/parent-carer-groups", json=GROUP)
            await until(lambda: bool(lines))
            source._url = str(hosts[0])
            await until(lambda: seen == ["One"])
    assert {line["event"] for line in lines} == {"feed_not_reached"}


async def test_a_refusal_of_the_owner_is_told_with_its_reason(lasting: Served, lines):
    async def note(_session, _event):
        """Never called."""

    async def unfit() -> str:
        return token_for("service:reporting", "assessment:read")

    async with follower(lasting, note, token=unfit) as following, running(following):
        await until(lambda: bool(lines))
    assert (lines[0]["event"], lines[0]["reason"]) == ("feed_refused", "Your organisation may not do this")
