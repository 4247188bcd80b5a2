"""What a caller can send that no honest client sends: answered with a problem, never with a failure of ours."""

import pytest

from tests.support.serving import Served

PATH = "/v1/parent-carer-groups"
GROUP = {"name": "Kirklees Parent Carer Forum", "kind": "forum", "la_codes": ["382"]}
JSON = {"Content-Type": "application/json"}

QUERIES = (
    "updated_since=9999-12-31T23:59:59-01:00", "updated_since=0001-01-01T00:00:00%2B01:00",
    "updated_since=0999-12-31T00:00:00Z", "updated_since=2025-01-01T00:00:00", "updated_since=1e300",
    "limit=" + "9" * 5000, "limit=%00", "limit=", "sort=%00", "kind=%FF", "%00=1", "%FF=1", "=", "cursor=%FF",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
async def test_a_query_that_makes_no_sense_is_refused(partnership: Served, query: str):
    answer = await partnership.as_("icb:QWO").get(f"{PATH}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json"), answer.text


@pytest.mark.parametrize("name", ["%00", "QWO%00", "QWO%0A", "%FF", "a%2Fb", "..%2F..", "QWO/", "%C0%80"])
async def test_an_address_that_makes_no_sense_is_refused(partnership: Served, name: str):
    answer = await partnership.as_("icb:QWO").get(f"/v1/icbs/{name}")
    assert answer.status_code in (400, 404), answer.text


BODIES = {
    "nested without end": b"[" * 100_000,
    "objects nested without end": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "an endless number": b'{"name":' + b"9" * 5000 + b"}",
    "not a number": b'{"name":NaN}',
    "Latin-1": b'{"name":"\xff"}',
    "half a surrogate pair as a value": b'{"name":"\\ud800","kind":"forum","la_codes":["382"]}',
    "half a surrogate pair as a name": b'{"\\ud800":1}',
    "a NUL": b'{"name":"a\\u0000b","kind":"forum","la_codes":["382"]}',
    "an endless name": b'{"' + b"x" * 5000 + b'":1}',
    "thousands of unknown names": b"{" + b",".join(b'"x%d":1' % number for number in range(3000)) + b"}",
    "nothing": b"",
    "null": b"null",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_a_body_is_refused_that_is(partnership: Served, body: bytes):
    answer = await partnership.as_("icb:QWO").post(PATH, content=body, headers=JSON)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_only_shows_its_size_by_arriving_is_refused_at_the_limit(partnership: Served):
    sent = 0

    async def pieces():
        nonlocal sent
        for _ in range(100):
            sent += 65_536
            yield b" " * 65_536

    answer = await partnership.as_("icb:QWO").post(PATH, content=pieces(), headers=JSON)
    assert answer.status_code == 413
    assert sent < 2 * 1_048_576


@pytest.mark.parametrize("key", ["", "é", "x" * 256, "a\tb"])
async def test_an_idempotency_key_of_no_form_is_refused(partnership: Served, key: str):
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = await partnership.as_("icb:QWO").post(PATH, json=GROUP, headers=headers)
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize("version", ["", "*", 'W/"1"', '"1"x', '"99999999999"', '"²"', '"1", "2"', "x" * 50])
async def test_an_if_match_that_names_no_one_version_is_refused(partnership: Served, version: str):
    client = partnership.as_("icb:QWO")
    group = (await client.post(PATH, json=GROUP)).json()
    headers = {"If-Match": version.encode("latin-1")}
    answer = await client.patch(f"{PATH}/{group['id']}", json={"name": "x"}, headers=headers)
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize("accept", ["text/html", "image/png", "application/xml;q=0.9, text/plain"])
async def test_a_list_in_a_form_it_does_not_have_is_refused(partnership: Served, accept: str):
    answer = await partnership.as_("icb:QWO").get(PATH, headers={"Accept": accept})
    assert answer.status_code == 406
