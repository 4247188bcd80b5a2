"""Strand two of a school over HTTP: its group, what was done, and what is missing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from tests.commissioning_api.asking import problem
from tests.commissioning_api.engaging import (
    ACTIVITY,
    CHANGE,
    FORMED,
    MEETING,
    change,
    put_group,
    record,
    recorded,
    withdraw,
)
from tests.commissioning_api.offering import places
from tests.commissioning_api.participations.said import a_participation_event, apply
from tests.commissioning_api.stand_in import PartnershipStandIn, as_it_became
from tests.support.network import Network
from tests.support.serving import Served


@pytest.fixture(autouse=True)
def _february(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 2, 10, 12, tzinfo=UTC), tick=False)


async def schools(served: Served, organisation: str = "icb:QWO", **query: Any) -> list[dict[str, Any]]:
    answer = await served.as_(organisation).get("/v1/school-engagement", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_a_group_is_recorded_and_developed(commissioning: Served, partnership: PartnershipStandIn):
    taking_part = partnership.takes_part()
    school = commissioning.as_("school:107866")
    path = f"/v1/participations/{taking_part.id}/parent-carer-group"
    unknown = await school.get(path)
    assert (unknown.status_code, problem(unknown)) == (404, "school-group-not-found")
    made = await put_group(school, taking_part.id)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    assert made.headers["Location"].endswith(path)
    assert made.json() | FORMED == made.json()
    grown = await put_group(school, taking_part.id, 1, state="developed", since="2025-09-22", members=12)
    assert (grown.status_code, grown.headers["ETag"], grown.json()["members"]) == (200, '"2"', 12)
    assert (await school.get(path)).json() == grown.json()
    for version, status in ((0, 412), (1, 412)):
        assert (await put_group(school, taking_part.id, version)).status_code == status
    assert (await school.put(path, json=FORMED)).status_code == 428


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"state": "formed"}, ("/since", "missing")),
        ({"state": "none", "members": 3}, ("/members", "no_group")),
        ({"state": "formed", "since": "2026-02-11"}, ("/since", "in_the_future")),
    ],
)
async def test_a_group_that_does_not_hold_together_is_refused_with_its_place(
    commissioning: Served, partnership: PartnershipStandIn, given: dict[str, Any], fault: tuple[str, str]
):
    answer = await put_group(commissioning.as_("school:107866"), partnership.takes_part().id, **given)
    assert (answer.status_code, problem(answer), places(answer)) == (422, "school-group-faulty", [fault])


async def test_the_term_of_a_meeting_is_that_of_its_day(commissioning: Served, partnership: PartnershipStandIn):
    taking_part = partnership.takes_part()
    school = commissioning.as_("school:107866")
    made = await recorded(school, taking_part.id, MEETING)
    assert (made["term"], made["status"], made["urn"]) == ("autumn", "recorded", "107866")
    moved = await change(school, made["id"], 1, held_on="2025-06-30")
    assert (moved.status_code, moved.json()["term"]) == (200, "summer")
    sent = await record(school, taking_part.id, MEETING | {"term": "spring"})
    assert sent.status_code == 422


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (MEETING | {"senior_leaders": 0}, ("/senior_leaders", "nobody")),
        (MEETING | {"parent_carers": None}, ("/parent_carers", "nobody")),
        (MEETING | {"held_on": "2026-02-11"}, ("/held_on", "in_the_future")),
        (MEETING | {"held_on": "2025-03-31"}, ("/held_on", "outside_the_year")),
        (CHANGE | {"led_to": None}, ("/led_to", "missing")),
    ],
)
async def test_an_entry_that_does_not_hold_is_refused_with_its_place(
    commissioning: Served, partnership: PartnershipStandIn, entry: dict[str, Any], fault: tuple[str, str]
):
    answer = await record(commissioning.as_("icb:QWO"), partnership.takes_part().id, entry)
    assert (answer.status_code, problem(answer), places(answer)) == (422, "engagement-faulty", [fault])
    assert (await commissioning.as_("icb:QWO").get("/v1/engagement-entries")).json()["items"] == []


@pytest.mark.parametrize("place", ["what", "led_to"])
async def test_text_that_points_to_a_person_is_refused_and_not_repeated(
    commissioning: Served, partnership: PartnershipStandIn, place: str
):
    entry = CHANGE | {place: "Ring jo.bloggs@example.org about it."}
    answer = await record(commissioning.as_("school:107866"), partnership.takes_part().id, entry)
    assert (answer.status_code, places(answer)) == (422, [(f"/{place}", "personal_data")])
    assert "bloggs" not in answer.text


@pytest.mark.parametrize("number", [1.5, "4", True, -1])
async def test_people_are_counted_in_whole_numbers(
    commissioning: Served, partnership: PartnershipStandIn, number: object
):
    entry = MEETING | {"parent_carers": number}
    answer = await record(commissioning.as_("school:107866"), partnership.takes_part().id, entry)
    assert answer.status_code == 422
    assert [place for place, _ in places(answer)] == ["/parent_carers"]


async def test_what_was_recorded_is_put_right_or_withdrawn_and_its_history_kept(
    commissioning: Served, partnership: PartnershipStandIn
):
    school = commissioning.as_("school:107866")
    made = await recorded(school, partnership.takes_part().id, MEETING)
    assert places(await change(school, made["id"], 1, senior_leaders=None)) == [("/senior_leaders", "nobody")]
    changed = await change(school, made["id"], 1, parent_carers=6, led_to="More visits.")
    assert changed.json() == made | {
        "parent_carers": 6, "led_to": "More visits.", "version": 2, "updated_at": changed.json()["updated_at"],
    }  # fmt: skip
    assert (await change(school, made["id"], 1, parent_carers=7)).status_code == 412
    gone = await withdraw(school, made["id"], 2)
    assert (gone.status_code, gone.json()["status"]) == (200, "withdrawn")
    for answer in (await withdraw(school, made["id"], 3), await change(school, made["id"], 3, parent_carers=7)):
        assert (answer.status_code, problem(answer)) == (409, "engagement-is-withdrawn")
    history = (await school.get(f"/v1/engagement-entries/{made['id']}/history")).json()["items"]
    assert [entry["event"].rsplit(".", 1)[-1] for entry in history] == ["withdrawn", "changed", "recorded"]


async def test_a_school_without_engagement_is_a_visible_gap(commissioning: Served, partnership: PartnershipStandIn):
    board = commissioning.as_("icb:QWO")
    with_meeting, with_group, without = (
        partnership.takes_part(urn=urn, school_name=name)
        for urn, name in (("107866", "Aire"), ("107867", "Beck"), ("107868", "Cross"))
    )
    meeting = await recorded(board, with_meeting.id, MEETING)
    await put_group(board, with_group.id)
    # That there is none is known, and a gap all the same.
    await put_group(board, without.id, state="none")
    gaps = await schools(commissioning, without_engagement="true")
    assert [gap["school_name"] for gap in gaps] == ["Cross"]
    await withdraw(board, meeting["id"], 1)
    gaps = await schools(commissioning, without_engagement="true", sort="school_name")
    assert [gap["school_name"] for gap in gaps] == ["Aire", "Cross"]
    withdrawn = as_it_became(without, status="withdrawn", version=3)
    partnership.participations[without.id] = withdrawn
    await apply(commissioning, a_participation_event(withdrawn))
    assert [gap["school_name"] for gap in await schools(commissioning, without_engagement="true")] == ["Aire"]


async def test_the_meetings_of_each_term_are_counted(commissioning: Served, partnership: PartnershipStandIn):
    taking_part = partnership.takes_part(cohort="existing", offer="embedding")
    board = commissioning.as_("icb:QWO")
    for entry in (MEETING, MEETING, MEETING | {"held_on": "2025-05-01"}, ACTIVITY, CHANGE):
        await recorded(board, taking_part.id, entry)
    await withdraw(board, (await recorded(board, taking_part.id, ACTIVITY))["id"], 1)
    await put_group(board, taking_part.id)
    [school] = await schools(commissioning)
    assert school | {
        "meetings_summer": 1, "meetings_autumn": 2, "meetings_spring": 0, "activities": 1, "changes": 1,
        "group_state": "formed", "group_since": "2025-09-22", "group_members": 7, "funded": False,
        "cohort": "existing", "offer": "embedding", "participation_status": "confirmed", "without_engagement": False,
    } == school  # fmt: skip
    text = (await board.get("/v1/school-engagement", params={"format": "csv"})).text.splitlines()
    assert len(text) == 2
    assert "Primley Primary School" in text[1]
    for query, number in (
        ({"group_state": "none"}, 0), ({"group_state": "formed,developed"}, 1), ({"funded": "true"}, 0),
        ({"cohort": "new"}, 0), ({"la_code": "383"}, 1), ({"updated_since": "2026-02-10T12:00:00Z"}, 1),
        ({"updated_since": "2026-02-10T12:00:01Z"}, 0),
    ):  # fmt: skip
        assert len(await schools(commissioning, **query)) == number, query


async def test_nothing_new_is_recorded_of_a_school_that_is_not_confirmed_or_has_withdrawn(
    commissioning: Served, partnership: PartnershipStandIn
):
    board = commissioning.as_("icb:QWO")
    for status, kind in (
        ("selected", "participation-not-confirmed"), ("withdrawn", "participation-withdrawn"),
    ):  # fmt: skip
        school = partnership.takes_part(status=status)
        for answer in (await record(board, school.id, MEETING), await put_group(board, school.id)):
            assert (answer.status_code, problem(answer)) == (409, kind)


async def test_with_partnership_away_nothing_new_is_recorded_and_what_is_there_can_be_put_right(
    commissioning: Served, partnership: PartnershipStandIn, network: Network
):
    taking_part = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    made = await recorded(board, taking_part.id, MEETING)
    network.away.add("partnership.test")
    for answer in (
        await record(board, taking_part.id, ACTIVITY), await put_group(board, taking_part.id),
        await change(board, made["id"], 1, held_on="2025-06-30"),
    ):  # fmt: skip
        assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
    assert (await change(board, made["id"], 1, parent_carers=5)).status_code == 200
    assert len((await board.get("/v1/engagement-entries")).json()["items"]) == 1
    assert (await withdraw(board, made["id"], 2)).status_code == 200
