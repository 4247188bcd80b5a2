"""Many sessions at once: arranged, held, or both."""

import asyncio
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from services.commissioning_api.delivery.bulk import TO_HOLD, TO_PLAN
from services.commissioning_api.main import SERVICE
from tests.commissioning_api.delivering import HOLDING, SESSION, bought, planned
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.bulk import counts, faults, file_of, filled_template, sent, told
from tests.support.databases import Databases, statements_counted
from tests.support.network import Network
from tests.support.serving import Served, live

PATH, HOLD, BOARD = "sessions/bulk", "session-holdings/bulk", "icb:QWO"


@pytest.fixture(autouse=True)
def _later(time_machine: TimeMachineFixture) -> None:
    """The days of the sessions have come."""
    time_machine.move_to("2025-11-03T09:00:00Z")


@pytest.fixture
async def line(commissioning: Served, partnership: PartnershipStandIn) -> dict[str, Any]:
    """Three hours in October."""
    return await bought(commissioning, partnership, partnership.takes_part())


def sessions(line: dict[str, Any], *hours: float, **more: Any) -> list[dict[str, Any]]:
    return [SESSION | {"package_line_id": line["id"], "hours": each} | more for each in hours]


async def events(served: Served) -> list[str]:
    async with served.database.reading() as connection:
        rows = await connection.fetch("select type from events where type like 'commissioning.session.%' order by id")
    return [row["type"].rsplit(".", 1)[1] for row in rows]


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_sessions_are_arranged_and_those_that_reached_somebody_are_held(
    commissioning: Served, line: dict[str, Any], form: str
):
    rows = [*sessions(line, 1), *sessions(line, 1.5, **HOLDING)]
    rows[0]["held_on"] = "2025-10-07"
    body = file_of(TO_PLAN, rows) if form == "csv" else rows
    answer = await sent(commissioning, PATH, body, f"provider:{line['provider_id']}")
    assert counts(answer) == (2, 2, 0, 0, 0)
    assert await events(commissioning) == ["planned", "planned", "held"]
    made = (await commissioning.as_(BOARD).get("/v1/sessions", params={"sort": "-held_on"})).json()["items"]
    assert [(each["status"], each["held_on"], each["hours"], each["staff_reached"]) for each in made] == [
        ("planned", "2025-10-07", 1, []), ("held", "2025-10-06", 1.5, HOLDING["staff_reached"]),
    ]  # fmt: skip
    line_now = (await commissioning.as_(BOARD).get(f"/v1/package-lines/{line['id']}")).json()
    assert line_now["status"] == "delivering"


async def test_hours_are_counted_row_after_row_and_each_refusal_names_its_cell(
    commissioning: Served, line: dict[str, Any]
):
    twice = {"staff_reached": [{"role": "Teacher", "count": 1}, {"role": "teacher", "count": 2}]}
    rows = [
        *sessions(line, 2, 2, 1), *sessions(line, 1, held_on="2026-03-31"), *sessions(line, 1, mode="by post"),
        *sessions(line, 0.25, **twice), *sessions({"id": "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a"}, 1),
    ]  # fmt: skip
    answer = await sent(commissioning, PATH, file_of(TO_PLAN, rows), BOARD)
    wrong = [
        (3, "hours", "more-than-bought"), (5, "held_on", "outside-the-line"), (6, "mode", "enum"),
        (7, "hours", "more-than-bought"), (8, "package_line_id", "line-not-found"),
    ]  # fmt: skip
    assert (answer.status_code, faults(answer)) == (422, wrong)
    assert await events(commissioning) == []
    answer = await sent(commissioning, PATH, file_of(TO_PLAN, rows), BOARD, "?mode=per-row")
    assert (counts(answer), faults(answer)) == ((7, 2, 0, 0, 5), wrong)
    assert await events(commissioning) == ["planned", "planned"]


async def test_a_session_whose_holding_is_refused_is_not_arranged_either(commissioning: Served, line: dict[str, Any]):
    twice = [{"role": "Teacher", "count": 1}, {"role": "teacher", "count": 2}]
    answer = await sent(commissioning, PATH, sessions(line, 1, staff_reached=twice), BOARD, "?mode=per-row")
    assert (counts(answer), faults(answer)) == ((1, 0, 0, 0, 1), [("/0/staff_reached/1/role", "repeated")])
    assert await events(commissioning) == []
    assert (await commissioning.as_(BOARD).get("/v1/sessions")).json()["items"] == []


async def test_days_are_read_as_a_spreadsheet_writes_them_here(commissioning: Served, line: dict[str, Any]):
    file = file_of(TO_PLAN, sessions(line, 1)).replace(b"2025-10-06", b"6/10/2025").replace(b",", b";")
    assert counts(await sent(commissioning, PATH, file, BOARD)) == (1, 1, 0, 0, 0)
    [made] = (await commissioning.as_(BOARD).get("/v1/sessions")).json()["items"]
    assert made["held_on"] == "2025-10-06"


async def test_planned_sessions_are_held_once(commissioning: Served, line: dict[str, Any]):
    board = commissioning.as_(BOARD)
    two = [await planned(board, line["id"]), await planned(board, line["id"], hours=2)]
    rows = [HOLDING | {"session_id": each["id"]} for each in two]
    rows[0] |= {"hours": 0.5, "version": 1}
    file = file_of(TO_HOLD, rows)
    assert counts(await sent(commissioning, HOLD, file, BOARD, "?dry_run=true")) == (2, 0, 2, 0, 0)
    assert await events(commissioning) == ["planned", "planned"]
    answer = await sent(commissioning, HOLD, file, BOARD)
    assert counts(answer) == (2, 0, 2, 0, 0)
    assert [each["id"] for each in told(answer)["results"]] == [each["id"] for each in two]
    again = await sent(commissioning, HOLD, file, BOARD)
    assert faults(again) == [(2, "session_id", "stale-version"), (3, "session_id", "session-not-planned")]
    assert await events(commissioning) == ["planned", "planned", "held", "held"]


async def test_nobody_holds_or_arranges_what_is_not_theirs(commissioning: Served, line: dict[str, Any]):
    made = await planned(commissioning.as_(BOARD), line["id"])
    provider = "provider:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a"
    answer = await sent(commissioning, PATH, sessions(line, 1), provider)
    assert faults(answer) == [("/0/package_line_id", "line-not-found")]
    answer = await sent(commissioning, HOLD, [HOLDING | {"session_id": made["id"]}], provider)
    assert faults(answer) == [("/0/session_id", "session-not-found")]
    assert (await sent(commissioning, PATH, sessions(line, 1), "school:107866")).status_code == 403


async def test_the_templates_are_taken_as_they_are(commissioning: Served, line: dict[str, Any]):
    file = await filled_template(commissioning, PATH, BOARD, package_line_id=line["id"])
    assert counts(await sent(commissioning, PATH, file, BOARD, "?dry_run=true")) == (1, 1, 0, 0, 0)
    made = await planned(commissioning.as_(BOARD), line["id"])
    file = await filled_template(commissioning, HOLD, BOARD, session_id=made["id"])
    assert counts(await sent(commissioning, HOLD, file, BOARD, "?dry_run=true")) == (1, 0, 1, 0, 0)


async def test_a_row_takes_no_more_statements_in_a_long_upload(commissioning: Served, line: dict[str, Any]):
    taken = []
    for number in (1, 5):
        with statements_counted(commissioning.database) as seen:
            rows = sessions(line, *([0.25] * number), **HOLDING)
            assert counts(await sent(commissioning, PATH, rows, BOARD))[1] == number
        taken.append(len(seen))
    assert taken[1] - taken[0] <= 4 * 20


async def test_of_the_same_file_sent_twice_at_once_no_more_is_arranged_than_was_bought(
    databases: Databases, network: Network, partnership: PartnershipStandIn
):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        lines = [await bought(running, partnership, partnership.takes_part()) for _ in range(2)]
        rows = [row for line in lines for row in sessions(line, 1, 1)]
        answers = await asyncio.gather(
            *(sent(running, PATH, order, BOARD, "?mode=per-row") for order in (rows, rows[::-1], rows))
        )
        assert sum(told(answer)["created"] for answer in answers) == 6
        key = {"Idempotency-Key": "once"}
        held = [HOLDING | {"session_id": each["id"]} for each in told(answers[0])["results"]]
        answers = [await sent(running, HOLD, held, BOARD, **key) for _ in range(2)]
        assert answers[0].content == answers[1].content
        assert (await events(running)).count("held") == len(held)
