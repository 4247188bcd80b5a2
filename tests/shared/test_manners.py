"""What every service promises of itself, seen from outside on a whole one: addresses that resolve, limits, measures."""

import re
from collections.abc import AsyncIterator
from html import escape
from time import process_time

import httpx
import pytest

from services.partnership_api.main import SERVICE
from shared.kit import errors
from tests.support.databases import Databases
from tests.support.serving import Served, live


def path_of(address: str, base: str = "http://partnership.test") -> str:
    assert address.startswith(f"{base}/"), address
    return address.removeprefix(base)


async def test_every_link_of_the_front_door_leads_somewhere(partnership: Served):
    door = (await partnership.as_(None).get("/")).json()
    assert (door["name"], door["environment"]) == ("partnership", "local")
    elsewhere = door["links"].pop("token")
    assert elsewhere.startswith("http://issuer.test/")
    for name, address in door["links"].items():
        answer = await partnership.as_("national:dfe").get(path_of(address))
        assert answer.status_code == 200, (name, answer.text)


async def test_every_kind_of_problem_has_its_page(partnership: Served):
    client = partnership.as_(None)
    kinds = errors.every_refusal()
    assert len(kinds) > 40
    for kind in kinds:
        page = await client.get(f"/problems/{kind.slug()}")
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8"), kind
        # Another service that this process has loaded too may have a kind of the same name.
        titles = [each.title for each in kinds if each.slug() == kind.slug()]
        assert any(escape(title) in page.text for title in titles), kind


async def test_the_address_in_a_problem_is_that_of_its_page(partnership: Served):
    client = partnership.as_("icb:QWO")
    refused = [
        await client.get("/nowhere"),
        await client.get("/v1/icbs/XXX"),
        await client.get("/v1/icbs?x=1"),
        await client.delete("/v1/icbs"),
        await client.post("/v1/parent-carer-groups", json={}),
        await partnership.as_(None).get("/v1/icbs"),
    ]
    assert [answer.status_code for answer in refused] == [404, 404, 400, 405, 422, 401]
    for answer in refused:
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["status"] == answer.status_code
        assert problem["instance"] == f"urn:pins:request:{answer.headers['x-request-id']}"
        assert (await client.get(path_of(problem["type"]))).status_code == 200


async def test_a_request_id_is_taken_when_it_is_one_and_made_when_it_is_not(partnership: Served):
    client = partnership.as_("icb:QWO")
    taken = await client.get("/v1/icbs", headers={"X-Request-ID": "abc-1.2_3"})
    assert taken.headers["x-request-id"] == "abc-1.2_3"
    for odd in ("x" * 129, "a b", "a\tb", '"', "é"):
        made = await client.get("/v1/icbs", headers={"X-Request-ID": odd.encode()})
        assert re.fullmatch(r"[0-9a-f-]{36}", made.headers["x-request-id"]), odd


async def test_the_documentation_shows_every_operation(partnership: Served):
    client = partnership.as_(None)
    document = (await client.get("/openapi.json")).json()
    page = (await client.get("/docs")).text
    operations = [each["operationId"] for path in document["paths"].values() for each in path.values()]
    assert len(operations) > 20
    assert [name for name in operations if name not in page] == []


async def test_the_documents_are_written_once_and_not_for_everybody_who_asks(partnership: Served):
    client = partnership.as_(None)
    for path in ("/openapi.json", "/docs"):
        await client.get(path)
        started = process_time()
        for _ in range(10):
            assert (await client.get(path)).status_code == 200
        # Written anew, ten of them cost three times this at least; written once, a twentieth.
        assert process_time() - started < 0.2, path


async def test_a_request_is_measured_by_its_template_and_no_caller_can_add_a_label(partnership: Served):
    client = partnership.as_("icb:QWO")
    before = len((await client.get("/metrics")).text.splitlines())
    await client.get("/v1/icbs/QWO")
    once = (await client.get("/metrics")).text
    assert 'route="/v1/icbs/{ods_code}",status="2xx"} 1.0' in once
    for number in range(30):
        await client.get(f"/v1/icbs/{number:03}")
        await client.get(f"/nowhere/{number}")
        await client.request(f"METHOD{number}", "/nowhere")
    after = (await client.get("/metrics")).text
    assert "QWO" not in after
    assert "METHOD" not in after
    # At most: the template, the unmatched and the measures themselves, each with its own buckets.
    assert len(after.splitlines()) - before < 6 * 20


@pytest.fixture
async def limited(databases: Databases) -> AsyncIterator[Served]:
    few = {"requests_per_minute": 5, "failed_logins_per_minute": 3}
    async with databases.copy(SERVICE) as url, live(SERVICE, url, **few) as running:
        yield running


async def until_refused(client: httpx.AsyncClient, path: str) -> tuple[int, httpx.Response]:
    for number in range(20):
        answer = await client.get(path)
        if answer.status_code == 429:
            return number, answer
    raise AssertionError("never refused")


async def test_who_asks_too_often_is_told_when_to_come_back_and_hinders_nobody_else(limited: Served):
    client = limited.as_("icb:QWO")
    first = await client.get("/v1/icbs")
    assert first.headers["ratelimit-policy"] == '"default";q=5;w=60'
    assert re.fullmatch(r'"default";r=4;t=\d+', first.headers["ratelimit"])
    let_through, refused = await until_refused(client, "/v1/icbs")
    assert let_through == 4
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "http://partnership.test/problems/too-many-requests"
    assert refused.json()["instance"].endswith(refused.headers["x-request-id"])
    assert re.fullmatch(r'"default";r=0;t=\d+', refused.headers["ratelimit"])
    # The window slides: five of five weigh on the next one until a fifth of it is over.
    assert 1 <= int(refused.headers["retry-after"]) <= 72
    assert (await client.get("/health/ready")).json() == {
        "status": "ready",
        "checks": {"database_and_migrations": "ok"},
    }
    assert 'status="4xx"' in (await client.get("/metrics")).text
    assert (await limited.as_("icb:QOP").get("/v1/icbs")).status_code == 200


async def test_who_presents_tokens_that_do_not_hold_is_stopped_before_the_others_are(limited: Served):
    wrong = limited.as_(None)
    wrong.headers["Authorization"] = "Bearer nonsense"
    let_through, refused = await until_refused(wrong, "/v1/icbs")
    assert let_through == 3
    assert refused.headers["retry-after"]
    assert (await limited.as_("icb:QOP").get("/v1/icbs")).status_code == 200
