"""Many at once, on a database where transactions are real."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning import packages as contract
from tests.commissioning_api.asking import a_line, considered, move, propose, proposed
from tests.commissioning_api.participations.said import GROUP, a_member_event, apply
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

OF_LINES = (contract.PackageLineProposed.type, contract.PackageLineAgreed.type)


@pytest.fixture
async def shared(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """commissioning_api on a database of its own, with real transactions."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        yield running


async def lines_of(client: httpx.AsyncClient) -> list[dict[str, object]]:
    found: list[dict[str, object]] = (await client.get("/v1/package-lines")).json()["items"]
    return found


async def test_the_same_line_sent_many_times_at_once_takes_effect_once(shared: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    board = shared.as_("icb:QWO")
    path, key = f"/v1/participations/{school.id}/package-lines", {"Idempotency-Key": "line 7"}
    line_sent = await a_line(board, school.id)
    answers = await asyncio.gather(*(board.post(path, json=line_sent, headers=key) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    [line] = await lines_of(board)
    assert {answer.json()["id"] for answer in answers if answer.status_code == 201} == {line["id"]}
    late = await board.post(path, json=line_sent, headers=key)
    assert (late.status_code, late.json()["id"], late.headers["Idempotency-Replayed"]) == (201, line["id"], "true")
    other = await board.post(path, json=line_sent | {"hours": 1}, headers=key)
    assert other.status_code == 422


async def test_a_key_is_free_again_when_its_request_was_refused(
    shared: Served, partnership: PartnershipStandIn, network: Network
):
    school = partnership.takes_part()
    board = shared.as_("icb:QWO")
    path, key = f"/v1/participations/{school.id}/package-lines", {"Idempotency-Key": "line 8"}
    line_sent = await a_line(board, school.id)
    network.away.add("partnership.test")
    assert (await board.post(path, json=line_sent, headers=key)).status_code == 503
    network.away.clear()
    assert (await board.post(path, json=line_sent, headers=key)).status_code == 201
    assert len(await lines_of(board)) == 1


async def test_of_an_agreement_and_a_cancellation_at_once_one_is_told_that_it_came_late(
    shared: Served, partnership: PartnershipStandIn
):
    board, school = shared.as_("icb:QWO"), shared.as_("school:107866")
    taking_part = partnership.takes_part()
    line = await proposed(board, taking_part.id)
    await considered(board, taking_part.id)
    answers = await asyncio.gather(
        move(school, line["id"], "agreement", 1),
        move(board, line["id"], "cancellation", 1, {"reason": "Not needed."}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    [stands] = await lines_of(board)
    assert stands == next(answer.json() for answer in answers if answer.status_code == 200)


async def test_those_who_fill_one_package_at_once_do_not_overfill_it(
    shared: Served, partnership: PartnershipStandIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(contract, "GREATEST_PACKAGE", 3)
    school = partnership.takes_part()
    board = shared.as_("icb:QWO")
    days = [{"starts_on": f"2025-10-{day:02}", "ends_on": f"2025-10-{day:02}"} for day in range(1, 9)]
    sent = [await a_line(board, school.id, **day) for day in days]
    answers = await asyncio.gather(*(propose(board, school.id, **line) for line in sent))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5


async def test_the_feed_tells_each_partner_of_the_lines_it_sees(shared: Served, partnership: PartnershipStandIn):
    school, elsewhere = partnership.takes_part(), partnership.takes_part(icb_code="QF7", la_code="373", urn="107000")
    board = shared.as_("icb:QWO")
    line = await proposed(board, school.id)
    await considered(board, school.id)
    await move(shared.as_("school:107866"), line["id"], "agreement", 1)
    await proposed(shared.as_("icb:QF7"), elsewhere.id)
    await apply(shared, a_member_event(school.project_id, GROUP, 1))
    mine = ["proposed", "agreed"]
    for organisation, seen in {
        "icb:QWO": mine, "la:383": mine, "school:107866": mine, GROUP: mine, "la:380": [], "evaluator:iff": [],
        "national:dfe": [*mine, "proposed"], "service:reporting": [*mine, "proposed"],
    }.items():  # fmt: skip
        events = (await shared.as_(organisation).get("/v1/events", params={"type": ",".join(OF_LINES)})).json()
        assert [event["type"].rsplit(".", 1)[-1] for event in events] == seen, organisation
    published = (await shared.as_("evaluator:iff").get("/v1/events")).json()
    assert [event["type"] for event in published] == ["commissioning.menu.published"]
