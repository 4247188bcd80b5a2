"""Exports as jobs over HTTP: asked for, told of, linked, cancelled, forgotten; each by the organisation that asked."""

from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from sqlalchemy import text

from services.reporting_api.exports import jobs
from services.reporting_api.exports.queries import EXPORTS
from services.reporting_api.exports.worker import sweep, work_once
from shared.contracts.reporting import exports as contract
from tests.reporting_api import facts
from tests.reporting_api.exports.conftest import SETTINGS, Exporting
from tests.reporting_api.exports.reading import rows_of
from tests.support.views import assert_rows_match_the_contract

BOARD, OTHER = "icb:QWO", "icb:QHM"


async def run(exporting: Exporting, statement: str, **values: object) -> None:
    async with exporting.reporting.database.transaction() as session:
        await session.execute(text(statement), values)


async def pieces(exporting: Exporting) -> int:
    async with exporting.reporting.database.reading() as connection:
        return await connection.fetchval("select count(*) from export_pieces")


@pytest.mark.parametrize("form", ["csv", "ndjson", "xlsx", "parquet"])
async def test_from_asking_to_the_file(exporting: Exporting, two_boards, form):
    answer = await exporting.reporting.as_(BOARD).post("/v1/exports", json={"table": "schools", "form": form})
    asked = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == f"http://reporting.test/v1/exports/{asked['id']}"
    assert (asked["status"], asked["link"], asked["rows_in_all"]) == ("queued", None, None)
    assert await work_once(exporting.reporting.database, SETTINGS)
    done = await exporting.reporting.one(f"/v1/exports/{asked['id']}", BOARD)
    assert (done["status"], done["rows_written"], done["rows_in_all"]) == ("done", 2, 2)
    file = await exporting.opened(done["link"])
    assert file.status_code == 200
    assert (len(file.content), sha256(file.content).hexdigest()) == (done["size_bytes"], done["sha256"])
    assert file.headers["content-disposition"] == f'attachment; filename="schools.{form}"'
    directly = await exporting.reporting.as_(BOARD).get(f"/v1/flat-tables/schools/file?form={form}")
    assert rows_of(form, file.content) == rows_of(form, directly.content)
    assert not await work_once(exporting.reporting.database, SETTINGS)
    events = await exporting.reporting.items(f"/v1/exports/{asked['id']}/history", BOARD)
    assert [each["event"] for each in events] == ["reporting.export.ended", "reporting.export.requested"]


async def test_what_is_announced_has_no_link(exporting: Exporting, two_boards):
    await exporting.written()
    async with exporting.reporting.database.reading() as connection:
        told = await connection.fetch("select data::text from events where type like 'reporting.export.%'")
    assert len(told) == 2
    assert not any("signature" in each["data"] or '"link"' in each["data"] for each in told)


async def test_filters_and_the_day_it_is_told_of_go_with_the_job(exporting: Exporting, project):
    done = await exporting.written(table="reports_owed", form="ndjson", on="2025-07-01", quarter=["1", "2"])
    assert done["filters"] == {"on": ["2025-07-01"], "quarter": ["1", "2"]}
    listed = await exporting.reporting.items("/v1/reports-owed?on=2025-07-01&quarter=1,2", BOARD)
    rows = rows_of("ndjson", (await exporting.opened(done["link"])).content)
    assert [(row["quarter"], row["standing"], row["on"]) for row in rows] == [
        (each["quarter"], each["standing"], "2025-07-01") for each in listed
    ]
    assert listed


async def test_an_export_and_its_rows_are_those_of_the_organisation_that_asked(exporting: Exporting, two_boards):
    mine, theirs = await exporting.written(BOARD, form="ndjson"), await exporting.written(OTHER, form="ndjson")
    urns = {
        each["id"]: sorted(row["urn"] for row in rows_of("ndjson", (await exporting.opened(each["link"])).content))
        for each in (mine, theirs)
    }
    assert urns == {mine["id"]: ["107201", "107866"], theirs["id"]: ["118000"]}
    for organisation in (OTHER, "la:383", "school:107866", "national:dfe", "service:reporting"):
        caller = exporting.reporting.as_(organisation)
        assert (await caller.get(f"/v1/exports/{mine['id']}")).status_code == 404, organisation
        assert (await caller.get(f"/v1/exports/{mine['id']}/history")).status_code == 404
        cancelled = await caller.post(f"/v1/exports/{mine['id']}/cancellation", headers={"If-Match": '"1"'})
        assert cancelled.status_code == 404
        assert mine["id"] not in [each["id"] for each in (await caller.get("/v1/exports")).json()["items"]]
    assert (await exporting.reporting.as_("evaluator:sheffield").get("/v1/exports")).status_code == 403
    assert (await exporting.reporting.as_(None).get(f"/v1/exports/{mine['id']}")).status_code == 401


async def test_the_rows_are_those_it_sees_when_the_writing_begins(exporting: Exporting, two_boards):
    asked = await exporting.asked("la:383", form="ndjson")
    project = facts.project(icb_code="QHM", name="Later")
    await exporting.reporting.told(project, facts.participation(project, urn="118001", la_code="383"))
    await work_once(exporting.reporting.database, SETTINGS)
    done = await exporting.reporting.one(f"/v1/exports/{asked['id']}", "la:383")
    rows = rows_of("ndjson", (await exporting.opened(done["link"])).content)
    assert sorted(row["urn"] for row in rows) == ["107866", "118001"]


async def test_a_link_opens_its_own_file_and_nothing_else(exporting: Exporting, two_boards):
    one, two = await exporting.written(), await exporting.written()
    signed = {each["id"]: parse_qs(urlsplit(each["link"]).query) for each in (one, two)}
    [expires], [signature] = signed[one["id"]]["expires"], signed[one["id"]]["signature"]
    assert datetime.fromisoformat(one["expires_at"]).timestamp() == int(expires)
    path = f"/exports/{one['id']}/file"
    for wrong in (
        path,
        f"{path}?expires={expires}",
        f"{path}?expires={int(expires) + 60}&signature={signature}",
        f"{path}?expires={expires}&signature={signature[:-1]}{'0' if signature[-1] != '0' else '1'}",
        f"{path}?expires={expires}&signature=é",
        f"{path}?expires={expires}&signature={signed[two['id']]['signature'][0]}",
        f"/exports/{two['id']}/file?expires={expires}&signature={signature}",
        f"/exports/{UUID(int=7)}/file?expires={expires}&signature={signature}",
    ):
        answer = await exporting.opened(wrong)
        assert (answer.status_code, answer.json()["title"]) == (404, "There is no file at this address"), wrong
    assert (await exporting.opened(one["link"])).status_code == 200


async def test_an_expired_link_says_so_before_and_after_its_file_is_deleted(exporting: Exporting, two_boards):
    done = await exporting.written()
    await run(exporting, "update exports set expires_at = clock_timestamp() - interval '1 second'")
    for swept in (False, True):
        if swept:
            await sweep(exporting.reporting.database, SETTINGS)
        shown = await exporting.reporting.one(f"/v1/exports/{done['id']}", BOARD)
        assert (shown["status"], shown["link"]) == ("expired", None)
        assert len(await exporting.reporting.items("/v1/exports?status=expired", BOARD)) == 1
        assert await exporting.reporting.items("/v1/exports?status=done", BOARD) == []
        assert (await exporting.opened(done["link"])).status_code == 410
        assert await pieces(exporting) == (0 if swept else 1)


async def test_an_organisation_keeps_its_newest_files_alone(exporting: Exporting, two_boards, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_FILES", 2)
    theirs = await exporting.written(OTHER)
    mine = [await exporting.written() for _ in range(3)]
    opened = [(await exporting.opened(each["link"])).status_code for each in (theirs, *mine)]
    assert opened == [200, 410, 200, 200]
    assert await pieces(exporting) == 3
    oldest = await exporting.reporting.one(f"/v1/exports/{mine[0]['id']}", BOARD)
    assert (oldest["status"], oldest["link"]) == ("expired", None)
    assert oldest["expires_at"] < mine[0]["expires_at"]


async def test_a_file_that_is_not_over_is_kept_by_the_sweep(exporting: Exporting, two_boards):
    done = await exporting.written()
    await sweep(exporting.reporting.database, SETTINGS)
    assert (await exporting.opened(done["link"])).status_code == 200


async def test_what_waits_is_cancelled_and_what_has_ended_is_not(exporting: Exporting, two_boards):
    asked = await exporting.asked()
    board, path = exporting.reporting.as_(BOARD), f"/v1/exports/{asked['id']}/cancellation"
    assert (await board.post(path)).status_code == 428
    assert (await board.post(path, headers={"If-Match": '"9"'})).status_code == 412
    cancelled = await board.post(path, headers={"If-Match": '"1"'})
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert not await work_once(exporting.reporting.database, SETTINGS)
    again = await board.post(path, headers={"If-Match": cancelled.headers["etag"]})
    assert (again.status_code, again.json()["title"]) == (409, "The export has ended already")


async def test_a_worker_finds_out_that_its_export_was_cancelled(exporting: Exporting, two_boards):
    asked = await exporting.asked()
    async with exporting.reporting.database.transaction() as session:
        job = await jobs.claim(session)
    async with exporting.reporting.database.transaction() as session:
        assert await jobs.keep(session, job, 1, b"half", 1)
    board, path = exporting.reporting.as_(BOARD), f"/v1/exports/{asked['id']}/cancellation"
    running = await exporting.reporting.one(f"/v1/exports/{asked['id']}", BOARD)
    assert (running["status"], running["rows_written"], running["version"]) == ("running", 1, 3)
    assert (await board.post(path, headers={"If-Match": '"2"'})).status_code == 200, "progress is nobody's change"
    assert await pieces(exporting) == 0
    async with exporting.reporting.database.transaction() as session:
        assert not await jobs.keep(session, job, 2, b"more", 2)
        assert not await jobs.finish(session, job, jobs.Written(2, 8, "0" * 64), "http://x", 1)
    assert await pieces(exporting) == 0
    assert (await exporting.reporting.one(f"/v1/exports/{asked['id']}", BOARD))["status"] == "cancelled"


async def test_an_organisation_has_so_many_under_way_and_no_more(exporting: Exporting, two_boards):
    for _ in range(3):
        last = await exporting.asked()
    board, body = exporting.reporting.as_(BOARD), {"table": "schools", "form": "csv"}
    refused = await board.post("/v1/exports", json=body)
    assert (refused.status_code, refused.json()["detail"]) == (409, "It may have 3 waiting or being written.")
    await exporting.asked(OTHER)
    path = f"/v1/exports/{last['id']}/cancellation"
    assert (await board.post(path, headers={"If-Match": '"1"'})).status_code == 200
    await exporting.asked()


async def test_what_fails_says_so_and_is_no_half_file(exporting: Exporting, two_boards):
    asked = await exporting.asked()
    await run(exporting, 'update exports set filters = \'{"la_code": ["x"]}\'')
    with pytest.raises(Exception, match="cannot be used"):
        await work_once(exporting.reporting.database, SETTINGS)
    shown = await exporting.reporting.one(f"/v1/exports/{asked['id']}", BOARD)
    assert (shown["status"], shown["failure"]) == (
        "failed",
        "Something went wrong while the file was written. Ask again.",
    )


async def test_a_table_too_large_to_be_given_directly_names_the_job(exporting: Exporting, two_boards, monkeypatch):
    settings = exporting.reporting.served.app.state.settings.model_copy(update={"direct_export_rows": 1})
    monkeypatch.setattr(exporting.reporting.served.app.state, "settings", settings)
    answer = await exporting.reporting.as_(BOARD).get("/v1/flat-tables/schools/file")
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "It has 2 rows, and 1 are given directly. Ask for it as a job: POST /v1/exports.",
    )
    assert (await exporting.reporting.as_(BOARD).get("/v1/flat-tables/schools/file?la_code=383")).status_code == 200


WRONG = [
    ({"table": "pupils"}, "/table"),
    ({"table": "Schools!"}, "/table"),
    ({"form": "pdf"}, "/form"),
    ({"filters": {"colour": "red"}}, "/filters/colour"),
    ({"filters": {"limit": "1"}}, "/filters/limit"),
    ({"filters": {"la_code": "38"}}, "/filters/la_code/0"),
    ({"filters": {"la_code": ["383", "38"]}}, "/filters/la_code/1"),
    ({"filters": {"updated_since": "yesterday"}}, "/filters/updated_since"),
    ({"rows": 5}, "/rows"),
]


async def test_what_is_wrong_with_the_asking_is_said_with_its_place(exporting: Exporting):
    for change, pointer in WRONG:
        body = {"table": "schools", "form": "csv"} | change
        answer = await exporting.reporting.as_(BOARD).post("/v1/exports", json=body)
        assert answer.status_code == 422, answer.text
        assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


async def test_postgresql_builds_what_the_contract_says(exporting: Exporting, two_boards):
    await exporting.written()
    await exporting.asked(OTHER, table="icbs", form="parquet", programme_year="2025-26")
    await assert_rows_match_the_contract(exporting.reporting.database, EXPORTS)
    assert EXPORTS.contract is contract.Export


async def test_the_longest_wait_for_a_worker_is_measured(exporting: Exporting):
    async def waiting() -> float:
        shown = (await exporting.reporting.as_(None).get("/metrics")).text
        [line] = [each for each in shown.splitlines() if each.startswith('pins_jobs_waiting_seconds{kind="export"}')]
        return float(line.split()[-1])

    assert await waiting() == 0
    asked = await exporting.asked()
    await run(exporting, "update exports set created_at = clock_timestamp() - interval '1 hour'")
    assert await waiting() >= 3600
    held = "update exports set status = 'running', lease_until = clock_timestamp() + interval '1 minute' where id = :id"
    await run(exporting, held, id=asked["id"])
    assert await waiting() == 0
