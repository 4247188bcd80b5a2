"""Workers on a database where transactions are real: one takes an export, one that is lost is followed by another."""

import asyncio
import os
import signal
import sys
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic

import asyncpg
import pytest

from services.reporting_api.exports import asking, contents, jobs, worker
from services.reporting_api.exports.tables import TABLES
from services.reporting_api.exports.worker import work_once, write_exports
from services.reporting_api.main import SERVICE
from shared.contracts.reporting.exports import ExportForm
from shared.kit.leases import MOST_ATTEMPTS
from tests.reporting_api.exports.many import many_schools
from tests.reporting_api.exports.one_worker import KEPT_BEFORE
from tests.reporting_api.exports.reading import rows_of
from tests.support.databases import Databases
from tests.support.serving import Served, live

TEAM = "national:dfe"
ROOT = Path(__file__).parents[3]


@dataclass
class Office:
    """reporting_api with many schools, its own worker asleep."""

    url: str
    served: Served
    connection: asyncpg.Connection

    @property
    def settings(self):
        return self.served.app.state.settings

    async def asked(self, form: str = "csv") -> str:
        body = {"table": "schools", "form": form}
        answer = await self.served.as_(TEAM).post("/v1/exports", json=body)
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    async def row(self, export_id: str) -> asyncpg.Record:
        return await self.connection.fetchrow("select * from exports where id = $1::text::uuid", export_id)

    async def until(self, export_id: str, holds) -> asyncpg.Record:
        ends = monotonic() + 120
        while not holds(row := await self.row(export_id)):
            assert monotonic() < ends, f"it stayed {row['status']}"
            await asyncio.sleep(0.05)
        return row

    async def run_out(self) -> None:
        await self.connection.execute("update exports set lease_until = now() - interval '1 second'")

    async def work(self) -> bool:
        return await work_once(self.served.database, self.settings)

    async def file(self, export_id: str) -> bytes:
        """The file of an export, which is what the table of exports says of it."""
        shown = (await self.served.as_(TEAM).get(f"/v1/exports/{export_id}")).json()
        content = (await self.served.as_(None).get(shown["link"])).content
        assert (len(content), sha256(content).hexdigest()) == (shown["size_bytes"], shown["sha256"])
        return content


@pytest.fixture
async def office(databases: Databases, monkeypatch) -> AsyncIterator[Office]:
    async def asleep(*_: object) -> None:
        await asyncio.sleep(3600)

    monkeypatch.setattr(sys.modules[worker.__name__], "PIECE", 50_000)
    quiet = SERVICE.__class__(**{**vars(SERVICE), "background": (asleep,)})
    async with databases.copy(SERVICE) as url, live(quiet, url) as served:
        connection = await asyncpg.connect(url)
        await many_schools(connection, 1500)
        yield Office(url, served, connection)
        await connection.close()


async def test_two_workers_share_two_exports_and_each_file_is_whole(office: Office):
    ids = [await office.asked(form) for form in ("csv", "ndjson")]
    assert await asyncio.gather(office.work(), office.work()) == [True, True]
    assert not await office.work()
    for form, export_id in zip(("csv", "ndjson"), ids, strict=True):
        row = await office.row(export_id)
        assert (row["status"], row["attempts"], row["rows_written"]) == ("done", 1, 1500)
        assert len({each["school_name"] for each in rows_of(form, await office.file(export_id))}) == 1500


async def test_of_two_workers_one_takes_an_export(office: Office):
    export_id = await office.asked()
    assert sorted(await asyncio.gather(office.work(), office.work())) == [False, True]
    assert (await office.row(export_id))["attempts"] == 1


async def test_a_worker_that_is_killed_in_the_middle_is_followed_by_another(office: Office):
    export_id = await office.asked()
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "tests/reporting_api/exports/one_worker.py"), office.url,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    count = "select count(*) from export_pieces"
    await office.until(export_id, lambda row: row["status"] == "running" and row["rows_written"] > 0)
    ends = monotonic() + 120
    while await office.connection.fetchval(count) < KEPT_BEFORE:
        assert monotonic() < ends
        await asyncio.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    assert not await office.work(), "while the lease lasts nobody else works on it"
    await office.run_out()
    assert await office.work()
    row = await office.row(export_id)
    assert (row["status"], row["attempts"], row["rows_written"]) == ("done", 2, 1500)
    names = [each["school_name"] for each in rows_of("csv", await office.file(export_id))]
    assert (len(names), len(set(names))) == (1500, 1500), "nothing is there twice"


async def test_who_lost_the_lease_can_neither_keep_nor_finish(office: Office):
    await office.asked()
    database = office.served.database
    async with database.transaction() as session:
        lost = await jobs.claim(session)
    async with database.transaction() as session:
        assert await jobs.keep(session, lost, 1, b"of the lost one", 1)
    await office.run_out()
    async with database.transaction() as session:
        holds = await jobs.claim(session)
    async with database.transaction() as session:
        assert not await jobs.keep(session, lost, 2, b"too late", 2)
        assert not await jobs.finish(session, lost, jobs.Written(2, 8, "0" * 64), "http://x", 1)
        await jobs.fail(session, lost, "It was not mine.")
        assert await jobs.keep(session, holds, 1, b"of the other", 1)
    kept = await office.connection.fetch("select number, content from export_pieces")
    assert [tuple(each) for each in kept] == [(1, b"of the other")]


async def test_an_export_that_never_comes_to_its_end_fails_and_says_so(office: Office):
    export_id = await office.asked()
    for _ in range(MOST_ATTEMPTS):
        async with office.served.database.transaction() as session:
            assert await jobs.claim(session)
        await office.run_out()
    assert not await office.work()
    row = await office.row(export_id)
    assert (row["status"], row["failure"].partition(".")[0]) == (
        "failed",
        "The file was begun three times and never came to its end",
    )


async def test_a_service_that_stops_hands_its_export_back(office: Office, monkeypatch):
    export_id = await office.asked()
    reached = asyncio.Event()

    async def waits(*_: object) -> bool:
        reached.set()
        await asyncio.sleep(3600)
        return True

    monkeypatch.setattr(jobs, "keep", waits)
    working = asyncio.create_task(write_exports(office.served.database, office.settings))
    await asyncio.wait_for(reached.wait(), 30)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    row = await office.row(export_id)
    assert (row["status"], row["attempts"], row["lease"]) == ("queued", 0, None)


async def test_however_many_ask_at_once_so_many_are_under_way(office: Office):
    board = office.served.as_(TEAM)
    body = {"table": "schools", "form": "csv"}
    answers = await asyncio.gather(*(board.post("/v1/exports", json=body) for _ in range(8)))
    assert sorted(each.status_code for each in answers) == [202] * 3 + [409] * 5


async def test_a_file_that_is_deleted_while_it_is_read_is_no_whole_file(office: Office):
    export_id = await office.asked()
    await office.work()
    link = (await office.served.as_(TEAM).get(f"/v1/exports/{export_id}")).json()["link"]
    await office.connection.execute("delete from export_pieces where number = 3")
    answer = await office.served.as_(None).get(link)
    assert len(answer.content) < int(answer.headers["content-length"]), "a client sees that it was broken off"


async def test_a_file_of_ten_times_the_rows_takes_no_more_memory(office: Office, monkeypatch):
    monkeypatch.setattr(contents, "_ROWS_AT_ONCE", 75)
    peaks: dict[ExportForm, list[int]] = {form: [] for form in ExportForm}
    # The first time is for what is imported and compiled once.
    for rows in (150, 150, 1500):
        await office.connection.execute("delete from school_summaries")
        await many_schools(office.connection, rows)
        for form in ExportForm:
            asked = asking.kept(TABLES["schools"], form, {}, TEAM)
            tracemalloc.start()
            async with aclosing(contents.pieces(office.served.database, asked, {})) as pieces:
                read = sum([piece.rows == rows async for piece in pieces])
            peaks[form].append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert read
    grown = {form: few_and_many[2] / few_and_many[1] for form, few_and_many in peaks.items()}
    assert all(times < 1.6 for times in grown.values()), grown
