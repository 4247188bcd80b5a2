import asyncio

import httpx
import pytest

from shared.contracts.event import CloudEvent
from shared.kit import cursors, feed
from shared.kit.db import bare
from tests.support.serving import Served

GROUP = {"name": "Kirklees Parent Carer Forum", "kind": "forum", "la_codes": ["382"]}


async def register(client: httpx.AsyncClient, name: str) -> str:
    answer = await client.post("/v1/parent-carer-groups", json=GROUP | {"name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [event["data"]["name"] for event in answer.json()]


async def read_all(client: httpx.AsyncClient, **params: str) -> tuple[list[str], str]:
    seen: list[str] = []
    while True:
        answer = await client.get("/v1/events", params=params)
        batch = names(answer)
        params["after"] = answer.headers["X-Next-Cursor"]
        if not batch:
            return seen, params["after"]
        seen += batch


async def test_events_are_cloud_events_with_what_visibility_is_decided_on(lasting: Served):
    await register(lasting.as_("icb:QWO"), "One")
    answer = await lasting.as_("national:dfe").get("/v1/events")
    assert answer.headers["content-type"] == "application/cloudevents-batch+json"
    [event] = [CloudEvent.model_validate(each) for each in answer.json()]
    assert (event.type, event.actor) == ("partnership.parent-carer-group.registered", "icb:QWO")
    assert (event.source, event.resourceversion, event.subject) == ("/partnership", 1, event.data["id"])


async def test_following_the_feed_gives_every_event_once_and_in_order(lasting: Served):
    board = lasting.as_("icb:QWO")
    for number in range(25):
        await register(board, f"Group {number}")
    seen, cursor = await read_all(lasting.as_("national:dfe"), limit="10")
    assert seen == [f"Group {number}" for number in range(25)]
    await register(board, "Group 25")
    again, _ = await read_all(lasting.as_("national:dfe"), after=cursor)
    assert again == ["Group 25"]


async def test_a_slow_writer_is_not_overtaken(lasting: Served):
    """The trap of a cursor on a sequence: the slow writer has the lower position and commits after the fast one."""
    reader = lasting.as_("national:dfe")
    async with lasting.database.transaction() as slow:
        connection = await bare(slow)
        await connection.execute(INSERT, "Slow")
        await register(lasting.as_("icb:QWO"), "Fast")
        early, cursor = await read_all(reader)
        assert early == []
    late, _ = await read_all(reader, after=cursor)
    assert late == ["Slow", "Fast"]


INSERT = """
insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, data)
values (gen_random_uuid(), 'partnership.thing.happened', 'x', now(), 'icb:QWO', 1, true,
        jsonb_build_object('name', $1::text))
"""


async def test_many_writers_at_once_lose_nothing_for_a_reader_who_reads_meanwhile(lasting: Served):
    reader, seen, done = lasting.as_("national:dfe"), [], asyncio.Event()

    async def read() -> None:
        cursor = None
        while True:
            finished = done.is_set()
            params = {"limit": "7"} | ({"after": cursor} if cursor else {})
            answer = await reader.get("/v1/events", params=params)
            batch, cursor = names(answer), answer.headers["X-Next-Cursor"]
            seen.extend(batch)
            if finished and not batch:
                return

    async def write(writer: int) -> None:
        client = lasting.as_("icb:QWO")
        for number in range(10):
            await register(client, f"{writer}-{number}")

    reading = asyncio.create_task(read())
    await asyncio.gather(*(write(writer) for writer in range(8)))
    done.set()
    await reading
    assert sorted(seen) == sorted(f"{writer}-{number}" for writer in range(8) for number in range(10))
    for writer in range(8):
        mine = [name for name in seen if name.startswith(f"{writer}-")]
        assert mine == [f"{writer}-{number}" for number in range(10)]


async def test_a_long_poll_ends_as_soon_as_something_happens(lasting: Served):
    cursor = (await lasting.as_("national:dfe").get("/v1/events?after=latest")).headers["X-Next-Cursor"]
    waiting = asyncio.create_task(lasting.as_("national:dfe").get("/v1/events", params={"after": cursor, "wait": "25"}))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    await register(lasting.as_("icb:QWO"), "Awaited")
    assert names(await asyncio.wait_for(waiting, 10)) == ["Awaited"]


async def test_a_long_poll_with_nothing_to_say_ends_empty(lasting: Served):
    answer = await lasting.as_("national:dfe").get("/v1/events?wait=1")
    assert (answer.status_code, answer.json()) == (200, [])


async def test_long_polls_go_home_when_the_service_stops(lasting: Served):
    waiting = asyncio.create_task(lasting.as_("national:dfe").get("/v1/events?wait=30"))
    await asyncio.sleep(0.2)
    await lasting.app.state.wakeup.stop()
    assert (await asyncio.wait_for(waiting, 5)).status_code == 200


async def test_latest_gives_a_cursor_after_everything_so_far(lasting: Served):
    await register(lasting.as_("icb:QWO"), "Before")
    latest = await lasting.as_("national:dfe").get("/v1/events?after=latest")
    assert latest.json() == []
    await register(lasting.as_("icb:QWO"), "After")
    seen, _ = await read_all(lasting.as_("national:dfe"), after=latest.headers["X-Next-Cursor"])
    assert seen == ["After"]


async def test_the_feed_can_be_narrowed_to_types(lasting: Served):
    board = lasting.as_("icb:QWO")
    group = await register(board, "First name")
    await board.patch(f"/v1/parent-carer-groups/{group}", json={"name": "Second name"}, headers={"If-Match": '"1"'})
    seen, _ = await read_all(lasting.as_("national:dfe"), type="partnership.parent-carer-group.changed")
    assert seen == ["Second name"]


async def test_a_caller_sees_only_events_that_are_public_or_name_it(lasting: Served):
    async with lasting.database.transaction() as session:
        connection = await bare(session)
        for name, column, value in (
            ("of the board", "icb_code", "QWO"), ("of the authority", "la_code", "383"),
            ("of the school", "urn", "107866"), ("of the group", "organisations", ["pcg:" + "0" * 36]),
        ):  # fmt: skip
            await connection.execute(
                "insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, data,"
                f" {column}) values (gen_random_uuid(), 'partnership.thing.happened', 'x', now(), 'icb:QWO', 1, false,"
                " jsonb_build_object('name', $1::text), $2)",
                name, value,
            )  # fmt: skip
    expected = {
        "icb:QWO": ["of the board"], "icb:QOP": [], "la:383": ["of the authority"], "la:382": [],
        "school:107866": ["of the school"], "school:107867": [], "evaluator:one": [],
        "pcg:" + "0" * 36: ["of the group"], "national:nhse": [
            "of the board", "of the authority", "of the school", "of the group"],
    }  # fmt: skip
    for organisation, visible in expected.items():
        seen, _ = await read_all(lasting.as_(organisation))
        assert seen == visible, organisation


async def test_a_cursor_from_before_what_is_kept_says_where_to_start_again(lasting: Served):
    reader = lasting.as_("national:dfe")
    first = (await reader.get("/v1/events")).headers["X-Next-Cursor"]
    for number in range(3):
        await register(lasting.as_("icb:QWO"), f"Group {number}")
    async with lasting.database.transaction() as session:
        connection = await bare(session)
        await connection.execute(
            "update events set occurred_at = now() - interval '100 days'"
            " where position in (select position from events order by position limit 2)"
        )
        await feed.prune(connection, 90)
    gone = await reader.get("/v1/events", params={"after": first})
    assert (gone.status_code, gone.json()["type"].rsplit("/", 1)[-1]) == (410, "cursor-too-old")
    assert "after=latest" in gone.json()["detail"]
    kept, _ = await read_all(reader)
    assert kept == ["Group 2"]


@pytest.mark.parametrize("query", ["after=x", "after=W10", "limit=0", "limit=1001", "wait=31", "type=Nonsense", "a=b"])
async def test_a_wrong_parameter_of_the_feed_is_refused(partnership: Served, query: str):
    answer = await partnership.as_("national:dfe").get(f"/v1/events?{query}")
    assert answer.status_code == 400


async def test_a_forged_cursor_beyond_the_numbers_postgres_has_is_refused(partnership: Served):
    for values in ([2**70, 1], [-1, -1], ["1", 1], [True, 1], [1]):
        cursor = cursors.write("events", values)
        answer = await partnership.as_("national:dfe").get("/v1/events", params={"after": cursor})
        assert answer.status_code in (400, 410), values
