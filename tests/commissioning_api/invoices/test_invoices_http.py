"""Invoices: received within what is left of a line, paid once, credited once; each moves the line's money (R18)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text

from services.commissioning_api.ledger import service as ledger
from shared.contracts.commissioning.packages import LineStatus
from shared.kit.clock import today
from tests.commissioning_api.asking import problem
from tests.commissioning_api.buying import PROVIDER, bought, funded
from tests.commissioning_api.ledger.money import BOARD, SUPPORT, Money, must_balance
from tests.commissioning_api.offering import places
from tests.support.serving import Served

INVOICE = {"reference": "2025/117", "amount_pence": 40_000, "invoiced_on": "2025-11-03"}


async def send(commissioning: Served, line: UUID, *, by: str = BOARD, **more: Any) -> httpx.Response:
    return await commissioning.as_(by).post(f"/v1/package-lines/{line}/invoices", json=INVOICE | more)


async def received(commissioning: Served, line: UUID, **more: Any) -> dict[str, Any]:
    answer = await send(commissioning, line, **more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def act(
    commissioning: Served, invoice: dict[str, Any], what: str, *, by: str = BOARD, version: int = 1, **body: Any
) -> httpx.Response:
    body = body or ({"paid_on": "2025-12-01"} if what == "payment" else {"reason": "Sent for the wrong school."})
    headers = {"If-Match": f'"{version}"'}
    return await commissioning.as_(by).post(f"/v1/invoices/{invoice['id']}/{what}", json=body, headers=headers)


async def stands(commissioning: Served, money: Money) -> dict[str, int]:
    """What stands where in the first strand, the zeros left out."""
    async with commissioning.database.transaction() as session:
        kept = await must_balance(session, money.project_id)
    return {
        account: pence
        for (strand, account), pence in kept.items()
        if strand == SUPPORT and account not in ("funder", "free")
    }


async def test_an_invoice_is_received_paid_and_its_money_spent(commissioning: Served):
    money = await funded(commissioning, Money())
    line = await bought(commissioning, money, 60_000)
    invoice = await received(commissioning, line)
    assert (invoice["status"], invoice["provider_id"], invoice["package_line_id"]) == (
        "received", str(PROVIDER), str(line),
    )  # fmt: skip
    assert await stands(commissioning, money) == {"committed": 20_000, "invoiced": 40_000}
    paid = await act(commissioning, invoice, "payment")
    assert (paid.status_code, paid.json()["status"], paid.json()["paid_on"]) == (200, "paid", "2025-12-01")
    assert await stands(commissioning, money) == {"committed": 20_000, "spent": 40_000}


async def test_what_was_accrued_of_a_line_is_invoiced_first(commissioning: Served):
    money = await funded(commissioning, Money())
    line = await bought(commissioning, money, 60_000)
    async with commissioning.database.transaction() as session:
        await ledger.accrue(session, money.project_id, [ledger.Accrual(line, SUPPORT, 30_000)], BOARD)
    await received(commissioning, line)
    assert await stands(commissioning, money) == {"committed": 20_000, "invoiced": 40_000}


@pytest.mark.parametrize("pay_first", [False, True])
async def test_a_credit_gives_the_money_back_to_the_line(commissioning: Served, pay_first: bool):
    money = await funded(commissioning, Money())
    line = await bought(commissioning, money, 60_000)
    invoice = await received(commissioning, line)
    if pay_first:
        await act(commissioning, invoice, "payment")
    credited = await act(commissioning, invoice, "credit", version=1 + pay_first)
    assert (credited.status_code, credited.json()["status"]) == (200, "credited")
    assert credited.json()["credited_reason"] == "Sent for the wrong school."
    assert await stands(commissioning, money) == {"committed": 60_000}
    await received(commissioning, line, reference="2025/118", amount_pence=60_000)


async def test_a_credit_of_a_line_that_was_cancelled_since_sets_the_money_free(commissioning: Served):
    money = await funded(commissioning, Money())
    line = await bought(commissioning, money, 60_000)
    invoice = await received(commissioning, line)
    async with commissioning.database.transaction() as session:
        await ledger.give_back(session, money, SUPPORT, line_id=line, actor=BOARD)
        await session.execute(text("update package_lines set status = 'cancelled' where id = :id"), {"id": line})
    assert await stands(commissioning, money) == {"invoiced": 40_000}
    await act(commissioning, invoice, "credit")
    assert await stands(commissioning, money) == {}


async def test_the_invoices_of_a_line_never_come_to_more_than_the_line(commissioning: Served):
    money = await funded(commissioning, Money())
    line = await bought(commissioning, money, 60_000)
    await received(commissioning, line)
    answer = await send(commissioning, line, reference="2025/118", amount_pence=20_001)
    assert (answer.status_code, problem(answer)) == (409, "more-than-the-line")
    assert answer.json()["detail"] == "£200.00 of the line are not invoiced yet; the invoice is of £200.01."
    await received(commissioning, line, reference="2025/118", amount_pence=20_000)
    assert await stands(commissioning, money) == {"invoiced": 60_000}


async def test_a_providers_reference_is_taken_once_whatever_the_line(commissioning: Served):
    money = await funded(commissioning, Money())
    one, two = [await bought(commissioning, money, 40_000) for _ in range(2)]
    other = await bought(commissioning, money, 20_000, provider_id=uuid4())
    await received(commissioning, one, amount_pence=100)
    for line in (one, two):
        answer = await send(commissioning, line, amount_pence=100)
        assert (answer.status_code, problem(answer)) == (409, "invoiced-before")
    await received(commissioning, other, amount_pence=100)


@pytest.mark.parametrize("status", [LineStatus.DELIVERING, LineStatus.COMPLETED])
async def test_lines_that_are_delivered_are_invoiced_too(commissioning: Served, status: LineStatus):
    money = await funded(commissioning, Money())
    await received(commissioning, await bought(commissioning, money, 40_000, status=status))


@pytest.mark.parametrize("status", [LineStatus.PROPOSED, LineStatus.AGREED, LineStatus.CANCELLED])
async def test_nothing_is_invoiced_of_a_line_that_is_not_bought(commissioning: Served, status: LineStatus):
    money = await funded(commissioning, Money())
    answer = await send(commissioning, await bought(commissioning, money, 40_000, status=status))
    assert (answer.status_code, problem(answer)) == (409, "nothing-was-bought")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_pence", 12.5),
        ("amount_pence", "12"),
        ("amount_pence", "£12"),
        ("amount_pence", True),
        ("amount_pence", 0),
        ("amount_pence", -5),
        ("amount_pence", 10**13),
        ("amount_pence", None),
        ("reference", ""),
        ("reference", "x" * 81),
        ("reference", "a\x00b"),
        ("invoiced_on", "3 November"),
        ("invoiced_on", (today() + timedelta(days=1)).isoformat()),
        ("currency", "EUR"),
    ],
)
async def test_bad_input_is_refused_with_its_place(commissioning: Served, field: str, value: object):
    money = await funded(commissioning, Money())
    answer = await send(commissioning, await bought(commissioning, money, 60_000), **{field: value})
    assert answer.status_code == 422
    assert [place for place, _ in places(answer)] == [f"/{field}"]
    assert await stands(commissioning, money) == {"committed": 60_000}


@pytest.mark.parametrize(
    ("paid_on", "code"),
    [("2025-11-02", "before_the_invoice"), ((today() + timedelta(days=1)).isoformat(), "in_the_future")],
)
async def test_an_invoice_is_paid_between_its_day_and_today(commissioning: Served, paid_on: str, code: str):
    money = await funded(commissioning, Money())
    invoice = await received(commissioning, await bought(commissioning, money, 60_000))
    answer = await act(commissioning, invoice, "payment", paid_on=paid_on)
    assert (answer.status_code, places(answer)) == (422, [("/paid_on", code)])


async def test_an_invoice_is_paid_once_and_credited_once(commissioning: Served):
    money = await funded(commissioning, Money())
    invoice = await received(commissioning, await bought(commissioning, money, 60_000))
    await act(commissioning, invoice, "payment")
    assert problem(await act(commissioning, invoice, "payment", version=2)) == "invoice-not-open"
    assert (await act(commissioning, invoice, "credit", version=1)).status_code == 412
    await act(commissioning, invoice, "credit", version=2)
    for what in ("payment", "credit"):
        assert problem(await act(commissioning, invoice, what, version=3)) == "invoice-not-open"
    assert await stands(commissioning, money) == {"committed": 60_000}


async def test_who_did_what_to_an_invoice_stands_in_its_history(commissioning: Served):
    money = await funded(commissioning, Money())
    invoice = await received(commissioning, await bought(commissioning, money, 60_000))
    await act(commissioning, invoice, "payment")
    told = (await commissioning.as_(BOARD).get(f"/v1/invoices/{invoice['id']}/history")).json()["items"]
    assert [(entry["event"], entry["by"]) for entry in told] == [
        ("commissioning.invoice.paid", BOARD), ("commissioning.invoice.received", BOARD),
    ]  # fmt: skip
