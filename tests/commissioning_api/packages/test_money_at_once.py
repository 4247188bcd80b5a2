"""Many at once against one budget and one offer, on a database where transactions are real."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.commissioning_api.main import SERVICE
from services.commissioning_api.packages import service
from shared.contracts.partnership.programmes import CommitmentsUpTo
from tests.commissioning_api.asking import (
    HEAD,
    HOUR_PENCE,
    a_line,
    agreed,
    an_offer,
    considered,
    move,
    problem,
    propose,
    proposed,
)
from tests.commissioning_api.ledger.money import RELEASED, SUPPORT, Account, at, must_balance
from tests.commissioning_api.packages.buying import bought, commission, funded
from tests.commissioning_api.stand_in import YEAR, PartnershipStandIn
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

OFF = {"reason": "Not needed."}


@pytest.fixture
async def shared(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """commissioning_api on a database of its own, with real transactions."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        yield running


def day(number: int) -> dict[str, str]:
    month, of_month = divmod(number, 28)
    on = f"2025-{9 + month:02}-{of_month + 1:02}"
    return {"starts_on": on, "ends_on": on}


async def test_of_two_agreements_at_once_one_is_told_that_it_came_late(shared: Served, partnership: PartnershipStandIn):
    board, school = shared.as_("icb:QWO"), partnership.takes_part()
    line = await proposed(board, school.id)
    await considered(board, school.id)
    answers = await asyncio.gather(
        move(board, line["id"], "agreement", 1, HEAD), move(shared.as_("school:107866"), line["id"], "agreement", 1)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


@pytest.mark.parametrize("up_to", CommitmentsUpTo)
async def test_fifty_lines_bought_at_once_never_come_to_more_than_the_year_lets_be_committed(
    shared: Served, partnership: PartnershipStandIn, up_to: CommitmentsUpTo
):
    partnership.year = YEAR.model_copy(update={"commitments_up_to": up_to})
    board, school = shared.as_("icb:QWO"), partnership.takes_part()
    enough = 20 * HOUR_PENCE + HOUR_PENCE // 2
    released, allotted = (enough, 10 * enough) if up_to is RELEASED else (0, enough)
    await funded(shared, partnership, school, released, tailored_support=allotted)
    await considered(board, school.id)
    lines = [await agreed(board, school.id, hours=1, **day(number)) for number in range(50)]
    decision = str(partnership.decides(school).id)
    buying = [asyncio.create_task(commission(board, line, decision)) for line in lines]
    await asyncio.sleep(0.2)
    cut_off = buying[3::7]
    for task in cut_off:
        task.cancel()
    answers = await asyncio.gather(*buying, return_exceptions=True)
    told = [answer.status_code for answer in answers if not isinstance(answer, BaseException)]
    assert set(told) <= {200, 409, 503}
    there = (await board.get("/v1/package-lines?limit=100&status=commissioned")).json()["items"]
    assert told.count(200) <= len(there) <= 20
    async with shared.app.state.database.transaction() as session:
        kept = await must_balance(session, school.project_id)
    assert at(kept, SUPPORT, Account.COMMITTED) == sum(line["cost_pence"] for line in there)
    assert at(kept, SUPPORT, *((Account.FREE,) if up_to is RELEASED else (Account.PLEDGED, Account.FREE))) >= 0
    # Whoever was cut off, or told to wait, asks again: the money goes as far as it reaches, and no further.
    bought_ids = {line["id"] for line in there}
    for line in lines:
        if line["id"] not in bought_ids:
            await commission(board, line, decision)
    async with shared.app.state.database.transaction() as session:
        kept = await must_balance(session, school.project_id)
    assert at(kept, SUPPORT, Account.COMMITTED) == 20 * HOUR_PENCE


async def test_lines_are_bought_varied_and_cancelled_at_once_without_a_deadlock(
    shared: Served, partnership: PartnershipStandIn
):
    board, school = shared.as_("icb:QWO"), partnership.takes_part()
    await funded(shared, partnership, school, 100 * HOUR_PENCE)
    await considered(board, school.id)
    decision = str(partnership.decides(school).id)
    lines = [await agreed(board, school.id, hours=2, **day(number)) for number in range(12)]
    done = [(await commission(board, line, decision)).json() for line in lines[:8]]
    varied = {"hours": 1, "reason": "Less is needed.", "agreement": "Head teacher"}
    sent = [await a_line(board, school.id, hours=1, **day(20 + number)) for number in range(3)]
    answers = await asyncio.gather(
        *(move(board, line["id"], "cancellation", 3, OFF) for line in done[:4]),
        *(move(board, line["id"], "variation", 3, varied) for line in done[2:8]),
        *(commission(board, line, decision) for line in lines[8:]),
        *(propose(board, school.id, **line) for line in sent),
    )
    assert {answer.status_code for answer in answers} <= {200, 201, 412}
    async with shared.app.state.database.transaction() as session:
        kept = await must_balance(session, school.project_id)
    there = (await board.get("/v1/package-lines?limit=100&status=commissioned")).json()["items"]
    assert at(kept, SUPPORT, Account.COMMITTED) == sum(line["cost_pence"] for line in there)


async def test_those_who_take_an_offers_hours_at_once_take_no_more_than_there_are(
    shared: Served, partnership: PartnershipStandIn
):
    board = shared.as_("icb:QWO")
    offer = await an_offer(board, "anxiety-training", capacity_hours_per_month=7)
    schools = [partnership.takes_part(urn=f"10786{number}") for number in range(8)]
    sent = [await a_line(board, school.id, local_offer_id=offer) for school in schools]
    answers = await asyncio.gather(
        *(propose(board, school.id, **line) for school, line in zip(schools, sent, strict=True))
    )
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [409] * 6
    assert {problem(answer) for answer in answers if answer.status_code == 409} == {"beyond-capacity"}


async def test_a_school_has_a_line_once_however_often_it_is_sent_at_once(
    shared: Served, partnership: PartnershipStandIn
):
    board, school = shared.as_("icb:QWO"), partnership.takes_part()
    line = await a_line(board, school.id)
    answers = await asyncio.gather(*(propose(board, school.id, **line) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert {problem(answer) for answer in answers if answer.status_code == 409} == {"line-there-already"}


async def test_a_line_is_started_once_by_whoever_holds_its_first_session(
    shared: Served, partnership: PartnershipStandIn
):
    board, school = shared.as_("icb:QWO"), partnership.takes_part()
    await funded(shared, partnership, school, 10 * HOUR_PENCE)
    line = await bought(shared, partnership, school)

    async def hold() -> None:
        async with shared.app.state.database.transaction() as session:
            await service.start(session, await service.held(session, line["id"]), "service:delivery")

    await asyncio.gather(hold(), hold(), hold())
    now = (await board.get(f"/v1/package-lines/{line['id']}")).json()
    assert (now["status"], now["version"]) == ("delivering", 4)
    events = (await board.get("/v1/events?type=commissioning.package-line.started")).json()
    assert len(events) == 1
    off = await move(board, line["id"], "cancellation", 4, OFF)
    assert off.json()["status"] == "cancelled"
