"""How many children took part is for the school and its parent carer group, where they were few."""

import csv
import io
import json

import pytest

from services.assessment_api.loading import load_reference
from services.assessment_api.main import SERVICE
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.heard import (
    BOARD,
    EVERYBODY,
    PCG,
    SCHOOL,
    TOLD_EXACTLY,
    body_of,
    if_match,
    items,
    joined,
    recorded,
    withdrawal,
)
from tests.assessment_api.owner import Owner, a_participation
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live
from tests.support.settings import settings_for

OTHERS = tuple(caller for caller in EVERYBODY if caller not in TOLD_EXACTLY)


@pytest.mark.parametrize("number", [1, 4])
async def test_few_children_are_counted_for_the_school_and_its_parent_carers_alone(
    assessment: Served, elm_park: Participation, number: int
):
    await joined(assessment, elm_park)
    activity = await recorded(assessment, elm_park, participants=number)
    assert (activity["participants"], activity["suppressed"]) == (number, False)
    for caller in EVERYBODY:
        expected = (number, False) if caller in TOLD_EXACTLY else (None, True)
        one = body_of(await assessment.as_(caller).get(f"/v1/voice-activities/{activity['id']}"))
        [listed] = await items(assessment, "/v1/voice-activities", caller)
        assert (one["participants"], one["suppressed"]) == expected, caller
        assert listed == one, caller


async def test_five_children_are_not_few(assessment: Served, elm_park: Participation):
    activity = await recorded(assessment, elm_park, participants=5)
    for caller in OTHERS:
        one = body_of(await assessment.as_(caller).get(f"/v1/voice-activities/{activity['id']}"))
        assert (one["participants"], one["suppressed"]) == (5, False), caller


async def test_a_board_is_told_what_is_published_also_of_what_it_records_itself(
    assessment: Served, elm_park: Participation
):
    activity = await recorded(assessment, elm_park, BOARD, participants=3)
    assert (activity["participants"], activity["suppressed"]) == (None, True)
    path = f"/v1/voice-activities/{activity['id']}"
    changed = body_of(await assessment.as_(BOARD).patch(path, json={"participants": 2}, headers=if_match(activity)))
    assert (changed["participants"], changed["suppressed"]) == (None, True)
    gone = body_of(await withdrawal(assessment, "voice-activities", changed, BOARD))
    assert (gone["participants"], gone["suppressed"]) == (None, True)
    assert body_of(await assessment.as_(SCHOOL).get(path))["participants"] == 2


async def test_a_right_guess_is_answered_as_a_wrong_one(assessment: Served, elm_park: Participation):
    answers = []
    for exactly in (2, 3):
        activity = await recorded(assessment, elm_park, participants=exactly)
        answer = await assessment.as_(BOARD).patch(
            f"/v1/voice-activities/{activity['id']}", json={"participants": 3}, headers=if_match(activity)
        )
        own = ("id", "created_at", "updated_at")
        answers.append({name: value for name, value in body_of(answer).items() if name not in own})
    assert answers[0] == answers[1]


@pytest.mark.parametrize("form", ["csv", "ndjson"])
async def test_exports_hide_what_answers_hide(assessment: Served, elm_park: Participation, form: str):
    await joined(assessment, elm_park)
    await recorded(assessment, elm_park, participants=4)
    for caller in EVERYBODY:
        answer = await assessment.as_(caller).get(f"/v1/voice-activities?format={form}")
        assert answer.status_code == 200
        if form == "csv":
            [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
            found = (row["participants"], row["suppressed"])
            assert found == (("4", "false") if caller in TOLD_EXACTLY else ("", "true")), caller
        else:
            row = json.loads(answer.text)
            assert row["participants"] == (4 if caller in TOLD_EXACTLY else None), caller


async def test_history_hides_small_numbers_from_everybody(assessment: Served, elm_park: Participation):
    await joined(assessment, elm_park)
    activity = await recorded(assessment, elm_park, participants=4)
    path = f"/v1/voice-activities/{activity['id']}"
    for number in (9, 3):
        activity = body_of(
            await assessment.as_(SCHOOL).patch(path, json={"participants": number}, headers=if_match(activity))
        )
    for caller in EVERYBODY:
        entries = await items(assessment, f"{path}/history", caller)
        shown = [
            change["after"] for entry in entries for change in entry["changes"] if change["field"] == "participants"
        ]
        assert shown == [None, 9], caller


async def test_the_feed_hides_small_numbers_from_everybody(databases: Databases, network: Network, owner: Owner):
    school = owner.knows(a_participation())
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        await joined(running, school)
        await recorded(running, school, participants=4)
        for caller in (*EVERYBODY, "icb:QHM"):
            answer = await running.as_(caller).get("/v1/events?type=assessment.voice-activity.recorded")
            told = [(event["data"]["participants"], event["data"]["suppressed"]) for event in answer.json()]
            assert told == ([] if caller == "icb:QHM" else [(None, True)]), caller


async def test_the_threshold_is_a_setting(databases: Databases, network: Network, owner: Owner):
    school = owner.knows(a_participation())
    async with (
        databases.copy(SERVICE) as url,
        live(SERVICE, url, network, suppression_threshold=20) as running,
    ):
        for number, shown in ((19, None), (20, 20)):
            activity = await recorded(running, school, BOARD, participants=number)
            assert activity["participants"] == shown


async def test_another_threshold_is_for_what_was_recorded_before_too(
    databases: Databases, network: Network, owner: Owner
):
    school = owner.knows(a_participation())
    async with databases.copy(SERVICE) as url:
        async with live(SERVICE, url, network) as running:
            for number in (4, 12, 30):
                await recorded(running, school, participants=number)
        for threshold, shown, changed in ((20, [None, None, 30], 1), (3, [4, 12, 30], 2), (3, [4, 12, 30], 0)):
            settings = settings_for(SERVICE, url, suppression_threshold=threshold)
            async with live(SERVICE, url, network, suppression_threshold=threshold) as running:
                told = await load_reference(running.database, settings)
                assert f" {changed} voice activities and 0 surveys published again" in told
                found = await items(running, "/v1/voice-activities", BOARD)
                assert [each["participants"] for each in found] == shown
                exactly = await items(running, "/v1/voice-activities", SCHOOL)
                assert [each["participants"] for each in exactly] == [4, 12, 30]


async def test_the_same_key_answers_each_caller_with_its_own(assessment: Served, elm_park: Participation):
    await joined(assessment, elm_park)
    told = {}
    for caller in (SCHOOL, PCG, BOARD):
        for _ in range(2):
            answer = await assessment.as_(caller).post(
                f"/v1/participations/{elm_park.id}/voice-activities",
                json={"held_on": "2025-10-07", "method": "walk", "participants": 2, "year_groups": ["year_1"]},
                headers={"Idempotency-Key": "one"},
            )
            told.setdefault(caller, []).append(body_of(answer, 201)["participants"])
    assert told == {SCHOOL: [2, 2], PCG: [2, 2], BOARD: [None, None]}
    assert len(await items(assessment, "/v1/voice-activities")) == 3
