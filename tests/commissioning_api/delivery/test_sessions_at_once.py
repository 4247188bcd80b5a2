"""Many at once, on a database where transactions are real."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.commissioning_api.main import SERVICE
from shared.kit import outbox
from tests.commissioning_api.asking import move
from tests.commissioning_api.delivering import bought, cancel, change, deliveries, hold, plan, planned
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


async def test_those_who_arrange_sessions_at_once_arrange_no_more_than_was_bought(
    shared: Served, partnership: PartnershipStandIn
):
    line = await bought(shared, partnership, partnership.takes_part())
    board, provider = shared.as_("icb:QWO"), shared.as_(f"provider:{line['provider_id']}")
    answers = await asyncio.gather(*(plan(client, line["id"]) for client in (board, provider) * 5))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 7
    made = [answer.json() for answer in answers if answer.status_code == 201]
    assert sum(session["hours"] for session in made) == 3
    # The same when they are made longer, and when what is held is longer than what was planned.
    await cancel(board, made[0]["id"])
    answers = await asyncio.gather(
        change(board, made[1]["id"], 1, hours=2), hold(board, made[2]["id"], hours=2), plan(board, line["id"])
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 409, 409], [201, 409, 409])
    [delivery] = await deliveries(board)
    assert delivery["hours_held"] + delivery["hours_planned"] == 3


async def test_of_many_that_hold_the_same_session_one_does_and_its_line_starts_once(
    shared: Served, partnership: PartnershipStandIn
):
    line = await bought(shared, partnership, partnership.takes_part())
    board = shared.as_("icb:QWO")
    sessions = [await planned(board, line["id"]) for _ in range(3)]
    answers = await asyncio.gather(
        *(hold(board, session["id"]) for session in sessions for _ in range(3)), cancel(board, sessions[0]["id"])
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [412] * 7
    events = (await board.get("/v1/events", params={"limit": 200})).json()
    kinds = [event["type"].removeprefix("commissioning.") for event in events]
    assert kinds.count("package-line.started") == 1
    assert kinds.count("session.held") + kinds.count("session.cancelled") == 3


@pytest.mark.parametrize("first", ["hold", "cancel line"])
async def test_a_session_is_not_held_of_a_line_that_is_cancelled_meanwhile(
    shared: Served, partnership: PartnershipStandIn, first: str
):
    line = await bought(shared, partnership, partnership.takes_part())
    board = shared.as_("icb:QWO")
    session = await planned(board, line["id"])
    holding = hold(board, session["id"])
    cancelling = move(board, line["id"], "cancellation", line["version"], {"reason": "No room."})
    both = (holding, cancelling) if first == "hold" else (cancelling, holding)
    answers = await asyncio.gather(*both)
    held, cancelled = answers if first == "hold" else answers[::-1]
    # Whoever waited for the line's row finds the session cancelled with it: read before, it is no longer as it was.
    assert (held.status_code, cancelled.status_code) in ((200, 412), (409, 200), (412, 200))


async def test_hours_are_not_taken_off_a_line_while_they_are_arranged(shared: Served, partnership: PartnershipStandIn):
    line = await bought(shared, partnership, partnership.takes_part())
    board = shared.as_("icb:QWO")
    less = {"hours": 1, "reason": "Less is needed.", "agreement": "Head teacher"}
    varied, arranged = await asyncio.gather(
        move(board, line["id"], "variation", line["version"], less), plan(board, line["id"], hours=2)
    )
    assert (varied.status_code, arranged.status_code) in ((200, 409), (409, 201))


async def test_the_feed_tells_of_sessions_to_those_who_see_them(shared: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    line = await bought(shared, partnership, school)
    session = await planned(shared.as_("icb:QWO"), line["id"])
    await hold(shared.as_(f"provider:{line['provider_id']}"), session["id"])
    await apply(shared, a_member_event(school.project_id, GROUP, 1))
    mine = ["planned", "held"]
    for organisation, seen in {
        "icb:QWO": mine, "la:383": mine, "school:107866": mine, GROUP: mine, "la:380": [], "icb:QF7": [],
        f"provider:{line['provider_id']}": mine, "provider:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a": [],
        "evaluator:iff": [], "national:dfe": mine,
    }.items():  # fmt: skip
        kinds = "commissioning.session.planned,commissioning.session.held"
        events = (await shared.as_(organisation).get("/v1/events", params={"type": kinds})).json()
        assert [event["type"].rsplit(".", 1)[-1] for event in events] == seen, organisation
