"""Whose invoices are whose: the boards of the project, the provider its own, the national team all."""

import asyncio
from uuid import uuid4

import pytest

from services.commissioning_api.main import SERVICE
from tests.commissioning_api.asking import problem
from tests.commissioning_api.buying import PROVIDER, bought, funded
from tests.commissioning_api.invoices.test_invoices_http import act, received, send, stands
from tests.commissioning_api.ledger.money import BOARD, Money
from tests.commissioning_api.ledger.test_ledger_http import handed_over
from tests.commissioning_api.participations.said import GROUP, a_member_event, apply
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

READERS = (BOARD, "icb:QF7", f"provider:{PROVIDER}", "national:dfe", "service:reporting")


async def test_each_reads_the_invoices_that_are_its_own(commissioning: Served):
    money = await funded(commissioning, Money())
    invoice = await received(commissioning, await bought(commissioning, money, 60_000))
    await apply(commissioning, handed_over(money, "QF7"))
    path = f"/v1/invoices/{invoice['id']}"
    for organisation in READERS:
        caller = commissioning.as_(organisation)
        assert [each["id"] for each in (await caller.get("/v1/invoices")).json()["items"]] == [invoice["id"]]
        assert (await caller.get(path)).json() == invoice
        assert (await caller.get(f"{path}/history")).status_code == 200
    for organisation in ("icb:QE1", f"provider:{uuid4()}"):
        caller = commissioning.as_(organisation)
        assert (await caller.get("/v1/invoices")).json()["items"] == []
        for address in (path, f"{path}/history"):
            assert problem(await caller.get(address)) == "invoice-not-found"
    for organisation in ("la:383", "school:107866", GROUP, "evaluator:iff"):
        for address in ("/v1/invoices", path, f"{path}/history"):
            assert (await commissioning.as_(organisation).get(address)).status_code == 403


@pytest.mark.parametrize("by", ["la:383", "school:107866", GROUP, f"provider:{PROVIDER}", "national:dfe"])
async def test_none_but_a_board_receives_pays_or_credits(commissioning: Served, by: str):
    money = await funded(commissioning, Money())
    line = await bought(commissioning, money, 60_000)
    invoice = await received(commissioning, line)
    assert (await send(commissioning, line, by=by, reference="2")).status_code == 403
    for what in ("payment", "credit"):
        assert (await act(commissioning, invoice, what, by=by)).status_code == 403


async def test_the_board_that_answers_now_writes_and_the_one_before_reads(commissioning: Served):
    money = await funded(commissioning, Money())
    line = await bought(commissioning, money, 60_000)
    invoice = await received(commissioning, line, amount_pence=100)
    assert problem(await send(commissioning, line, by="icb:QE1", reference="2")) == "package-line-not-found"
    assert problem(await act(commissioning, invoice, "payment", by="icb:QE1")) == "invoice-not-found"
    await apply(commissioning, handed_over(money, "QF7"))
    for answer in (
        await send(commissioning, line, reference="2", amount_pence=100),
        await act(commissioning, invoice, "payment"),
        await act(commissioning, invoice, "credit"),
    ):
        assert (answer.status_code, problem(answer)) == (403, "not-your-project")
    await received(commissioning, line, by="icb:QF7", reference="2", amount_pence=100)
    assert (await act(commissioning, invoice, "payment", by="icb:QF7")).status_code == 200


async def test_invoices_at_once_never_come_to_more_than_the_line_and_are_paid_once(
    databases: Databases, network: Network
):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as shared:
        money = await funded(shared, Money())
        one, two = [await bought(shared, money, 50_000) for _ in range(2)]
        answers = await asyncio.gather(
            *(send(shared, (one, two)[n % 2], reference=f"2025/{n // 2}", amount_pence=20_000) for n in range(12))
        )
        taken = [answer.json() for answer in answers if answer.status_code == 201]
        assert {answer.status_code for answer in answers} == {201, 409}
        assert len({invoice["reference"] for invoice in taken}) == len(taken) == 4
        assert await stands(shared, money) == {"committed": 20_000, "invoiced": 80_000}
        twice = await asyncio.gather(
            *(act(shared, invoice, what) for invoice in taken for what in ("payment", "credit", "payment"))
        )
        assert sorted(answer.status_code for answer in twice) == [200] * 4 + [412] * 8
        left = await stands(shared, money)
        assert left.get("invoiced", 0) == 0
        assert left["committed"] + left.get("spent", 0) == 100_000


async def test_the_feed_tells_the_provider_of_its_own_invoices_and_a_group_of_none(
    databases: Databases, network: Network
):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as shared:
        money = await funded(shared, Money())
        await received(shared, await bought(shared, money, 50_000))
        await apply(shared, a_member_event(money.project_id, GROUP, 1))
        seen = {}
        for organisation in (f"provider:{PROVIDER}", f"provider:{uuid4()}", BOARD, GROUP, "la:383", "national:dfe"):
            query = {"type": "commissioning.invoice.received"}
            seen[organisation.split(":")[0]] = seen.get(organisation.split(":")[0], 0) + len(
                (await shared.as_(organisation).get("/v1/events", params=query)).json()
            )
    assert seen == {"provider": 1, "icb": 1, "pcg": 0, "la": 0, "national": 1}
