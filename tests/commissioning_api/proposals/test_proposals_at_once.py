"""Many at once on one project: one plan is looked for, and of a line one acceptance stands."""

import asyncio
from datetime import UTC, datetime

import pytest
from time_machine import TimeMachineFixture

from services.commissioning_api.proposals.worker import work_once
from shared.contracts.partnership.participations import Participation
from tests.commissioning_api.proposals.asking import TERMS, a_school_in_need, accept, findings_of, solved
from tests.commissioning_api.proposals.runs import Shop
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.network import Network


@pytest.fixture
async def school(
    shop: Shop, partnership: PartnershipStandIn, network: Network, time_machine: TimeMachineFixture
) -> Participation:
    time_machine.move_to(datetime(2025, 9, 1, 9, tzinfo=UTC))
    return await a_school_in_need(shop.served, partnership, findings_of(network))


async def test_of_many_requests_at_once_one_is_looked_for(shop: Shop, school: Participation):
    board, path = shop.served.as_("icb:QWO"), f"/v1/projects/{school.project_id}/support-proposals"
    answers = await asyncio.gather(*(board.post(path, json=TERMS) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert await work_once(shop.database)
    assert not await work_once(shop.database)


async def test_of_many_acceptances_at_once_one_stands(shop: Shop, school: Participation):
    proposal = await solved(shop.served, school)
    answers = await asyncio.gather(*(accept(shop.served, proposal, 1) for _ in range(6)))
    assert [answer.status_code for answer in answers].count(200) == 1
    assert {answer.status_code for answer in answers} <= {200, 409, 412}
    [made] = (await shop.served.as_("icb:QWO").get("/v1/package-lines")).json()["items"]
    now = (await shop.served.as_("icb:QWO").get(f"/v1/support-proposals/{proposal['id']}")).json()
    assert now["lines"][0]["accepted_as"] == made["id"]


async def test_lines_accepted_at_once_are_each_remembered(shop: Shop, school: Participation):
    proposal = await solved(shop.served, school)
    numbers = [line["number"] for line in proposal["lines"]]
    answers = await asyncio.gather(*(accept(shop.served, proposal, number) for number in numbers))
    stood = [answer.status_code for answer in answers].count(200)
    assert stood >= 1
    now = (await shop.served.as_("icb:QWO").get(f"/v1/support-proposals/{proposal['id']}")).json()
    made = (await shop.served.as_("icb:QWO").get("/v1/package-lines")).json()["items"]
    assert {line["accepted_as"] for line in now["lines"]} - {None} == {line["id"] for line in made}
    assert len(made) == stood
