from typing import Any

import pytest
import time_machine

from shared.contracts.partnership.participations import Participation
from tests.assessment_api.heard import (
    BOARD,
    PCG,
    SCHOOL,
    body_of,
    faults_of,
    if_match,
    items,
    joined,
    recorded,
    recording,
    withdrawal,
)
from tests.assessment_api.owner import Owner, a_participation
from tests.support.network import Network
from tests.support.serving import Served


async def changing(served: Served, activity: dict[str, Any], caller: str = SCHOOL, **changes: Any):
    path = f"/v1/voice-activities/{activity['id']}"
    return await served.as_(caller).patch(path, json=changes, headers=if_match(activity))


@pytest.mark.parametrize("caller", [SCHOOL, PCG, BOARD])
async def test_the_school_its_parent_carers_and_its_board_record_an_activity(
    assessment: Served, elm_park: Participation, caller: str
):
    await joined(assessment, elm_park)
    answer = await recording(assessment, elm_park, caller)
    activity = body_of(answer, 201)
    assert (activity["status"], activity["version"], activity["withdrawn_reason"]) == ("recorded", 1, None)
    assert (activity["participants"], activity["suppressed"]) == (12, False)
    assert (activity["urn"], activity["icb_code"], activity["la_code"]) == ("107866", "QWO", "383")
    again = await assessment.as_(caller).get(answer.headers["Location"])
    assert body_of(again) == activity
    assert again.headers["ETag"] == answer.headers["ETag"] == '"1"'


async def test_the_method_is_one_of_the_guide_to_childrens_voice(assessment: Served, elm_park: Participation):
    activity = await recorded(assessment, elm_park)
    guide = body_of(await assessment.as_(SCHOOL).get(f"/v1/instruments/{activity['instrument_id']}"))
    assert guide["kind"] == "childrens_voice"
    assert activity["method"] in {method["code"] for method in guide["methods"]}


@pytest.mark.parametrize("caller", ["school:100000", "icb:QHM", "la:383", "national:dfe", "service:reporting"])
async def test_nobody_else_records_anything(assessment: Served, elm_park: Participation, caller: str):
    assert (await recording(assessment, elm_park, caller)).status_code == 403
    assert await items(assessment, "/v1/voice-activities", "national:dfe") == []


async def test_a_participation_that_the_caller_cannot_see_is_not_found(assessment: Served):
    assert (await recording(assessment, a_participation())).status_code == 404


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"status": "selected"}, "The school has not confirmed that it takes part"),
        ({"status": "withdrawn"}, "The school takes part no longer"),
        ({"programme_year": "2031-32"}, "There is no guide to children's voice for this programme year yet"),
    ],
)
async def test_an_activity_is_refused_with_the_reason(assessment: Served, owner: Owner, changes, title: str):
    answer = await recording(assessment, owner.knows(a_participation(**changes)))
    assert body_of(answer, 409)["title"] == title


async def test_while_partnership_is_away_nothing_is_recorded(
    assessment: Served, network: Network, elm_park: Participation
):
    network.away.add("partnership.test")
    assert (await recording(assessment, elm_park)).status_code == 503


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"held_on": "2025-03-31"}, [("/held_on", "outside_the_year")]),
        ({"held_on": "2026-10-01"}, [("/held_on", "outside_the_year")]),
        ({"method": "interview"}, [("/method", "unknown")]),
        ({"held_on": "2025-03-31", "method": "x"}, [("/held_on", "outside_the_year"), ("/method", "unknown")]),
        ({"participants": 0}, [("/participants", "greater_than_equal")]),
        ({"participants": -3}, [("/participants", "greater_than_equal")]),
        ({"participants": 10_001}, [("/participants", "less_than_equal")]),
        ({"participants": None}, [("/participants", "int_type")]),
        ({"year_groups": []}, [("/year_groups", "too_short")]),
        ({"year_groups": ["year_7"]}, [("/year_groups/0", "enum")]),
        ({"names": ["Sam"]}, [("/names", "unknown")]),
    ],
)
@time_machine.travel("2026-11-24", tick=False)
async def test_a_bad_activity_is_refused_with_the_place(assessment: Served, elm_park: Participation, changes, wrong):
    assert faults_of(await recording(assessment, elm_park, **changes)) == wrong
    activity = await recorded(assessment, elm_park)
    if "names" not in changes and None not in changes.values():
        assert faults_of(await changing(assessment, activity, **changes)) == wrong


async def test_tomorrow_is_refused_and_today_is_not(assessment: Served, elm_park: Participation):
    with time_machine.travel("2025-10-07T12:00:00Z", tick=False):
        refused = await recording(assessment, elm_park, held_on="2025-10-08")
        assert faults_of(refused) == [("/held_on", "to_come")]
        await recorded(assessment, elm_park, held_on="2025-10-07")


async def test_year_groups_are_kept_once_and_in_their_order(assessment: Served, elm_park: Participation):
    activity = await recorded(assessment, elm_park, year_groups=["year_6", "nursery", "year_6"])
    assert activity["year_groups"] == ["nursery", "year_6"]


@pytest.mark.parametrize("caller", [SCHOOL, PCG, BOARD])
async def test_an_activity_is_put_right(assessment: Served, elm_park: Participation, caller: str):
    await joined(assessment, elm_park)
    activity = await recorded(assessment, elm_park)
    changed = body_of(await changing(assessment, activity, caller, held_on="2025-11-03", participants=30))
    assert (changed["held_on"], changed["participants"], changed["version"]) == ("2025-11-03", 30, 2)
    assert (changed["method"], changed["year_groups"]) == (activity["method"], activity["year_groups"])


async def test_a_change_names_the_version_it_was_made_on(assessment: Served, elm_park: Participation):
    activity = await recorded(assessment, elm_park)
    path = f"/v1/voice-activities/{activity['id']}"
    assert (await assessment.as_(SCHOOL).patch(path, json={"participants": 9})).status_code == 428
    body_of(await changing(assessment, activity, participants=9))
    assert (await changing(assessment, activity, participants=10)).status_code == 412


@pytest.mark.parametrize("caller", ["school:100000", "icb:QHM", PCG])
async def test_another_school_board_or_group_changes_nothing(assessment: Served, elm_park: Participation, caller: str):
    activity = await recorded(assessment, elm_park)
    assert (await changing(assessment, activity, caller, participants=9)).status_code == 404
    assert (await withdrawal(assessment, "voice-activities", activity, caller)).status_code == 404


async def test_an_activity_is_withdrawn_with_a_reason_and_stays_so(assessment: Served, elm_park: Participation):
    activity = await recorded(assessment, elm_park)
    gone = body_of(await withdrawal(assessment, "voice-activities", activity))
    assert (gone["status"], gone["withdrawn_reason"]) == ("withdrawn", "Recorded twice.")
    for answer in (
        await changing(assessment, gone, participants=9),
        await withdrawal(assessment, "voice-activities", gone),
    ):
        assert body_of(answer, 409)["title"] == "The activity has been withdrawn"


async def test_a_reason_that_points_to_a_person_is_refused(assessment: Served, elm_park: Participation):
    activity = await recorded(assessment, elm_park)
    answer = await assessment.as_(SCHOOL).post(
        f"/v1/voice-activities/{activity['id']}/withdrawal",
        json={"reason": "Ask jo@leeds.gov.uk"},
        headers=if_match(activity),
    )
    assert faults_of(answer) == [("/reason", "personal_data")]
    assert "jo@" not in answer.text


async def test_the_history_says_who_changed_what(assessment: Served, elm_park: Participation):
    activity = await recorded(assessment, elm_park)
    changed = body_of(await changing(assessment, activity, BOARD, method="walk"))
    body_of(await withdrawal(assessment, "voice-activities", changed))
    entries = await items(assessment, f"/v1/voice-activities/{activity['id']}/history", "la:383")
    assert [(entry["event"].rsplit(".")[-1], entry["by"]) for entry in entries] == [
        ("withdrawn", SCHOOL), ("changed", BOARD), ("recorded", SCHOOL),
    ]  # fmt: skip
    assert entries[1]["changes"] == [{"field": "method", "before": "drawing", "after": "walk"}]


async def test_a_change_that_says_nothing_changes_nothing(assessment: Served, elm_park: Participation):
    activity = await recorded(assessment, elm_park)
    assert body_of(await changing(assessment, activity)) == activity
