"""A file that cannot be used is refused with the place and the reason, and nothing of it stays."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.gias import CSV, SCHOOL, gias_file, imported
from tests.support.partnership import done
from tests.support.serving import Served
from tests.support.tokens import bearer

GOOD = gias_file({}, {"URN": "100026"})
MEGABYTE = b"x" * 1_000_000


async def number_of_schools(partnership: Served) -> int:
    page = await partnership.as_("la:383").get("/v1/schools", params={"count": "exact"})
    return int(done(page, 200)["total"])


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "file_empty", 1),
        (GOOD.splitlines()[0], "file_empty", 1),
        (b"PK\x03\x04 and so on", "file_not_a_table", 1),
        (b'{"URN": "100025"}', "file_not_a_table", 1),
        (gias_file({}, without=("PhaseOfEducation (code)",)), "columns_missing", 1),
        (GOOD[: GOOD.rindex(b"2775")], "file_truncated", 3),
        (GOOD + b'100027,"202', "file_truncated", 4),
        (b"URN," + GOOD, "columns_repeated", 1),
    ],
)
async def test_a_file_that_cannot_be_used_is_refused_with_the_place(partnership: Served, content, code, row):
    answer = await partnership.as_("national:dfe").post("/v1/schools/imports", content=content, headers=CSV)
    assert answer.status_code == 422
    body = answer.json()
    assert body["type"].endswith("/problems/file-unusable")
    assert [(error["row"], error["code"]) for error in body["errors"]] == [(row, code)]
    assert await number_of_schools(partnership) == 0


async def test_a_column_that_is_missing_is_named(partnership: Served):
    content = gias_file({}, without=("PhaseOfEducation (code)",))
    answer = await partnership.as_("national:dfe").post("/v1/schools/imports", content=content, headers=CSV)
    assert answer.json()["errors"][0]["detail"] == "These columns are missing: PhaseOfEducation (code)."


async def test_a_file_cut_short_after_thousands_of_rows_changes_nothing(partnership: Served):
    await imported(partnership, {"NumberOfPupils": "1"})
    file = gias_file({}, *({"URN": str(200_000 + number)} for number in range(5000)))
    answer = await partnership.as_("national:dfe").post("/v1/schools/imports", content=file[:-40], headers=CSV)
    assert (answer.status_code, answer.json()["errors"][0]["row"]) == (422, 5002)
    assert await number_of_schools(partnership) == 1
    assert (await imported(partnership, {"NumberOfPupils": "1"}))["unchanged"] == 1


async def test_a_line_of_100_megabytes_is_refused_before_it_is_read(partnership: Served):
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield GOOD
        for _ in range(100):
            sent += 1
            yield MEGABYTE

    answer = await partnership.as_("national:dfe").post("/v1/schools/imports", content=endless(), headers=CSV)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (413, "row-too-long")
    assert answer.json()["errors"][0]["row"] == 4
    assert sent < 5
    assert await number_of_schools(partnership) == 0


async def test_a_file_over_the_limit_is_refused_by_its_stated_length(partnership: Served):
    headers = CSV | {"Content-Length": "250000001"}
    answer = await partnership.as_("national:dfe").post("/v1/schools/imports", content=GOOD, headers=headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (413, "too-large")


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", ""])
async def test_another_media_type_is_not_read(partnership: Served, content_type):
    headers = {"Content-Type": content_type}
    answer = await partnership.as_("national:dfe").post("/v1/schools/imports", content=GOOD, headers=headers)
    assert answer.status_code == 415
    assert await number_of_schools(partnership) == 0


async def test_an_upload_that_breaks_off_changes_nothing(partnership: Served):
    messages = asyncio.Queue[dict[str, Any]]()
    messages.put_nowait({"type": "http.request", "body": GOOD, "more_body": True})
    messages.put_nowait({"type": "http.disconnect"})
    answered: list[Any] = []

    async def send(message: Any) -> None:
        answered.append(message)

    headers = {"Host": "partnership.test", **CSV, **bearer("national:dfe")}
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/v1/schools/imports",
        "raw_path": b"/v1/schools/imports", "query_string": b"", "root_path": "", "client": ("192.0.2.1", 1),
        "server": ("partnership.test", 80),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    await partnership.app(scope, messages.get, send)
    assert answered[0]["status"] == 400
    assert await number_of_schools(partnership) == 0


async def test_a_key_makes_an_import_happen_once(partnership: Served):
    national = partnership.as_("national:dfe")
    headers = CSV | {"Idempotency-Key": "schools of today"}
    first = await national.post("/v1/schools/imports", content=GOOD, headers=headers)
    await imported(partnership, {"NumberOfPupils": "1"})
    again = await national.post("/v1/schools/imports", content=GOOD, headers=headers)
    assert (first.status_code, again.json()) == (200, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    school = done(await national.get("/v1/schools/100025"), 200)
    assert school["number_of_pupils"] == 1
    other = await national.post("/v1/schools/imports", content=gias_file({}), headers=headers)
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (422, "key-reused")


async def test_a_refused_file_leaves_its_key_free(partnership: Served):
    national = partnership.as_("national:dfe")
    headers = CSV | {"Idempotency-Key": "schools of today"}
    assert (await national.post("/v1/schools/imports", content=GOOD[:-40], headers=headers)).status_code == 422
    assert (await national.post("/v1/schools/imports", content=GOOD, headers=headers)).status_code == 200


@pytest.mark.parametrize("path", ["/v1/schools/imports", "/v1/schools/links/imports"])
@pytest.mark.parametrize(
    "organisation",
    ["icb:QWO", "la:383", "school:100025", "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "evaluator:one", "service:x"],
)
async def test_only_the_national_team_imports(partnership: Served, path, organisation):
    answer = await partnership.as_(organisation).post(path, content=GOOD, headers=CSV)
    assert answer.status_code == 403


async def test_nothing_of_the_file_is_echoed(partnership: Served):
    report = await imported(partnership, SCHOOL | {"URN": "SECRET", "OpenDate": "SECRET"})
    assert "SECRET" not in str(report)
