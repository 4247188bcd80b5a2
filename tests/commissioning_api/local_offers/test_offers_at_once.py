"""Many at once, on a database where transactions are real."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.commissioning_api.local_offers import service
from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning import local_offers as contract, providers
from shared.kit import outbox
from tests.commissioning_api.asking import problem
from tests.commissioning_api.offering import PROVIDER, change, end, offer, offered, registered
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


async def test_of_the_same_provider_registered_at_once_there_is_one(shared: Served):
    board = shared.as_("icb:QWO")
    answers = await asyncio.gather(
        *(board.post("/v1/providers", json=PROVIDER | {"name": name}) for name in ("Minds", "minds", "MINDS", "Minds"))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_of_the_same_offer_made_at_once_there_is_one(shared: Served):
    board = shared.as_("icb:QWO")
    provider = await registered(board)
    itself = shared.as_(f"provider:{provider['id']}")
    answers = await asyncio.gather(*(offer(client, provider["id"]) for client in (board, itself) * 4))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert {problem(answer) for answer in answers if answer.status_code == 409} == {"local-offer-exists"}
    assert len((await board.get("/v1/local-offers")).json()["items"]) == 1


async def test_of_a_change_and_a_withdrawal_at_once_one_is_told_that_it_came_late(shared: Served):
    board = shared.as_("icb:QWO")
    provider = await registered(board)
    made = await offered(board, provider["id"])
    path = f"local-offers/{made['id']}"
    answers = await asyncio.gather(
        change(board, path, 1, unit_cost_pence=1), end(board, f"{path}/withdrawal", 1),
        change(board, path, 1, la_codes=["380"]),
    )  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    stands = (await board.get(f"/v1/{path}")).json()
    assert stands == next(answer.json() for answer in answers if answer.status_code == 200)


@pytest.mark.parametrize("attempt", range(4))
async def test_a_closed_provider_has_no_active_offer_whichever_came_first(shared: Served, attempt: int):
    board = shared.as_("icb:QWO")
    provider = await registered(board)
    codes = ["anxiety-training", "sensory-audit", "classroom-coaching", "transitions-audit", "calm-spaces-review"]
    made = await offered(board, provider["id"], menu_item_code=codes[0])
    closing = end(board, f"providers/{provider['id']}/closure", 1)
    others = [offer(board, provider["id"], menu_item_code=code) for code in codes[1:]]
    answers = await asyncio.gather(
        *others[:attempt],
        closing,
        *others[attempt:],
        change(board, f"local-offers/{made['id']}", 1, unit_cost_pence=1),
    )
    closed = answers[attempt]
    assert closed.status_code == 200, closed.text
    assert {answer.status_code for answer in answers} <= {200, 201, 409, 412}
    listed = (await board.get("/v1/local-offers")).json()["items"]
    assert {each["status"] for each in listed} == {"withdrawn"}
    events = (await board.get("/v1/events", params={"limit": 100})).json()
    ends = [event for event in events if event["type"] == contract.LocalOfferWithdrawn.type]
    assert {event["subject"] for event in ends} == {each["id"] for each in listed}
    of_provider = [event["type"] for event in events if event["subject"] == provider["id"]]
    assert of_provider[-1] == providers.ProviderClosed.type


async def test_an_area_is_not_taken_away_while_an_offer_is_made_there(shared: Served):
    board = shared.as_("icb:QWO")
    provider = await registered(board)
    narrowed, made = await asyncio.gather(
        change(board, f"providers/{provider['id']}", 1, la_codes=["383"]),
        offer(board, provider["id"], la_codes=["380"]),
    )
    assert (narrowed.status_code, made.status_code) in ((200, 422), (409, 201))


async def test_a_price_that_is_held_does_not_change_until_it_is_let_go(shared: Served):
    board = shared.as_("icb:QWO")
    provider = await registered(board)
    made = await offered(board, provider["id"])
    database = shared.app.state.database
    async with database.transaction() as one, database.transaction() as other:
        # Several lines may be written at the same price at once.
        held = [await service.offered(session, made["id"]) for session in (one, other)]
        assert [each.unit_cost_pence for each in held if each] == [48_000, 48_000]
        changing = asyncio.create_task(change(board, f"local-offers/{made['id']}", 1, unit_cost_pence=1))
        await asyncio.sleep(0.3)
        assert not changing.done()
    assert (await changing).status_code == 200


async def test_a_withdrawn_offer_is_not_to_be_had(shared: Served):
    board = shared.as_("icb:QWO")
    provider = await registered(board)
    made, other = [await offered(board, provider["id"], menu_item_code=code, la_codes=["383", "380"])
                   for code in ("anxiety-training", "sensory-audit")]  # fmt: skip
    await end(board, f"local-offers/{made['id']}/withdrawal", 1)
    async with shared.app.state.database.transaction() as session:
        assert await service.offered(session, made["id"]) is None
        assert await service.offered(session, made["id"], alone=True) is None
        for la_codes, item_codes, found in (
            (["383"], None, 1), (["380", "373"], ["sensory-audit"], 1), (["373"], None, 0),
            (["383"], ["anxiety-training"], 0),
        ):  # fmt: skip
            there = await service.of_items(session, "2025-26", ["QWO"], la_codes, item_codes)
            assert [str(each.id) for each in there] == [other["id"]] * found
        assert await service.of_items(session, "2025-26", ["QF7"], ["383"]) == []


async def test_the_feed_tells_the_board_and_the_provider(shared: Served):
    board = shared.as_("icb:QWO")
    provider = await registered(board)
    made = await offered(board, provider["id"])
    await change(board, f"local-offers/{made['id']}", 1, unit_cost_pence=1)
    await end(board, f"providers/{provider['id']}/closure", 1)
    told = [
        "provider.registered",
        "local-offer.made",
        "local-offer.changed",
        "local-offer.withdrawn",
        "provider.closed",
    ]
    for organisation, seen in {
        "icb:QWO": told, f"provider:{provider['id']}": told, "icb:QF7": [], "evaluator:iff": [],
        "national:dfe": told, "service:reporting": told,
    }.items():  # fmt: skip
        events = (await shared.as_(organisation).get("/v1/events", params={"limit": 100})).json()
        kinds = [event["type"].removeprefix("commissioning.") for event in events]
        assert [kind for kind in kinds if not kind.startswith("menu")] == seen, organisation
