"""Many at once, on a database where transactions are real."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.commissioning_api.main import SERVICE
from shared.kit import outbox
from tests.commissioning_api.engaging import MEETING, change, put_aim, put_group, recorded, withdraw
from tests.commissioning_api.participations.said import GROUP, a_member_event, apply
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live


@pytest.fixture
async def shared(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """commissioning_api on a database of its own, with real transactions."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        yield running


@pytest.fixture(autouse=True)
def _slow_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between what is checked and what is written lies a moment in which everybody else gets a turn."""
    announce = outbox.announce

    async def later(*arguments: Any) -> None:
        await asyncio.sleep(0.05)
        await announce(*arguments)

    monkeypatch.setattr(outbox, "announce", later)


async def test_of_the_same_group_recorded_at_once_there_is_one(shared: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    callers = (shared.as_("icb:QWO"), shared.as_("school:107866")) * 3
    for version, won in ((0, 201), (1, 200)):
        answers = await asyncio.gather(*(put_group(client, school.id, version) for client in callers))
        assert sorted(answer.status_code for answer in answers) == [won] + [412] * 5
    [listed] = (await callers[0].get("/v1/school-engagement")).json()["items"]
    assert listed["group_state"] == "formed"


async def test_of_the_same_aim_reviewed_at_once_there_is_one(shared: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part(offer="embedding")
    board = shared.as_("icb:QWO")
    aims = ("parental_views_heard", "more_engagement")
    for version, won in ((0, 201), (1, 200)):
        answers = await asyncio.gather(*(put_aim(board, school.id, aim, version) for aim in aims * 3))
        assert sorted(answer.status_code for answer in answers) == [won] * 2 + [412] * 4


async def test_of_a_change_and_a_withdrawal_at_once_one_is_told_that_it_came_late(
    shared: Served, partnership: PartnershipStandIn
):
    board = shared.as_("icb:QWO")
    entry = await recorded(board, partnership.takes_part().id, MEETING)
    answers = await asyncio.gather(
        change(board, entry["id"], 1, parent_carers=9), withdraw(board, entry["id"], 1),
        change(board, entry["id"], 1, held_on="2025-06-01"),
    )  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    stands = (await board.get(f"/v1/engagement-entries/{entry['id']}")).json()
    assert stands == next(answer.json() for answer in answers if answer.status_code == 200)


async def test_the_same_meeting_sent_many_times_at_once_is_recorded_once(
    shared: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part()
    board = shared.as_("school:107866")
    path, key = f"/v1/participations/{school.id}/engagement-entries", {"Idempotency-Key": "meeting 1"}
    answers = await asyncio.gather(*(board.post(path, json=MEETING, headers=key) for _ in range(6)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len((await board.get("/v1/engagement-entries")).json()["items"]) == 1


async def test_the_feed_tells_of_engagement_to_those_who_see_it(shared: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part(offer="embedding")
    own = shared.as_("school:107866")
    await put_group(own, school.id)
    await recorded(own, school.id, MEETING)
    await put_aim(own, school.id, "more_engagement")
    await apply(shared, a_member_event(school.project_id, GROUP, 1))
    mine = ["school-group.recorded", "engagement.recorded", "embedding-aim.reviewed"]
    for organisation, seen in {
        "icb:QWO": mine, "la:383": mine, "school:107866": mine, GROUP: mine, "la:380": [], "icb:QF7": [],
        "evaluator:iff": [], "national:dfe": mine, "service:reporting": mine,
    }.items():  # fmt: skip
        query = {"type": ",".join(f"commissioning.{kind}" for kind in mine)}
        events = (await shared.as_(organisation).get("/v1/events", params=query)).json()
        assert [event["type"].removeprefix("commissioning.") for event in events] == seen, organisation
