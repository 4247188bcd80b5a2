"""Several replicas of what follows feeds: one works, the others stand by, and nothing is applied twice."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest
from sqlalchemy import text

from services.partnership_api.main import SERVICE
from shared.kit import positions, standby
from tests.support.databases import Databases
from tests.support.follower import TOLD
from tests.support.over_http import over_http
from tests.support.serving import Served
from tests.support.tokens import token_for

GROUP = {"name": "One", "kind": "forum", "la_codes": ["382"]}


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await true():
            await asyncio.sleep(0.02)


class Watched:
    """A feed that notes who asks, and can pause who asks while the answer is on its way to them."""

    def __init__(self, app) -> None:
        self.app = app
        self.asked: Counter[str] = Counter()
        self.pausing = False
        self.processes: dict[str, int] = {}
        self.paused = ""

    async def __call__(self, scope, receive, send):
        who = next(value.decode() for name, value in scope["headers"] if name == b"user-agent")
        self.asked[who] += 1

        async def answered(message):
            if self.pausing and message["type"] == "http.response.body" and len(message["body"]) > 2:
                self.pausing, self.paused = False, who
                os.kill(self.processes[who], signal.SIGSTOP)
            await send(message)

        await self.app(scope, receive, answered)


class Following:
    """Two followers of the feed, in a database of their own; by name."""

    def __init__(self, lasting: Served, feed: Watched, url: str) -> None:
        self._lasting, self.feed, self.url = lasting, feed, url

    async def register(self, name: str) -> None:
        answer = await self._lasting.as_("icb:QWO").post("/v1/parent-carer-groups", json=GROUP | {"name": name})
        assert answer.status_code == 201

    async def told(self) -> list[tuple[str, str]]:
        async with self._lasting.database.transaction() as session:
            return [tuple(row) for row in await session.execute(text("select follower, name from told order by name"))]

    async def has_told(self, name: str) -> str:
        """Who applied this event, when somebody has."""
        await until(lambda: self._is_told(name))
        return next(who for who, what in await self.told() if what == name)

    async def _is_told(self, name: str) -> bool:
        return name in {what for _, what in await self.told()}


@pytest.fixture
async def following(lasting: Served) -> AsyncIterator[Following]:
    url = str(lasting.app.state.settings.database_url)
    async with lasting.database.transaction() as session:
        await session.execute(text(TOLD))
    feed = Watched(lasting.app)
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(over_http(feed))
        for name in ("first", "second"):
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.support.follower", url, address, token_for("service:reporting"), name
            )
            stack.push_async_callback(process.wait)
            stack.callback(_end, process)
            feed.processes[name] = process.pid
        yield Following(lasting, feed, url)


def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()


async def test_one_of_two_fetches_and_neither_a_pause_nor_a_kill_makes_anything_apply_twice(following: Following):
    feed = following.feed
    await following.register("1")
    holder = await following.has_told("1")
    other = next(name for name in feed.processes if name != holder)
    assert feed.asked[other] == 0

    feed.pausing = True
    await following.register("2")
    assert await following.has_told("2") == other
    assert feed.paused == holder

    # It wakes with the very events in its hands that the other has applied.
    os.kill(feed.processes[holder], signal.SIGCONT)
    await following.register("3")
    assert await following.has_told("3") == other

    os.kill(feed.processes[other], signal.SIGKILL)
    await following.register("4")
    assert await following.has_told("4") == holder
    assert [name for _, name in await following.told()] == ["1", "2", "3", "4"]


@asynccontextmanager
async def standing(url: str, *work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(standby.alone(url, each)) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_lease_keeps_no_transaction_open_is_measured_and_outlives_the_server_breaking_off(
    databases: Databases, lasting: Served, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(standby, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(standby, "_TELL_SECONDS", 0.5)
    at_work: list[int] = []

    async def work() -> None:
        at_work.append(len(at_work))
        await asyncio.Event().wait()

    async def followers() -> int:
        return (await positions.read(lasting.database, ["partnership"])).followers

    async def again() -> bool:
        return len(at_work) > 1

    async def held() -> bool:
        return await followers() == 1

    assert await followers() == 0
    url = str(lasting.app.state.settings.database_url)
    async with standing(url, work, work):
        await until(held)
        async with lasting.database.transaction() as session:
            open_ones = await session.execute(
                text("""select backend_xid, backend_xmin from pg_stat_activity
                        where application_name = 'pins follower' and datname = current_database()
                        and state like 'idle%'""")
            )
            assert {tuple(row) for row in open_ones} == {(None, None)}
            await session.execute(
                text("""select pg_terminate_backend(pid) from pg_locks
                        where locktype = 'advisory' and objid = :lock and granted
                        and database = (select oid from pg_database where datname = current_database())"""),
                {"lock": standby.LOCK},
            )
        await until(again)
        await until(held)


async def test_work_that_fails_is_not_hidden_behind_the_lease(databases: Databases):
    async def broken() -> None:
        raise KeyError("a fault of ours")

    async with databases.copy(SERVICE) as url:
        with pytest.raises(KeyError):
            await standby.alone(url, broken)
