"""HTTP as its specification has it: HEAD, methods that are not taken, conditional reads."""

import asyncio

import pytest

from tests.support.databases import statements_counted
from tests.support.serving import Served

PATH = "/v1/parent-carer-groups"
GROUP = {"name": "Kirklees Parent Carer Forum", "kind": "forum", "la_codes": ["382"]}
VARYING = ("x-request-id", "ratelimit", "x-complete-until")


@pytest.mark.parametrize(
    "path", ["/v1/icbs", "/v1/icbs/QWO", "/v1/icbs?format=csv", "/v1/icbs/XXX", "/v1/events", "/", "/docs", "/nowhere"]
)
async def test_head_is_get_without_the_body(partnership: Served, path: str):
    client = partnership.as_("icb:QWO")
    got, head = await client.get(path), await client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    for name, value in got.headers.items():
        assert head.headers[name] == value or name in VARYING, name


async def test_head_asks_for_the_same_access_as_get(partnership: Served):
    assert (await partnership.as_(None).head("/v1/icbs")).status_code == 401
    assert (await partnership.as_("icb:QWO", "assessment:read").head("/v1/icbs")).status_code == 403


async def test_behind_one_address_for_all_the_first_part_names_the_service(partnership: Served):
    client = partnership.as_("icb:QWO")
    assert (await client.get("/partnership/v1/icbs/QWO")).json() == (await client.get("/v1/icbs/QWO")).json()
    assert (await client.get("/partnership")).json() == (await client.get("/")).json()
    assert (await client.get("/partnershipv1/icbs/QWO")).status_code == 404
    assert (await client.get("/reporting/v1/icbs/QWO")).status_code == 404


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (PATH, "GET, HEAD, POST"),
        (f"{PATH}/0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "GET, HEAD, PATCH"),
        ("/v1/icbs", "GET, HEAD"),
        ("/v1/events", "GET, HEAD"),
        ("/", "GET, HEAD"),
    ],
)
@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "DELETE"])
async def test_a_method_that_is_not_taken_is_told_every_one_that_is(
    partnership: Served, method: str, path: str, allowed: str
):
    answer = await partnership.as_("icb:QWO").request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("known", ['"1"', 'W/"1"', '"7", "1"', "*", ' "1" '])
async def test_what_the_caller_has_already_is_not_sent_again(partnership: Served, known: str):
    client = partnership.as_("icb:QWO")
    group = (await client.post(PATH, json=GROUP)).json()
    whole = await client.get(f"{PATH}/{group['id']}")
    answer = await client.get(f"{PATH}/{group['id']}", headers={"If-None-Match": known})
    assert (answer.status_code, answer.content) == (304, b"")
    # A 304 renews what a cache has stored: it must say what the whole answer says, or the cache would drop it.
    for name in ("etag", "cache-control"):
        assert answer.headers[name] == whole.headers[name], name


@pytest.mark.parametrize("known", ['"2"', "1", '""', "", ",", "x" * 5000])
async def test_what_the_caller_does_not_have_is_sent(partnership: Served, known: str):
    client = partnership.as_("icb:QWO")
    group = (await client.post(PATH, json=GROUP)).json()
    answer = await client.get(f"{PATH}/{group['id']}", headers={"If-None-Match": known})
    assert (answer.status_code, answer.json()["id"]) == (200, group["id"])


async def test_a_conditional_read_tells_no_more_than_a_plain_one(partnership: Served):
    missing = "/v1/parent-carer-groups/0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
    assert (await partnership.as_("icb:QWO").get(missing, headers={"If-None-Match": "*"})).status_code == 404
    assert (await partnership.as_(None).get(missing, headers={"If-None-Match": "*"})).status_code == 401


@pytest.mark.parametrize("query", ["limit=1&limit=2", "limit=1&limit=1", "format=csv&format=json"])
async def test_a_parameter_that_takes_one_value_is_refused_when_given_twice(partnership: Served, query: str):
    answer = await partnership.as_("national:dfe").get(f"/v1/schools?{query}")
    assert answer.status_code == 400
    [wrong] = answer.json()["errors"]
    assert (wrong["parameter"], wrong["code"]) == (query.split("=", maxsplit=1)[0], "repeated")


async def test_a_parameter_that_takes_several_values_takes_them_both_ways(partnership: Served):
    caller = partnership.as_("national:dfe")
    several = [await caller.get(f"/v1/schools?{each}") for each in ("la_code=382,383", "la_code=382&la_code=383")]
    assert [each.status_code for each in several] == [200, 200]
    assert several[0].json() == several[1].json()


async def test_how_many_statements_each_kind_of_request_costs(partnership: Served):
    client = partnership.as_("icb:QWO")
    group = (await client.post(PATH, json=GROUP)).json()
    one = f"{PATH}/{group['id']}"

    async def cost(method: str, path: str, **options: object) -> int:
        with statements_counted(partnership.database) as statements:
            answer = await client.request(method, path, **options)
            await asyncio.sleep(0)  # the driver reports what it ran a turn later
        assert answer.status_code < 400, answer.text
        return len(statements)

    assert await cost("GET", one) == 1
    assert await cost("GET", one, headers={"If-None-Match": '"1"'}) == 1
    assert await cost("GET", one, headers={"If-None-Match": '"7"'}) == 2
    assert await cost("GET", PATH) == 1
    assert await cost("GET", f"{PATH}?count=exact") == 2
    assert await cost("GET", "/v1/events") == 2
    # The question whether the authorities exist, the group, its event; with a key also its lock, its look-up, itself.
    # Lock and look-up stay two: a look-up in the statement of the lock would see what was there before the lock.
    assert await cost("POST", PATH, json=GROUP) == 3
    assert await cost("POST", PATH, json=GROUP, headers={"Idempotency-Key": "k"}) == 6
    assert await cost("POST", PATH, json=GROUP, headers={"Idempotency-Key": "k"}) == 2
