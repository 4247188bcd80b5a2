"""Cursors: those that were given out serve, all others are refused and never fail."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import httpx
import pytest

from tests.support.serving import Served

PATH = "/v1/parent-carer-groups"
GROUP = {"kind": "forum", "la_codes": ["382"]}


async def first_page(client: httpx.AsyncClient, sort: str, *names: str) -> dict[str, Any]:
    for name in names:
        assert (await client.post(PATH, json=GROUP | {"name": name})).status_code == 201
    answer = await client.get(PATH, params={"sort": sort, "limit": 1})
    page: dict[str, Any] = answer.json()
    return page


def opened(cursor: str) -> list[Any]:
    values: list[Any] = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return values


def forged(values: object) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize("letter", ["x", "é", "ﷺ", "😀", '"', "\u200b", "\n"])
async def test_a_list_can_be_followed_whatever_its_rows_are_called(partnership: Served, letter: str):
    name = f"a{letter * 198}z"
    client = partnership.as_("icb:QWO")
    page = await first_page(client, "name", name, name)
    answer = await client.get(PATH, params={"sort": "name", "limit": 1, "cursor": page["next_cursor"]})
    assert answer.status_code == 200, answer.text
    assert [item["name"] for item in page["items"] + answer.json()["items"]] == [name, name]


WRONG = {
    "time": (
        "2025-01-01T00:00:00", "9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+23:00", "2025-13-01", 5, None, {},
        True, "", "\ud800", "\x00",
    ),
    "id": (5, None, {}, [], True, "", "not an id", "\ud800", "0" * 33, 1e300),
    "name": (5, None, {}, True, "\ud800", "a\x00b"),
}  # fmt: skip


@pytest.mark.parametrize("value", WRONG["time"], ids=repr)
async def test_a_cursor_with_a_wrong_time_is_refused(partnership: Served, value: object):
    await refused_with(partnership, "updated_at", 1, value)


@pytest.mark.parametrize("value", WRONG["id"], ids=repr)
async def test_a_cursor_with_a_wrong_id_is_refused(partnership: Served, value: object):
    await refused_with(partnership, "updated_at", 2, value)


@pytest.mark.parametrize("value", WRONG["name"], ids=repr)
async def test_a_cursor_with_a_wrong_text_is_refused(partnership: Served, value: object):
    await refused_with(partnership, "name", 1, value)


async def refused_with(partnership: Served, sort: str, place: int, value: object) -> None:
    client = partnership.as_("icb:QWO")
    values = opened((await first_page(client, sort, "One", "Two"))["next_cursor"])
    values[place] = value
    await refused(client, sort, forged(values))


async def refused(client: httpx.AsyncClient, sort: str, cursor: str) -> None:
    answer = await client.get(PATH, params={"sort": sort, "cursor": cursor})
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (400, "cursor-refused"), answer.text


@pytest.mark.parametrize("cursor", ["é", "%", "a", forged(5), forged([]), forged({}), forged("x"), "W" * 1500])
async def test_what_is_no_cursor_is_refused(partnership: Served, cursor: str):
    await refused(partnership.as_("icb:QWO"), "name", cursor)


async def test_a_version_beyond_the_numbers_a_version_has_finds_nothing_and_does_not_fail(partnership: Served):
    client, year = partnership.as_("national:dfe"), "/v1/programme-years/2025-26"
    content = (await client.get(year)).json() | {"target_schools_new": 41}
    for name in ("id", "code", "version", "created_at", "updated_at"):
        content.pop(name, None)
    await client.put(year, json=content, headers={"If-Match": '"1"'})
    path = f"{year}/editions"
    values = opened((await client.get(path, params={"limit": 1})).json()["next_cursor"])
    answer = await client.get(path, params={"limit": 1, "cursor": forged([values[0], -(2**40), *values[2:]])})
    assert (answer.status_code, answer.json()["items"]) == (200, [])


async def test_a_cursor_of_another_caller_filter_or_order_is_refused(partnership: Served):
    client = partnership.as_("icb:QWO")
    cursor = (await first_page(client, "name", "One", "Two"))["next_cursor"]
    await refused(partnership.as_("icb:QOP"), "name", cursor)
    await refused(client, "-name", cursor)
    answer = await client.get(PATH, params={"sort": "name", "cursor": cursor, "kind": "forum"})
    assert answer.status_code == 400
