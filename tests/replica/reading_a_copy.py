"""Lists are read from a copy that follows the database, say so, and never depend on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import uuid4

import httpx
import pytest

from services.partnership_api.main import SERVICE
from shared.kit import replica
from tests.replica.conftest import Copy
from tests.support.serving import live

PATH = "/v1/parent-carer-groups"
NEWEST = {"Cache-Control": "no-cache"}
AS_OF = "X-As-Of"


@pytest.fixture(autouse=True)
def _tried_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "_AWAY_SECONDS", 0.0)


@asynccontextmanager
async def copied(url: str, copy: Copy, longest: float = 3600) -> AsyncIterator[httpx.AsyncClient]:
    """A board's client of a service that reads its lists from the copy, once that has what was there before."""
    async with live(SERVICE, url, read_database_url=copy.url(url), read_lag_seconds=longest) as running:
        board = running.as_("icb:QWO")
        await caught_up(board, await registered(board))
        yield board


async def registered(board: httpx.AsyncClient) -> dict[str, str]:
    group = {"name": f"Group {uuid4()}", "kind": "forum", "la_codes": ["382"]}
    answer = await board.post(PATH, json=group, headers={"Idempotency-Key": group["name"]})
    assert answer.status_code == 201
    made: dict[str, str] = answer.json()
    return made


async def caught_up(board: httpx.AsyncClient, made: dict[str, str]) -> None:
    """Wait until the copy has a row."""
    async with asyncio.timeout(60):
        while True:
            answer = await board.get(PATH)
            if AS_OF in answer.headers and made["id"] in ids(answer):
                return
            await asyncio.sleep(0.05)


def ids(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 200
    return {row["id"] for row in answer.json()["items"]}


async def test_a_list_from_the_copy_says_up_to_when_it_is_whole(url: str, copy: Copy):
    async with copied(url, copy) as board:
        made = await registered(board)
        await caught_up(board, made)
        answer = await board.get(PATH)
        assert datetime.fromisoformat(answer.headers[AS_OF]) >= datetime.fromisoformat(made["created_at"])


@pytest.fixture
async def paused(url: str, copy: Copy) -> AsyncIterator[httpx.AsyncClient]:
    async with copied(url, copy) as board:
        await copy.tell("select pg_wal_replay_pause()")
        yield board
        await copy.tell("select pg_wal_replay_resume()")


async def test_a_copy_that_is_behind_says_so_and_a_caller_who_asks_has_the_newest(paused: httpx.AsyncClient):
    made = await registered(paused)
    behind = await paused.get(PATH)
    assert made["id"] not in ids(behind)
    assert datetime.fromisoformat(behind.headers[AS_OF]) <= datetime.fromisoformat(made["created_at"])
    newest = await paused.get(PATH, headers=NEWEST)
    assert made["id"] in ids(newest)
    assert AS_OF not in newest.headers


async def test_what_was_just_written_is_read_back_at_once(paused: httpx.AsyncClient):
    made = await registered(paused)
    assert (await paused.get(f"{PATH}/{made['id']}")).json() == made
    feed = await paused.get("/v1/events?limit=1000")
    assert made["id"] in {event["subject"] for event in feed.json()}


async def test_what_changed_since_is_never_asked_of_the_copy(paused: httpx.AsyncClient):
    made = await registered(paused)
    answer = await paused.get(PATH, params={"updated_since": made["updated_at"]})
    assert (ids(answer), AS_OF in answer.headers) == ({made["id"]}, False)


@pytest.mark.parametrize("form", ["csv", "ndjson"])
async def test_a_whole_list_is_read_from_the_copy_too(paused: httpx.AsyncClient, form: str):
    made = await registered(paused)
    behind = await paused.get(PATH, params={"format": form})
    assert (made["id"] in behind.text, AS_OF in behind.headers) == (False, True)
    newest = await paused.get(PATH, params={"format": form}, headers=NEWEST)
    assert (made["id"] in newest.text, AS_OF in newest.headers) == (True, False)


async def test_a_copy_that_is_further_behind_than_allowed_is_not_read(url: str, copy: Copy):
    async with copied(url, copy, longest=2) as board:
        await copy.tell("select pg_wal_replay_pause()")
        try:
            made = await registered(board)
            async with asyncio.timeout(60):
                while AS_OF in (answer := await board.get(PATH)).headers:
                    await asyncio.sleep(0.1)
            assert made["id"] in ids(answer)
        finally:
            await copy.tell("select pg_wal_replay_resume()")
        await caught_up(board, await registered(board))


async def test_reads_that_the_copy_cuts_off_are_answered_all_the_same(url: str, copy: Copy):
    async with copied(url, copy) as board:
        made = await registered(board)
        await caught_up(board, made)
        reading = [asyncio.create_task(board.get(PATH, params={"count": "exact"})) for _ in range(40)]
        await copy.tell("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
        assert all(made["id"] in ids(answer) for answer in await asyncio.gather(*reading))


async def test_a_copy_that_dies_is_not_missed_and_is_read_again_when_it_is_back(url: str, copy: Copy):
    async with copied(url, copy) as board:
        copy.stop()
        try:
            made = await registered(board)
            for form in ("json", "csv", "ndjson"):
                answer = await board.get(PATH, params={"format": form})
                assert (answer.status_code, made["id"] in answer.text, AS_OF in answer.headers) == (200, True, False)
        finally:
            copy.start()


async def test_a_service_starts_and_answers_without_its_copy(url: str):
    nobody = "postgresql://nobody:nothing@127.0.0.1:9/none"
    async with live(SERVICE, url, read_database_url=nobody) as running:
        made = await registered(running.as_("icb:QWO"))
        assert made["id"] in ids(await running.as_("icb:QWO").get(PATH))
