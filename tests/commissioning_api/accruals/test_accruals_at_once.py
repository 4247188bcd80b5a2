"""Many at once, on a database where transactions are real."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.commissioning_api.main import SERVICE
from tests.commissioning_api.asking import move
from tests.commissioning_api.delivering import bought, hold, planned
from tests.commissioning_api.ledger.money import must_balance
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live


@pytest.fixture
async def shared(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """commissioning_api on a database of its own, with real transactions."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        yield running


async def test_accruals_invoices_and_the_end_of_lines_at_once_leave_the_books_as_in_some_order(
    shared: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part()
    board = shared.as_("icb:QWO")
    lines = []
    for month in ("2025-10", "2025-11", "2025-12"):
        line = await bought(shared, partnership, school, starts_on=f"{month}-01", ends_on=f"{month}-28")
        if month != "2025-12":
            await hold(board, (await planned(board, line["id"], held_on=f"{month}-03"))["id"])
        lines.append(line)
    invoices = [
        {"reference": f"2025/{number}", "amount_pence": 30_000, "invoiced_on": "2025-12-10"} for number in range(4)
    ]
    answers = await asyncio.gather(
        *(board.post(f"/v1/projects/{school.project_id}/accruals") for _ in range(6)),
        *(board.post(f"/v1/package-lines/{lines[0]['id']}/invoices", json=each) for each in invoices),
        move(board, lines[1]["id"], "completion", lines[1]["version"] + 1),
        move(board, lines[2]["id"], "cancellation", lines[2]["version"], {"reason": "Not wanted."}),
    )
    assert [answer.status_code for answer in answers] == [200] * 6 + [201] * 4 + [200] * 2
    told = (await board.post(f"/v1/projects/{school.project_id}/accruals")).json()
    # Nothing of the first, all of the second, which is completed, and nothing of the third.
    accrued = [(each["package_line_id"], each["accrued_pence"]) for each in told["lines"] if each["accrued_pence"]]
    assert accrued == [(lines[1]["id"], 120_000)]
    async with shared.database.transaction() as session:
        await must_balance(session, school.project_id)
