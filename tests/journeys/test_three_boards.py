"""Boards as they are: one with three authorities and three forums, one that has 41 schools and then 29."""

from typing import Any

from tests.support.agreement import sections
from tests.support.platform import Platform
from tests.support.year import import_schools

YEAR_BEFORE, YEAR = "2024-25", "2025-26"


async def project(pins: Platform, board: str, year: str) -> dict[str, Any]:
    started: dict[str, Any] = await pins.post(
        f"icb:{board}", "partnership", "/v1/projects", {"programme_year": year, "name": f"PINS in {board}"}
    )
    return started


async def partner(pins: Platform, of: dict[str, Any], organisation: str, kind: str) -> None:
    body = {"organisation": organisation, "kind": kind, "role": "partner", "joined_on": "2025-06-02"}
    await pins.post(f"icb:{of['icb_code']}", "partnership", f"/v1/projects/{of['id']}/members", body)


def gias(la_codes: list[str], each: int) -> bytes:
    """A register of made-up open primaries, so many in each authority."""
    head = (
        "URN,LA (code),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (code),"
        "PhaseOfEducation (code)\n"
    )
    rows = [
        f"{800_000 + place * each + number},{code},{2000 + number},School {place}-{number},1,1,2\n"
        for place, code in enumerate(la_codes)
        for number in range(each)
    ]
    return (head + "".join(rows)).encode()


async def register(pins: Platform, content: bytes) -> None:
    answer = await pins.caller("national:dfe", "partnership").post(
        "/v1/schools/imports", content=content, headers={"Content-Type": "text/csv"}
    )
    assert answer.is_success, answer.text


async def select(pins: Platform, of: dict[str, Any], first: int, number: int) -> dict[str, Any]:
    rows = "".join(f"{first + place},new,full,Chosen by absence.\n" for place in range(number))
    answer = await pins.caller(f"icb:{of['icb_code']}", "partnership").post(
        f"/v1/projects/{of['id']}/selections",
        content=b"urn,cohort,offer,rationale\n" + rows.encode(),
        headers={"Content-Type": "text/csv"},
    )
    assert answer.is_success, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_board_like_sussex_has_three_authorities_and_three_forums_sign(pins: Platform):
    board, authorities = "icb:QNX", ["845", "846", "938"]
    started = await project(pins, "QNX", YEAR)
    forums = []
    for code in authorities:
        await partner(pins, started, f"la:{code}", "local_authority")
        forum = {"name": f"Forum of {code}", "kind": "forum", "la_codes": [code]}
        forums.append(await pins.post(board, "partnership", "/v1/parent-carer-groups", forum))
        await partner(pins, started, f"pcg:{forums[-1]['id']}", "parent_carer_group")
    plan = await pins.post(board, "partnership", f"/v1/projects/{started['id']}/delivery-plans", sections())
    path = f"/v1/delivery-plans/{plan['id']}"
    await pins.post(board, "partnership", f"{path}/submission", version=plan["version"])
    asked = (await pins.get(board, "partnership", f"/v1/sign-offs?delivery_plan_id={plan['id']}"))["items"]
    expected = {board, *(f"la:{code}" for code in authorities), *(f"pcg:{forum['id']}" for forum in forums)}
    assert {each["organisation"] for each in asked} == expected
    for each in asked:
        signature = f"/v1/sign-offs/{each['id']}/signature"
        await pins.post(each["organisation"], "partnership", signature, version=each["version"])
    assert (await pins.get(board, "partnership", path))["status"] == "signed_off"


async def test_a_board_like_surrey_has_41_schools_and_then_29_and_neither_is_refused(pins: Platform):
    await register(pins, gias(["936"], 70))
    first = await project(pins, "QXU", YEAR_BEFORE)
    await partner(pins, first, "la:936", "local_authority")
    assert (await select(pins, first, 800_000, 41))["selected"] == 41
    told = await pins.get("icb:QXU", "partnership", f"/v1/projects/{first['id']}/selection-progress")
    assert (told["new_selected"], told["difference"]) == (41, 1)
    second = await project(pins, "QXU", YEAR)
    assert (second["kind"], second["target_schools"]) == ("continuing", 30)
    await partner(pins, second, "la:936", "local_authority")
    assert (await select(pins, second, 800_041, 29))["selected"] == 29
    told = await pins.get("icb:QXU", "partnership", f"/v1/projects/{second['id']}/selection-progress")
    assert told["sentence"] == "29 additional schools are chosen, 1 fewer than the 30 expected."
    await pins.settle()
    boards = await pins.get("icb:QXU", "reporting", "/v1/dashboard-projects")
    assert {each["programme_year"]: each["new_selected"] for each in boards["items"]} == {YEAR_BEFORE: 41, YEAR: 29}


async def test_the_sample_that_ships_is_a_register_too(pins: Platform):
    counts = await import_schools(pins)
    assert (counts["inserted"], counts["rejected"]) == (65, 0)
