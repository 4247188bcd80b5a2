"""Month-end accruals: what was given and not invoiced is set apart, and taken back once it is."""

from typing import Any

import httpx
import pytest

from shared.contracts.partnership import projects
from shared.contracts.partnership.participations import Participation
from tests.commissioning_api.asking import move, problem
from tests.commissioning_api.delivering import bought, cancel, hold, planned
from tests.commissioning_api.ledger.money import must_balance
from tests.commissioning_api.participations.said import apply, as_sent
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import RolledBackDatabase, statements_counted
from tests.support.serving import Served

INVOICE = {"reference": "2025/117", "amount_pence": 50_000, "invoiced_on": "2025-10-20"}


@pytest.fixture
def school(partnership: PartnershipStandIn) -> Participation:
    return partnership.takes_part()


@pytest.fixture
async def line(commissioning: Served, partnership: PartnershipStandIn, school: Participation) -> dict[str, Any]:
    """Three hours at 40,000 pence each, commissioned; one of them was held, and one is planned."""
    made = await bought(commissioning, partnership, school)
    board = commissioning.as_("icb:QWO")
    await hold(board, (await planned(board, made["id"]))["id"])
    await planned(board, made["id"], held_on="2025-10-20")
    return made


async def brought_up(client: httpx.AsyncClient, school: Participation) -> dict[str, Any]:
    answer = await client.post(f"/v1/projects/{school.project_id}/accruals")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def stands(commissioning: Served, school: Participation) -> dict[str, int]:
    total = (await commissioning.as_("icb:QWO").get(f"/v1/projects/{school.project_id}/position")).json()["total"]
    async with commissioning.database.transaction() as session:
        await must_balance(session, school.project_id)
    wanted = ("committed_pence", "accrued_pence", "invoiced_pence")
    return {name.removesuffix("_pence"): total[name] for name in wanted if total[name]}


async def test_what_was_held_and_not_invoiced_is_accrued_once(
    commissioning: Served, school: Participation, line: dict[str, Any]
):
    board = commissioning.as_("icb:QWO")
    told = await brought_up(board, school)
    [of_line] = told["lines"]
    assert (of_line["package_line_id"], of_line["accrued_pence"], of_line["change_pence"]) == (
        line["id"], 40_000, 40_000,
    )  # fmt: skip
    assert told["accrued_pence"] == 40_000
    assert await stands(commissioning, school) == {"committed": 80_000, "accrued": 40_000}
    again = await brought_up(board, school)
    assert (again["accrued_pence"], again["lines"][0]["change_pence"]) == (40_000, 0)
    query = {"package_line_id": line["id"], "kind": "accrual", "account": "accrued"}
    [entry] = (await board.get("/v1/ledger-entries", params=query)).json()["items"]
    assert (entry["amount_pence"], entry["source_id"]) == (40_000, line["id"])


async def test_what_was_accrued_is_taken_back_where_it_was_invoiced_credited_or_put_right(
    commissioning: Served, school: Participation, line: dict[str, Any]
):
    board = commissioning.as_("icb:QWO")
    await brought_up(board, school)
    invoice = (await board.post(f"/v1/package-lines/{line['id']}/invoices", json=INVOICE)).json()
    assert (await brought_up(board, school))["lines"] == []
    assert await stands(commissioning, school) == {"committed": 70_000, "invoiced": 50_000}
    headers = {"If-Match": '"1"'}
    await board.post(f"/v1/invoices/{invoice['id']}/credit", json={"reason": "Wrong."}, headers=headers)
    assert (await brought_up(board, school))["accrued_pence"] == 40_000
    [held] = (await board.get("/v1/sessions", params={"status": "held"})).json()["items"]
    await board.post(f"/v1/sessions/{held['id']}/reopening", headers={"If-Match": f'"{held["version"]}"'})
    [of_line] = (await brought_up(board, school))["lines"]
    assert (of_line["accrued_pence"], of_line["change_pence"]) == (0, -40_000)
    assert await stands(commissioning, school) == {"committed": 120_000}


async def test_all_of_a_completed_line_is_accrued_and_nothing_of_a_cancelled_one(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation, line: dict[str, Any]
):
    board = commissioning.as_("icb:QWO")
    other = await bought(commissioning, partnership, school, starts_on="2025-11-01", ends_on="2025-11-30")
    await hold(board, (await planned(board, other["id"], held_on="2025-11-03"))["id"])
    await brought_up(board, school)
    [late] = (await board.get("/v1/sessions", params={"status": "planned", "package_line_id": line["id"]})).json()[
        "items"
    ]
    await cancel(board, late["id"])
    done = await move(board, line["id"], "completion", line["version"] + 1)
    assert done.status_code == 200, done.text
    await board.post(f"/v1/package-lines/{other['id']}/invoices", json=INVOICE)
    off = await move(board, other["id"], "cancellation", other["version"] + 1, {"reason": "Not wanted."})
    assert off.status_code == 200, off.text
    told = await brought_up(board, school)
    assert [(each["package_line_id"], each["change_pence"]) for each in told["lines"]] == [(line["id"], 80_000)]
    assert await stands(commissioning, school) == {"accrued": 120_000, "invoiced": 50_000}


async def test_a_line_that_is_varied_to_cost_less_keeps_no_more_accrued_than_it_costs(
    commissioning: Served, school: Participation, line: dict[str, Any]
):
    board = commissioning.as_("icb:QWO")
    await brought_up(board, school)
    why = {"unit_cost_pence": 10_000, "reason": "A lower price was agreed.", "agreement": "Head teacher"}
    varied = await move(board, line["id"], "variation", line["version"] + 1, why)
    assert varied.status_code == 200, varied.text
    assert await stands(commissioning, school) == {"accrued": 30_000}
    assert (await brought_up(board, school))["lines"][0]["change_pence"] == -20_000
    assert await stands(commissioning, school) == {"committed": 20_000, "accrued": 10_000}


@pytest.mark.parametrize(
    ("organisation", "status"),
    [("icb:QF7", 404), ("national:dfe", 403), ("la:383", 403), ("school:107866", 403), ("service:reporting", 403)],
)
async def test_nobody_else_posts_accruals(
    commissioning: Served, school: Participation, line: dict[str, Any], organisation: str, status: int
):
    answer = await commissioning.as_(organisation).post(f"/v1/projects/{school.project_id}/accruals")
    assert answer.status_code == status, answer.text
    assert await stands(commissioning, school) == {"committed": 120_000}


async def test_a_board_that_answers_for_the_project_no_longer_posts_none(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation, line: dict[str, Any]
):
    partnership.handed_over[school.project_id] = "QF7"
    project = partnership.project(school).model_copy(update={"version": 2})
    said = projects.ProjectHandedOver(data=project)
    await apply(commissioning, as_sent(said, "partnership"))
    answer = await commissioning.as_("icb:QWO").post(f"/v1/projects/{school.project_id}/accruals")
    assert (answer.status_code, problem(answer)) == (403, "not-your-project")
    assert (await brought_up(commissioning.as_("icb:QF7"), school))["accrued_pence"] == 40_000


async def test_however_many_lines_there_are_it_takes_as_many_statements(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation, line: dict[str, Any]
):
    assert isinstance(commissioning.database, RolledBackDatabase)
    board = commissioning.as_("icb:QWO")
    with statements_counted(commissioning.database) as one:
        await brought_up(board, school)
    for month in ("2025-11", "2025-12"):
        days = {"starts_on": f"{month}-01", "ends_on": f"{month}-28"}
        more = await bought(commissioning, partnership, school, **days)
        await hold(board, (await planned(board, more["id"], held_on=f"{month}-03"))["id"])
    with statements_counted(commissioning.database) as three:
        assert (await brought_up(board, school))["accrued_pence"] == 120_000
    assert len(three) <= len(one)
