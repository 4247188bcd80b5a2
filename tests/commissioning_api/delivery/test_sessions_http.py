"""Sessions over HTTP: arranged, moved, held and cancelled, within what was bought."""

from datetime import UTC, datetime
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from tests.commissioning_api.asking import agreed, considered, move, problem
from tests.commissioning_api.delivering import (
    HOLDING,
    SESSION,
    bought,
    cancel,
    change,
    deliveries,
    funded,
    hold,
    plan,
    planned,
    reopen,
)
from tests.commissioning_api.offering import places
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.network import Network
from tests.support.serving import Served


@pytest.fixture
async def line(commissioning: Served, partnership: PartnershipStandIn) -> dict[str, Any]:
    """Three hours of training in October 2025, commissioned."""
    return await bought(commissioning, partnership, partnership.takes_part())


async def test_the_first_session_that_is_held_starts_its_line(commissioning: Served, line: dict[str, Any]):
    board = commissioning.as_("icb:QWO")
    made = await planned(board, line["id"])
    assert made | SESSION == made
    assert (made["status"], made["provider_id"], made["urn"]) == ("planned", line["provider_id"], "107866")
    other = await planned(board, line["id"], held_on="2025-10-07")
    held = await hold(board, made["id"], hours=1.5)
    assert held.status_code == 200, held.text
    assert (held.json()["status"], held.json()["hours"]) == ("held", 1.5)
    assert held.json()["staff_reached"] == HOLDING["staff_reached"]
    started = (await board.get(f"/v1/package-lines/{line['id']}")).json()
    assert (started["status"], started["version"]) == ("delivering", line["version"] + 1)
    # The second starts nothing anew, and the last hour held leaves it to people to say that the line is complete.
    assert (await hold(board, other["id"], hours=1.5)).json()["hours"] == 1.5
    again = (await board.get(f"/v1/package-lines/{line['id']}")).json()
    assert again == started
    [delivery] = await deliveries(board)
    assert (delivery["hours_held"], delivery["state"], delivery["last_held_on"]) == (3, "completed", "2025-10-07")
    assert (await move(board, line["id"], "completion", again["version"])).status_code == 200


async def test_no_more_hours_are_arranged_than_were_bought(commissioning: Served, line: dict[str, Any]):
    board = commissioning.as_("icb:QWO")
    made = await planned(board, line["id"], hours=2)
    refused = await plan(board, line["id"], hours=1.25)
    assert (refused.status_code, problem(refused)) == (409, "more-than-bought")
    assert refused.json()["detail"] == "Of 3 hours bought, 2 are held or planned: 1 are left."
    other = await planned(board, line["id"], hours=1)
    for answer in (await change(board, other["id"], 1, hours=1.25), await hold(board, other["id"], hours=1.25)):
        assert (answer.status_code, problem(answer)) == (409, "more-than-bought")
    assert (await hold(board, made["id"], hours=1.5)).status_code == 200
    assert (await change(board, other["id"], 1, hours=1.5)).status_code == 200
    # What is cancelled is left again.
    assert (await cancel(board, other["id"], 2)).status_code == 200
    assert (await plan(board, line["id"], hours=1.5)).status_code == 201


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"held_on": "2025-09-30"}, "outside-the-line"),
        ({"held_on": "2025-11-01"}, "outside-the-line"),
        ({"profession": "Parent carer forum"}, "not-this-profession"),
    ],
)
async def test_a_session_lies_in_its_line_and_is_given_by_a_profession_of_its_item(
    commissioning: Served, line: dict[str, Any], more: dict[str, Any], kind: str
):
    board = commissioning.as_("icb:QWO")
    made = await planned(board, line["id"])
    for answer in (await plan(board, line["id"], **more), await change(board, made["id"], 1, **more)):
        assert (answer.status_code, problem(answer)) == (409, kind)


async def test_nothing_is_arranged_of_a_line_that_is_not_commissioned_or_is_over(
    commissioning: Served, partnership: PartnershipStandIn
):
    board = commissioning.as_("icb:QWO")
    school = partnership.takes_part()
    await considered(board, school.id)
    line = await agreed(board, school.id)
    answer = await plan(board, line["id"])
    assert (answer.status_code, problem(answer)) == (409, "line-not-being-given")
    await funded(commissioning, partnership, school)
    decision = {"decision_id": str(partnership.decides(school).id)}
    await move(board, line["id"], "commissioning", 2, decision)
    made = await planned(board, line["id"])
    assert (await move(board, line["id"], "cancellation", 3, {"reason": "No room."})).status_code == 200
    assert problem(await plan(board, line["id"])) == "line-not-being-given"
    for answer in (await hold(board, made["id"], 2), await change(board, made["id"], 2)):
        assert (answer.status_code, problem(answer)) == (409, "session-not-planned")
    assert await deliveries(board) == []


async def test_a_session_is_not_held_before_its_day(
    commissioning: Served, line: dict[str, Any], time_machine: TimeMachineFixture
):
    time_machine.move_to(datetime(2025, 10, 5, 12, tzinfo=UTC), tick=False)
    board = commissioning.as_("icb:QWO")
    made = await planned(board, line["id"])
    answer = await hold(board, made["id"])
    assert (answer.status_code, problem(answer)) == (409, "not-held-yet")
    time_machine.move_to(datetime(2025, 10, 6, 12, tzinfo=UTC), tick=False)
    assert (await hold(commissioning.as_("icb:QWO"), made["id"])).status_code == 200


async def test_what_was_held_or_cancelled_stays(commissioning: Served, line: dict[str, Any]):
    board = commissioning.as_("icb:QWO")
    held, gone = await planned(board, line["id"]), await planned(board, line["id"])
    assert (await change(board, held["id"], 1, held_on="2025-10-20", mode="online")).status_code == 200
    assert (await hold(board, held["id"], 1)).status_code == 412
    assert (await hold(board, held["id"], 2)).status_code == 200
    cancelled = await cancel(board, gone["id"])
    assert cancelled.json()["cancelled_reason"] == "The speaker is ill."
    for session, version in ((held, 3), (gone, 2)):
        for answer in (
            await change(board, session["id"], version, hours=2), await hold(board, session["id"], version),
            await cancel(board, session["id"], version),
        ):  # fmt: skip
            assert (answer.status_code, problem(answer)) == (409, "session-not-planned")
    history = (await board.get(f"/v1/sessions/{held['id']}/history")).json()["items"]
    assert [entry["event"].rsplit(".", 1)[-1] for entry in history] == ["held", "changed", "planned"]


async def test_what_is_planned_of_a_line_is_cancelled_with_it_and_what_was_held_stays(
    commissioning: Served, line: dict[str, Any]
):
    board = commissioning.as_("icb:QWO")
    held, gone = await planned(board, line["id"]), await planned(board, line["id"], held_on="2025-10-20")
    await hold(board, held["id"])
    why = {"reason": "The school is closing."}
    refused = await move(board, line["id"], "cancellation", line["version"] + 1, why)
    assert (refused.status_code, problem(refused)) == (409, "given-and-not-invoiced")
    assert refused.json()["detail"].startswith("What was held is worth £400.00, of which £0.00 are invoiced.")
    invoice = {"reference": "2025/117", "amount_pence": 40_000, "invoiced_on": "2025-10-10"}
    assert (await board.post(f"/v1/package-lines/{line['id']}/invoices", json=invoice)).status_code == 201
    off = await move(board, line["id"], "cancellation", line["version"] + 1, why)
    assert off.status_code == 200, off.text
    found = {each["id"]: each for each in (await board.get("/v1/sessions")).json()["items"]}
    assert found[held["id"]]["status"] == "held"
    assert (found[gone["id"]]["status"], found[gone["id"]]["cancelled_reason"]) == (
        "cancelled", "The school is closing.",
    )  # fmt: skip
    [last, _] = (await board.get(f"/v1/sessions/{gone['id']}/history")).json()["items"]
    assert last["event"] == "commissioning.session.cancelled"


async def test_a_line_is_not_given_whole_while_a_session_is_planned(commissioning: Served, line: dict[str, Any]):
    board = commissioning.as_("icb:QWO")
    made = await planned(board, line["id"])
    answer = await move(board, line["id"], "completion", line["version"])
    assert (answer.status_code, problem(answer)) == (409, "sessions-still-planned")
    assert (await board.get(f"/v1/package-lines/{line['id']}")).json() == line
    await cancel(board, made["id"])
    assert (await move(board, line["id"], "completion", line["version"])).status_code == 200


async def test_a_session_that_was_not_held_as_was_said_is_planned_again(commissioning: Served, line: dict[str, Any]):
    board = commissioning.as_("icb:QWO")
    made = await planned(board, line["id"])
    assert problem(await reopen(board, made["id"], 1)) == "session-not-held"
    await hold(board, made["id"])
    assert (await reopen(board, made["id"], 1)).status_code == 412
    again = await reopen(board, made["id"], 2)
    assert again.status_code == 200, again.text
    assert (again.json()["status"], again.json()["staff_reached"]) == ("planned", [])
    [delivery] = await deliveries(board)
    assert (delivery["hours_held"], delivery["hours_planned"], delivery["line_status"]) == (0, 1, "delivering")
    right = await hold(board, made["id"], 3, staff_reached=[{"role": "Teacher", "count": 3}])
    assert right.json()["staff_reached"] == [{"role": "Teacher", "count": 3}]
    await move(board, line["id"], "completion", line["version"] + 1)
    assert problem(await reopen(board, made["id"], 4)) == "line-not-being-given"


@pytest.mark.parametrize(
    ("staff", "place"),
    [
        ([{"role": "Teacher", "count": 1}, {"role": "teacher", "count": 2}], "/staff_reached/1/role"),
        ([{"role": "ann.other@example.org", "count": 1}], "/staff_reached/0/role"),
        ([{"role": "Teacher", "count": 1.5}], "/staff_reached/0/count"),
        ([{"role": "Teacher", "count": 1, "names": ["Ann"]}], "/staff_reached/0/names"),
    ],
)
async def test_staff_are_counted_by_role_and_never_named(
    commissioning: Served, line: dict[str, Any], staff: list[dict[str, Any]], place: str
):
    board = commissioning.as_("icb:QWO")
    made = await planned(board, line["id"])
    answer = await hold(board, made["id"], staff_reached=staff)
    assert (answer.status_code, [where for where, _ in places(answer)]) == (422, [place])
    assert "Ann" not in answer.text
    assert "ann.other" not in answer.text


@pytest.mark.parametrize("hours", [0, -1, 0.1, 24.25, "1", None])
async def test_hours_are_quarters_up_to_a_day(commissioning: Served, line: dict[str, Any], hours: object):
    answer = await plan(commissioning.as_("icb:QWO"), line["id"], hours=hours)
    assert answer.status_code == (201 if hours == "1" else 422)


async def test_sessions_are_arranged_while_the_owners_are_away(
    commissioning: Served, line: dict[str, Any], network: Network
):
    network.away |= {"partnership.test", "assessment.test"}
    board = commissioning.as_("icb:QWO")
    made = await planned(board, line["id"])
    assert (await hold(board, made["id"])).status_code == 200


async def test_lines_are_listed_with_what_is_held_and_planned(
    commissioning: Served, partnership: PartnershipStandIn, line: dict[str, Any]
):
    board = commissioning.as_("icb:QWO")
    first = await planned(board, line["id"])
    await hold(board, first["id"])
    await planned(board, line["id"], held_on="2025-10-29", hours=0.5)
    await cancel(board, (await planned(board, line["id"]))["id"])
    other = partnership.takes_part(urn="107867", project_id=partnership.participations.popitem()[1].project_id)
    await bought(commissioning, partnership, other)
    for on, states in {
        "2025-09-30": ["not_due", "not_due"], "2025-10-15": ["on_track", "at_risk"],
        "2025-11-01": ["overdue", "overdue"],
    }.items():  # fmt: skip
        found = await deliveries(board, on=on, sort="package_line_id")
        assert [each["state"] for each in found] == states, on
    [mine] = await deliveries(board, on="2025-10-15", state="on_track,overdue")
    assert mine | {
        "package_line_id": line["id"], "hours_bought": 3, "hours_held": 1, "hours_planned": 0.5, "sessions_held": 1,
        "sessions_cancelled": 1, "last_held_on": "2025-10-06", "line_status": "delivering", "state": "on_track",
        "provider_id": line["provider_id"], "provider_name": line["provider_name"],
    } == mine  # fmt: skip
    assert [each["state"] for each in await deliveries(board)] == ["overdue", "overdue"]
    text = (await board.get("/v1/line-deliveries", params={"format": "csv", "on": "2025-10-15"})).text.splitlines()
    assert len(text) == 3
    page = (await board.get("/v1/line-deliveries", params={"limit": 1, "on": "2025-10-15"})).json()
    following = {"limit": 1, "on": "2025-10-15", "cursor": page["next_cursor"]}
    assert len((await board.get("/v1/line-deliveries", params=following)).json()["items"]) == 1
    # A cursor belongs to the day that its page was judged as of.
    assert (await board.get("/v1/line-deliveries", params=following | {"on": "2025-10-16"})).status_code == 400


async def test_a_school_is_funded_when_engagement_support_is_bought_for_it(
    commissioning: Served, partnership: PartnershipStandIn, line: dict[str, Any]
):
    board = commissioning.as_("icb:QWO")
    [school] = (await board.get("/v1/school-engagement")).json()["items"]
    assert school["funded"] is False
    of = partnership.participations[next(iter(partnership.participations))]
    engagement = {"menu_item_code": "termly-leadership-meetings", "domain": "leadership_culture_and_values"}
    bought_line = await bought(commissioning, partnership, of, **engagement)
    assert bought_line["strand"] == "parent_carer_engagement"
    [school] = (await board.get("/v1/school-engagement", params={"funded": "true"})).json()["items"]
    assert (school["participation_id"], school["without_engagement"]) == (str(of.id), True)
    await move(board, bought_line["id"], "cancellation", bought_line["version"], {"reason": "No."})
    assert (await board.get("/v1/school-engagement", params={"funded": "true"})).json()["items"] == []


async def test_a_varied_line_keeps_room_for_its_sessions(
    commissioning: Served, partnership: PartnershipStandIn, line: dict[str, Any]
):
    board = commissioning.as_("icb:QWO")
    held, late = await planned(board, line["id"]), await planned(board, line["id"], held_on="2025-10-30", hours=1.5)
    version = (await hold(board, held["id"])) and line["version"] + 1
    said = {"reason": "The school wants less.", "agreement": "Head teacher"}
    for variation, kind in (
        ({"hours": 2.25}, "less-than-arranged"), ({"ends_on": "2025-10-29"}, "sessions-outside"),
        ({"starts_on": "2025-10-07"}, "sessions-outside"),
    ):  # fmt: skip
        answer = await move(board, line["id"], "variation", version, said | variation)
        assert (answer.status_code, problem(answer)) == (409, kind), answer.text
    assert (await board.get(f"/v1/package-lines/{line['id']}")).json()["hours"] == 3
    assert (await cancel(board, late["id"])).status_code == 200
    less = await move(board, line["id"], "variation", version, said | {"hours": 1, "ends_on": "2025-10-29"})
    assert (less.status_code, less.json()["hours"]) == (200, 1)
    assert problem(await plan(board, line["id"], hours=0.25)) == "more-than-bought"
