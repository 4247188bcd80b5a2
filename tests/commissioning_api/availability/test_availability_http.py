"""What can be had for a project, over HTTP."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from time_machine import TimeMachineFixture

from tests.commissioning_api.asking import problem, proposed
from tests.commissioning_api.offering import end, offered, registered
from tests.commissioning_api.participations.said import GROUP, a_member_event, a_participation_event, apply
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import RolledBackDatabase, statements_counted
from tests.support.serving import Served

ITEM = "anxiety-training"  # three hours a school
AUTUMN = {"on": "2025-09-01"}
PROJECT = UUID("0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b70")


async def take_part(commissioning: Served, partnership: PartnershipStandIn, **more: Any) -> Any:
    school = partnership.takes_part(**{"project_id": PROJECT} | more)
    await apply(commissioning, a_participation_event(school))
    return school


async def seen(commissioning: Served, organisation: str = "icb:QWO", **query: str) -> dict[str, dict[str, Any]]:
    answer = await commissioning.as_(organisation).get(f"/v1/projects/{PROJECT}/availability", params=AUTUMN | query)
    assert answer.status_code == 200, answer.text
    return {item["menu_item_code"]: item for item in answer.json()["items"]}


@pytest.fixture
async def provider(commissioning: Served) -> dict[str, Any]:
    return await registered(commissioning.as_("icb:QWO"))


async def test_every_item_of_the_menu_is_held_against_the_schools(
    commissioning: Served, partnership: PartnershipStandIn, provider: dict[str, Any]
):
    for number, offer in enumerate(("full", "full", "embedding")):
        await take_part(commissioning, partnership, urn=f"10786{number}", offer=offer)
    board = commissioning.as_("icb:QWO")
    await offered(board, provider["id"], available_until="2025-12-31", lead_time_days=30)
    items = await seen(commissioning)
    menu = (await board.get("/v1/menu-items", params={"limit": 500})).json()["items"]
    assert set(items) == {item["code"] for item in menu}
    assert items[ITEM] == items[ITEM] | {
        "availability": "available", "offers": 1, "schools": 2, "hours_needed": 6, "hours_left": 90,
        "least_cost_per_hour_pence": 16_000, "shortest_lead_time_days": 30, "exists_locally": False,
    }  # fmt: skip
    assert items["leadership-coaching"] == items["leadership-coaching"] | {
        "availability": "absent", "offers": 0, "schools": 3, "hours_needed": 15, "hours_left": 0,
        "least_cost_per_hour_pence": None, "shortest_lead_time_days": None,
    }  # fmt: skip


async def test_withdrawn_foreign_and_distant_offers_do_not_count(
    commissioning: Served, partnership: PartnershipStandIn, provider: dict[str, Any]
):
    await take_part(commissioning, partnership)
    board = commissioning.as_("icb:QWO")
    gone = await offered(board, provider["id"])
    await end(board, f"local-offers/{gone['id']}/withdrawal", 1)
    await offered(board, provider["id"], la_codes=["380"])
    other = await registered(commissioning.as_("icb:QF7"), la_codes=["383"])
    await offered(commissioning.as_("icb:QF7"), other["id"])
    assert (await seen(commissioning))[ITEM]["offers"] == 0


async def test_of_a_project_that_was_handed_over_the_offers_of_both_boards_count(
    commissioning: Served, partnership: PartnershipStandIn, provider: dict[str, Any]
):
    await take_part(commissioning, partnership)
    await offered(commissioning.as_("icb:QWO"), provider["id"])
    successor = commissioning.as_("icb:QF7")
    assert (await successor.get(f"/v1/projects/{PROJECT}/availability")).status_code == 404
    await hand_over(commissioning, "QF7")
    own = await registered(successor, la_codes=["383"])
    await offered(successor, own["id"])
    assert (await seen(commissioning, "icb:QF7"))[ITEM]["offers"] == 2


async def test_what_lines_take_ahead_is_not_left(
    commissioning: Served, partnership: PartnershipStandIn, provider: dict[str, Any]
):
    school = await take_part(commissioning, partnership)
    board = commissioning.as_("icb:QWO")
    made = await offered(
        board, provider["id"], capacity_hours_per_month=30, lead_time_days=0, available_until="2025-12-31"
    )
    spans = (
        (12, "2025-10-01", "2025-10-31", "proposed", 12),
        (12, "2025-07-01", "2025-07-31", "agreed", 0),  # given before
        (12, "2025-08-02", "2025-09-30", "delivering", 6),  # thirty of its sixty days lie ahead
        (12, "2025-11-01", "2025-11-30", "cancelled", 0),
        (12, "2025-12-01", "2025-12-31", "completed", 0),
    )
    taken = 0
    for hours, starts_on, ends_on, status, ahead in spans:
        line = await proposed(board, school.id, hours=hours, starts_on=starts_on, ends_on=ends_on)
        async with commissioning.database.transaction() as session:
            await session.execute(
                text("update package_lines set local_offer_id = :offer, status = :status where id = :line"),
                {"offer": made["id"], "status": status, "line": line["id"]},
            )
        taken += ahead
        assert (await seen(commissioning))[ITEM]["hours_left"] == 120 - taken, status


async def test_a_day_can_be_named_and_today_is_taken_when_none_is(
    commissioning: Served, partnership: PartnershipStandIn, provider: dict[str, Any], time_machine: TimeMachineFixture
):
    await take_part(commissioning, partnership)
    await offered(commissioning.as_("icb:QWO"), provider["id"], lead_time_days=0)
    assert (await seen(commissioning, on="2026-03-01"))[ITEM]["hours_left"] == 30
    over = (await seen(commissioning, on="2026-04-01"))[ITEM]
    assert (over["hours_left"], over["availability"], over["offers"]) == (0, "absent", 1)
    time_machine.move_to(datetime(2026, 2, 28, 12, tzinfo=UTC), tick=False)
    answer = await commissioning.as_("icb:QWO").get(f"/v1/projects/{PROJECT}/availability")
    assert (answer.json()["on"], answer.json()["programme_year"]) == ("2026-02-28", "2025-26")
    [item] = [each for each in answer.json()["items"] if each["menu_item_code"] == ITEM]
    assert item["hours_left"] == pytest.approx(30 + 30 / 28, abs=0.01)


@pytest.mark.parametrize("query", [{"on": "tomorrow"}, {"on": "1066-10-14"}, {"at": "2025-09-01"}])
async def test_a_day_that_is_none_is_refused_with_its_name(commissioning: Served, query: dict[str, str]):
    answer = await commissioning.as_("icb:QWO").get(f"/v1/projects/{PROJECT}/availability", params=query)
    assert (answer.status_code, [error["parameter"] for error in answer.json()["errors"]]) == (400, [*query])


SEES = {
    "icb:QWO": True, "icb:QF7": False, "la:383": True, "la:373": False, "school:107866": True, "school:107001": False,
    GROUP: True, "pcg:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6b": False, "national:dfe": True, "service:reporting": True,
}  # fmt: skip


async def test_who_sees_the_project_sees_what_can_be_had_for_it(
    commissioning: Served, partnership: PartnershipStandIn, provider: dict[str, Any]
):
    school = await take_part(commissioning, partnership)
    await apply(commissioning, a_member_event(school.project_id, GROUP, 1))
    for organisation, sees in SEES.items():
        client = commissioning.as_(organisation)
        answers = [await client.get(f"/v1/projects/{project}/availability") for project in (PROJECT, uuid4())]
        assert [answer.status_code for answer in answers] == [200 if sees else 404, 404], organisation
        assert problem(answers[1]) == "project-not-found"
    for organisation in ("evaluator:iff", f"provider:{provider['id']}"):
        answer = await commissioning.as_(organisation).get(f"/v1/projects/{PROJECT}/availability")
        assert answer.status_code == 403, organisation


async def test_it_takes_three_statements_however_much_there_is(
    commissioning: Served, partnership: PartnershipStandIn, provider: dict[str, Any]
):
    board = commissioning.as_("icb:QWO")
    for number in range(5):
        await take_part(commissioning, partnership, urn=f"10786{number}")
    for code in (ITEM, "sensory-audit", "classroom-coaching"):
        await offered(board, provider["id"], menu_item_code=code)
    assert isinstance(commissioning.database, RolledBackDatabase)
    with statements_counted(commissioning.database) as statements:
        await seen(commissioning)
        await asyncio.sleep(0)  # the driver tells of a statement at the loop's next turn
    assert len(statements) == 3


async def hand_over(commissioning: Served, icb_code: str) -> None:
    async with commissioning.database.transaction() as session:
        await session.execute(
            text("insert into projects (project_id, lead_icb_code, source_version) values (:id, :code, 9)"),
            {"id": PROJECT, "code": icb_code},
        )
