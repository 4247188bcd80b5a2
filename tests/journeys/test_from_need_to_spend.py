"""One school, from what it says it needs to what was spent on it, through all four services."""

from collections import defaultdict
from typing import Any

from tests.support import bought, surveys, year as play
from tests.support.platform import Platform
from tests.support.year import Resource, Year

BOARD = "icb:QWO"
ALLOTTED, RELEASED = 20_900_000, 10_000_000


async def a_partnership_with_money(pins: Platform) -> Year:
    await play.import_schools(pins)
    year = await play.start(pins, "QWO", ["382", "383"])
    await bought.fund(year, ALLOTTED, RELEASED)
    return year


async def a_school_that_takes_part(year: Year) -> Resource:
    query = {"la_code": "383", "eligibility": "eligible", "limit": "1"}
    [school] = (await year.pins.get(BOARD, "partnership", "/v1/schools", **query))["items"]
    return await play.take_part(year, school["urn"])


async def parent_carers_are_asked(year: Year, school: Resource) -> None:
    said = surveys.survey(40, *(surveys.answered(code, {1: 10, 4: 30}) for code in surveys.CODES))
    answer = await year.pins.caller(f"school:{school['urn']}", "assessment").put(
        f"/v1/participations/{school['id']}/surveys/autumn", json=said, headers=surveys.NEW
    )
    assert answer.status_code == 201, answer.text


async def what_comes_first(year: Year, school: Resource) -> Resource:
    """The school proposes what ranks first as its priority, by all that it rests on, and the board agrees."""
    itself = f"school:{school['urn']}"
    ranking = await year.pins.get(itself, "assessment", f"/v1/participations/{school['id']}/ranking")
    first = ranking["domains"][0]
    cited = [finding for term in first["terms"] for finding in term["finding_ids"]]
    wanted = {"priorities": [{"domain": first["domain"], "finding_ids": cited}]}
    path = f"/v1/participations/{school['id']}/priority-sets"
    proposed = await year.pins.post(itself, "assessment", path, wanted)
    path = f"/v1/priority-sets/{proposed['id']}/agreement"
    agreed = await year.pins.post(BOARD, "assessment", path, version=proposed["version"])
    priority: Resource = agreed["priorities"][0]
    return priority


async def what_answers_it(year: Year, school: Resource, priority: Resource) -> Resource:
    """The item of the menu that ranks first for the school, to be had from an offer of the board."""
    path = f"/v1/participations/{school['id']}/matches"
    found = await year.pins.get(BOARD, "commissioning", path)
    assert found["priorities_agreed"]
    match: Resource = found["matches"][0]
    assert priority["domain"] in match["domains"]
    return match


async def both_are_considered(year: Year, school: Resource) -> None:
    for source, said in (
        ("survey", {"available": True, "what_it_led_to": "Parent carers want the same first."}),
        ("voice", {"available": False}),
    ):
        path = f"/v1/participations/{school['id']}/considerations/{source}"
        answer = await year.pins.caller(f"school:{school['urn']}", "commissioning").put(
            path, json=said, headers=surveys.NEW
        )
        assert answer.status_code == 201, answer.text


async def agreed_line(year: Year, school: Resource) -> tuple[Resource, Resource]:
    """From the need to a line that the school agrees to, and the match that it was chosen by."""
    await play.assess(year, school)
    await parent_carers_are_asked(year, school)
    priority = await what_comes_first(year, school)
    await year.pins.settle("commissioning")
    match = await what_answers_it(year, school, priority)
    line = {
        "menu_item_code": match["menu_item_code"],
        "local_offer_id": await play.an_offer(year.pins, BOARD, school["la_code"], match["menu_item_code"]),
        "finding_ids": priority["finding_ids"],
        "domain": priority["domain"],
        "hours": match["usual_hours"],
        "starts_on": "2025-11-03",
        "ends_on": "2026-02-27",
        "reason": "The school's first priority.",
    }
    path = f"/v1/participations/{school['id']}/package-lines"
    proposed = await year.pins.post(BOARD, "commissioning", path, line)
    await both_are_considered(year, school)
    path = f"/v1/package-lines/{proposed['id']}/agreement"
    school_itself = f"school:{school['urn']}"
    return await year.pins.post(school_itself, "commissioning", path, version=proposed["version"]), match


async def money(year: Year) -> Resource:
    position: Resource = await year.pins.get(BOARD, "commissioning", f"/v1/projects/{year.project['id']}/position")
    return position


async def entries(year: Year, **query: str) -> list[Resource]:
    path = "/v1/ledger-entries"
    found: list[Resource] = (
        await year.pins.get(BOARD, "commissioning", path, project_id=year.project["id"], limit="500", **query)
    )["items"]
    return found


async def read(year: Year, path: str, service: str = "commissioning") -> Resource:
    found: Resource = await year.pins.get(BOARD, service, path)
    return found


def balances(of: list[Resource]) -> dict[str, int]:
    """What entries come to, account by account; each of their transactions comes to nothing."""
    by_account, by_transaction = defaultdict[str, int](int), defaultdict[str, int](int)
    for each in of:
        by_account[each["account"]] += each["amount_pence"]
        by_transaction[each["transaction_id"]] += each["amount_pence"]
    assert set(by_transaction.values()) <= {0}
    return {account: pence for account, pence in by_account.items() if pence}


async def the_line_leads_back_to_its_need(year: Year, school: Resource, line: Resource, decision: Resource) -> None:
    sources = set()
    for finding_id in line["finding_ids"]:
        finding = await read(year, f"/v1/findings/{finding_id}", "assessment")
        assert (finding["participation_id"], finding["domain"]) == (school["id"], line["domain"])
        sources.add(finding["source"])
    assert sources == {"self_assessment", "survey"}
    made = await read(year, f"/v1/decisions/{line['decision_id']}", "partnership")
    assert (made["id"], made["kind"], made["status"]) == (decision["id"], "commissioning", "standing")
    history = (await read(year, f"/v1/package-lines/{line['id']}/history"))["items"]
    steps = [each["event"].rsplit(".", 1)[-1] for each in history]
    assert steps == ["started", "commissioned", "agreed", "proposed"]


async def the_money_adds_up(year: Year, line: Resource, paid: Resource) -> None:
    """Every figure of the position is the sum of its entries."""
    total = (await money(year))["total"]
    cost, spent = line["cost_pence"], paid["amount_pence"]
    assert (total["allocated_pence"], total["released_pence"]) == (ALLOTTED, RELEASED)
    assert (total["committed_pence"], total["invoiced_pence"], total["spent_pence"]) == (cost - spent, 0, spent)
    assert total["free_pence"] == RELEASED - cost
    assert total["underspend_forecast_pence"] == ALLOTTED - cost
    stands = balances(await entries(year))
    assert stands == {
        "funder": -ALLOTTED,
        "pledged": ALLOTTED - RELEASED,
        "free": RELEASED - cost,
        "committed": cost - spent,
        "spent": spent,
    }
    of_line = balances(await entries(year, package_line_id=line["id"]))
    assert of_line == {"free": -cost, "committed": cost - spent, "spent": spent}


async def the_board_sees_it(year: Year, school: Resource, line: Resource) -> None:
    [delivered] = (await read(year, f"/v1/line-deliveries?package_line_id={line['id']}"))["items"]
    assert (delivered["hours_bought"], delivered["hours_held"], delivered["sessions_held"]) == (line["hours"], 2, 1)
    [engaged] = (await read(year, f"/v1/school-engagement?participation_id={school['id']}"))["items"]
    assert (engaged["meetings_autumn"], engaged["without_engagement"]) == (1, False)
    await year.pins.settle()
    board = await read(year, f"/v1/projects/{year.project['id']}/dashboard", "reporting")
    assert (board["new_confirmed"], board["baselines_submitted"], board["lines_agreed"]) == (1, 1, 1)
    assert (board["hours"], board["cost_pence"]) == (line["hours"], line["cost_pence"])
    assert [(row["urn"], row["cost_pence"]) for row in board["schools"]] == [(school["urn"], line["cost_pence"])]


async def test_a_need_leads_to_support_that_is_agreed_bought_given_paid_and_seen(pins: Platform):
    year = await a_partnership_with_money(pins)
    school = await a_school_that_takes_part(year)
    agreed, match = await agreed_line(year, school)
    decision = await bought.decide(year)
    line = await bought.commission(year, agreed, decision)
    assert (line["status"], line["cost_pence"]) == ("commissioned", 6_500 * match["usual_hours"])
    assert balances(await entries(year, kind="commitment")) == {
        "free": -line["cost_pence"],
        "committed": line["cost_pence"],
    }

    item = await its_item(year, line)
    await bought.hold_session(year, line, item["professions"][0], hours=2)
    line = await read(year, f"/v1/package-lines/{line['id']}")
    assert line["status"] == "delivering"
    paid = await bought.pay(year, await bought.invoice(year, line, 2 * 6_500))
    assert paid["status"] == "paid"
    await bought.meet_parents(year, school)

    await the_line_leads_back_to_its_need(year, school, line, decision)
    await the_money_adds_up(year, line, paid)
    await the_board_sees_it(year, school, line)


async def its_item(year: Year, line: Resource) -> Resource:
    items = (await read(year, "/v1/menu-items?limit=500"))["items"]
    found: Resource = next(each for each in items if each["code"] == line["menu_item_code"])
    return found


async def test_with_partnership_away_nothing_is_bought_and_nothing_half_written(pins: Platform):
    year = await a_partnership_with_money(pins)
    school = await a_school_that_takes_part(year)
    line, _ = await agreed_line(year, school)
    decision = await bought.decide(year)
    before = await what_is_written(year, line)
    pins.network.away.add("partnership.test")
    refused = await pins.caller(BOARD, "commissioning").post(
        f"/v1/package-lines/{line['id']}/commissioning",
        json={"decision_id": decision["id"]},
        headers={"If-Match": f'"{line["version"]}"', "Idempotency-Key": "once"},
    )
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert await what_is_written(year, line) == before
    pins.network.away.clear()
    assert (await bought.commission(year, line, decision))["status"] == "commissioned"
    assert (await money(year))["total"]["committed_pence"] == line["cost_pence"]


async def what_is_written(year: Year, line: Resource) -> list[Any]:
    """All that commissioning_api says of a line and its project's money."""
    position = await money(year)
    return [
        await read(year, f"/v1/package-lines/{line['id']}"),
        await read(year, f"/v1/package-lines/{line['id']}/history"),
        position,
        await entries(year),
        await year.pins.get(BOARD, "commissioning", "/v1/events", limit="1000"),
    ]
