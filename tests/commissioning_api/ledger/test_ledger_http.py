"""Where a project's money stands, the entries behind each figure, and who sees them."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.commissioning_api.ledger import endpoints, following, service
from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning.ledger import LedgerEntryMade
from shared.contracts.partnership import projects
from shared.kit.clock import today
from tests.commissioning_api.asking import problem
from tests.commissioning_api.buying import bought, funded
from tests.commissioning_api.ledger.money import ALLOCATED, BOARD, SUPPORT, Money, balances, no_less
from tests.commissioning_api.participations.said import GROUP, a_member_event, apply, as_sent
from tests.commissioning_api.stand_in import NOW
from tests.support.databases import Databases, RolledBackDatabase, statements_counted
from tests.support.network import Network
from tests.support.serving import Served, live

FIGURES = {
    "committed_pence": "committed", "accrued_pence": "accrued", "invoiced_pence": "invoiced", "spent_pence": "spent",
    "free_pence": "free",
}  # fmt: skip


async def position(commissioning: Served, money: Money, **query: Any) -> dict[str, Any]:
    answer = await commissioning.as_(BOARD).get(f"/v1/projects/{money.project_id}/position", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def something_of_each(commissioning: Served, money: Money) -> None:
    """60,000 committed in one line: 10,000 of it accrued, 20,000 invoiced, 15,000 spent."""
    await funded(commissioning, money)
    line = await bought(commissioning, money, 60_000)
    one, two = uuid4(), uuid4()
    async with commissioning.database.transaction() as session:
        of_line: dict[str, Any] = {"line_id": line, "actor": BOARD}
        await service.invoice(session, money, SUPPORT, 20_000, invoice_id=one, **of_line)
        await service.invoice(session, money, SUPPORT, 15_000, invoice_id=two, **of_line)
        await service.pay(session, money, SUPPORT, 15_000, invoice_id=two, **of_line)
        await service.accrue(session, money.project_id, [service.Accrual(line, SUPPORT, 10_000)], BOARD)


async def test_a_position_says_what_stands_where_by_strand_and_in_all(commissioning: Served):
    money = Money()
    await something_of_each(commissioning, money)
    told = await position(commissioning, money)
    support, parents = told["strands"]
    assert support == {
        "strand": "tailored_support", "allocated_pence": 100_000, "released_pence": 100_000, "free_pence": 40_000,
        "committed_pence": 15_000, "accrued_pence": 10_000, "invoiced_pence": 20_000, "spent_pence": 15_000,
        "underspend_forecast_pence": 40_000,
    }  # fmt: skip
    assert (parents["strand"], parents["free_pence"]) == ("parent_carer_engagement", 100_000)
    assert (told["total"]["strand"], told["total"]["underspend_forecast_pence"]) == (None, 140_000)
    assert (told["over_committed"], told["at_end_of"], told["released_as_of"]) == (False, today().isoformat(), None)


async def test_a_position_of_now_is_what_the_accounts_hold_and_each_figure_drills_to_its_entries(
    commissioning: Served,
):
    money = Money()
    await something_of_each(commissioning, money)
    told = await position(commissioning, money)
    async with commissioning.database.transaction() as session:
        kept = await balances(session, money.project_id)
    for strand in told["strands"]:
        for figure, account in FIGURES.items():
            assert strand[figure] == kept.get((strand["strand"], account), 0)
            entries = await commissioning.as_(BOARD).get(
                "/v1/ledger-entries",
                params={"project_id": str(money.project_id), "strand": strand["strand"], "account": account},
            )
            assert sum(entry["amount_pence"] for entry in entries.json()["items"]) == strand[figure]


async def test_a_position_of_a_past_day_has_only_what_was_booked_by_then(
    commissioning: Served, monkeypatch: pytest.MonkeyPatch
):
    money, day = Money(), date(2025, 12, 31)
    for module in (service, following, endpoints):
        monkeypatch.setattr(module, "today", lambda: day)
    await funded(commissioning, money)
    await bought(commissioning, money, 10_000)
    closed = await position(commissioning, money)
    day += timedelta(days=1)
    await bought(commissioning, money, 5_000)
    assert (await position(commissioning, money))["total"]["committed_pence"] == 15_000
    assert await position(commissioning, money, on="2025-12-31") == closed
    before = await position(commissioning, money, on="2025-12-30")
    assert (before["total"]["allocated_pence"], before["strands"]) == (0, [])


async def test_a_day_that_has_not_come_has_no_position(commissioning: Served):
    money = await funded(commissioning, Money())
    path = f"/v1/projects/{money.project_id}/position"
    tomorrow = (today() + timedelta(days=1)).isoformat()
    answer = await commissioning.as_(BOARD).get(path, params={"on": tomorrow})
    assert (answer.status_code, problem(answer)) == (400, "day-to-come")
    assert (await commissioning.as_(BOARD).get(path, params={"on": "31 December"})).status_code == 400
    assert (await commissioning.as_(BOARD).get(path, params={"at": "2025-12-31"})).status_code == 400


async def test_money_taken_back_after_it_was_committed_shows_as_over_committed(commissioning: Served):
    money, tranche = Money(), uuid4()
    await apply(commissioning, money.allotted(tailored_support=1000), money.released(1000, tranche))
    await bought(commissioning, money, 900)
    await apply(commissioning, money.recovered(1000, 300, tranche))
    told = await position(commissioning, money)
    assert (told["over_committed"], told["total"]["free_pence"], told["total"]["released_pence"]) == (True, -200, 700)


async def test_money_committed_before_its_release_is_not_over_committed_where_the_year_lets_it_be(
    commissioning: Served,
):
    money, tranche = Money(), uuid4()
    await apply(commissioning, money.allotted(tailored_support=1000))
    await bought(commissioning, money, 900, no_less(ALLOCATED))
    told = await position(commissioning, money)
    assert (told["over_committed"], told["total"]["free_pence"], told["total"]["released_pence"]) == (False, -900, 0)
    await apply(commissioning, money.released(1000, tranche))
    told = await position(commissioning, money)
    assert (told["over_committed"], told["total"]["free_pence"], told["total"]["released_pence"]) == (False, 100, 1000)
    await apply(commissioning, money.recovered(1000, 500, tranche))
    assert (await position(commissioning, money))["over_committed"] is False, "what is left of it is still allocated"
    await apply(commissioning, money.allotted(2, reduced=True, tailored_support=800))
    told = await position(commissioning, money)
    assert (told["over_committed"], told["total"]["underspend_forecast_pence"]) == (True, -100)


async def test_a_position_takes_one_statement(commissioning: Served):
    money = Money()
    await something_of_each(commissioning, money)
    assert isinstance(commissioning.database, RolledBackDatabase)
    with statements_counted(commissioning.database) as seen:
        await position(commissioning, money)
        await asyncio.sleep(0)  # the driver tells of a statement at the loop's next turn
    assert len(seen) == 1


async def test_entries_are_found_by_what_they_are_of_and_come_as_csv(commissioning: Served):
    money = await funded(commissioning, Money())
    line = await bought(commissioning, money, 700)
    board = commissioning.as_(BOARD)
    for query in ({"package_line_id": str(line)}, {"source_id": str(line)}, {"kind": "commitment"}):
        found = (await board.get("/v1/ledger-entries", params=query)).json()["items"]
        assert [(entry["account"], entry["amount_pence"]) for entry in found] == [("free", -700), ("committed", 700)]
    together = {"transaction_id": found[0]["transaction_id"]}
    assert (await board.get("/v1/ledger-entries", params=together)).json()["items"] == found
    table = await board.get("/v1/ledger-entries", params=together | {"format": "csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) == 3


def handed_over(money: Money, to: str) -> Any:
    data = {
        "id": money.project_id, "icb_code": money.icb_code, "lead_icb_code": to, "programme_year": "2025-26",
        "programme_year_id": uuid4(), "kind": "new", "name": "A partnership", "status": "delivering",
        "target_schools": 40, "version": 9, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    kind = projects.PROJECT_EVENTS[0]
    return as_sent(kind(data=projects.Project.model_validate(data)), "partnership")


async def test_the_boards_of_a_project_and_the_national_team_see_its_money_and_nobody_else(commissioning: Served):
    money = await funded(commissioning, Money())
    await apply(commissioning, handed_over(money, "QF7"), a_member_event(money.project_id, GROUP, 1))
    path = f"/v1/projects/{money.project_id}/position"
    for organisation in (BOARD, "icb:QF7", "national:dfe", "service:reporting"):
        caller = commissioning.as_(organisation)
        assert (await caller.get(path)).status_code == 200, organisation
        assert (await caller.get("/v1/ledger-entries")).json()["items"], organisation
    other = commissioning.as_("icb:QE1")
    assert ((await other.get(path)).status_code, problem(await other.get(path))) == (404, "position-not-found")
    assert (await other.get("/v1/ledger-entries")).json()["items"] == []
    for organisation in ("la:383", "school:107866", GROUP, f"provider:{uuid4()}", "evaluator:iff"):
        for address in (path, "/v1/ledger-entries"):
            assert (await commissioning.as_(organisation).get(address)).status_code == 403, organisation


async def test_the_feed_tells_of_money_only_those_who_may_see_it(databases: Databases, network: Network):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as shared:
        money = await funded(shared, Money(), 100)
        await apply(shared, a_member_event(money.project_id, GROUP, 1))
        told = {
            organisation: len(
                (await shared.as_(organisation).get("/v1/events", params={"type": LedgerEntryMade.type})).json()
            )
            for organisation in (BOARD, "national:dfe", "icb:QF7", "la:383", "school:107866", GROUP)
        }
        async with shared.database.transaction() as session:
            entries = await session.scalar(text("select count(*) from ledger_entries"))
    assert told == {BOARD: entries, "national:dfe": entries, "icb:QF7": 0, "la:383": 0, "school:107866": 0, GROUP: 0}
