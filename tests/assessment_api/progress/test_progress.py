import csv
import io
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from services.assessment_api import reference
from services.assessment_api.priorities.models import PrioritySet
from services.assessment_api.progress.queries import PROGRESS
from services.assessment_api.ranking.models import RankingRule
from services.assessment_api.tables import PLACE
from shared.contracts.assessment.instruments import InstrumentKind
from shared.contracts.assessment.priorities import PriorityStatus
from shared.contracts.assessment.progress import SchoolProgress
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.heard import (
    PCG,
    SCHOOL,
    body_of,
    if_match,
    items,
    joined,
    recorded,
    said,
    surveyed,
    withdrawal,
)
from tests.support.serving import Served
from tests.support.views import assert_rows_match_the_contract

NOW = datetime(2025, 12, 1, tzinfo=UTC)


async def progress(served: Served, query: str = "", caller: str = "icb:QWO") -> list[SchoolProgress]:
    found = await items(served, f"/v1/progress?{query}", caller)
    return [SchoolProgress.model_validate(each) for each in found]


async def only(served: Served, query: str = "") -> SchoolProgress:
    [found] = await progress(served, query)
    return found


async def opened(served: Served, school: Participation, point: str = "baseline") -> dict[str, Any]:
    caller = served.as_(f"school:{school.urn}")
    path = f"/v1/participations/{school.id}/self-assessments"
    return body_of(await caller.post(path, json={"point": point}), 201)


async def submitted(served: Served, school: Participation, point: str = "baseline") -> dict[str, Any]:
    found = await opened(served, school, point)
    asked = reference.instrument(InstrumentKind.SELF_ASSESSMENT).questions
    answers = [{"question": question.code, "rating": 1, "evidence": "Seen."} for question in asked]
    caller, at = served.as_(f"school:{school.urn}"), f"/v1/self-assessments/{found['id']}"
    saved = body_of(await caller.put(f"{at}/answers", json={"answers": answers}, headers=if_match(found)))
    return body_of(await caller.post(f"{at}/submission", headers=if_match(saved)))


def place_of(school: Participation) -> dict[str, Any]:
    return {name: getattr(school, "id" if name == "participation_id" else name) for name in PLACE}


async def prioritised(served: Served, school: Participation, number: int, status: PriorityStatus, at: Any) -> None:
    rule = RankingRule(
        programme_year="2025-26", edition=100 + number, title="Weights", illustrative=True, is_current=False,
        weights={"self_assessment": 1, "survey": 1, "voice": 1},
    )  # fmt: skip
    async with served.database.transaction() as session:
        session.add(rule)
        await session.flush()  # the set names it
        session.add(
            PrioritySet(
                **place_of(school),
                number=number,
                status=status,
                priorities=[],
                ranked=[],
                missing=[],
                ranking_rule_id=rule.id,
                proposed_by=SCHOOL,
                agreed_at=at,
            )
        )


async def test_a_school_that_has_not_confirmed_is_not_asked_for_anything_yet(assessment: Served, followed):
    await followed(status="selected", confirmed_at=None)
    found = await only(assessment)
    assert (found.state, found.participation_status, found.confirmed_at) == ("not_confirmed", "selected", None)


async def test_a_confirmed_school_has_not_started(assessment: Served, followed):
    school = await followed()
    found = await only(assessment)
    assert (found.state, found.first_point, found.first_status) == ("not_started", "baseline", None)
    assert (found.school_name, found.urn, found.confirmed_at) == (school.school_name, "107866", school.confirmed_at)
    assert (found.has_survey, found.survey_recorded_at) == (False, None)
    assert (found.has_voice, found.voice_held_at, found.themes, found.priorities_agreed_at) == (False, None, 0, None)


async def test_a_school_that_began_is_in_progress_until_it_submits(assessment: Served, followed):
    school = await followed()
    begun = await opened(assessment, school)
    found = await only(assessment)
    assert (found.state, found.first_status, found.first_submitted_at) == ("in_progress", "in_progress", None)
    assert found.first_opened_at == datetime.fromisoformat(begun["created_at"])


async def test_a_school_that_submitted_its_baseline_has_submitted_and_its_follow_up_is_beside_it(
    assessment: Served, followed
):
    school = await followed()
    baseline = await submitted(assessment, school)
    follow_up = await opened(assessment, school, "follow_up")
    found = await only(assessment)
    assert (found.state, found.first_status) == ("submitted", "submitted")
    assert found.first_submitted_at == datetime.fromisoformat(baseline["submitted_at"])
    assert (found.follow_up_status, found.follow_up_submitted_at) == ("in_progress", None)
    assert found.follow_up_opened_at == datetime.fromisoformat(follow_up["created_at"])


async def test_what_was_opened_again_is_in_progress_again(assessment: Served, followed):
    baseline = await submitted(assessment, await followed())
    path = f"/v1/self-assessments/{baseline['id']}/reopening"
    body_of(await assessment.as_("icb:QWO").post(path, json={"reason": "Wrong year."}, headers=if_match(baseline)))
    found = await only(assessment)
    assert (found.state, found.first_status, found.first_submitted_at) == ("in_progress", "reopened", None)


async def test_an_existing_school_is_asked_for_its_embedding_review(assessment: Served, followed):
    school = await followed(cohort="existing", offer="embedding")
    found = await only(assessment)
    assert (found.state, found.first_point) == ("not_started", "embedding_review")
    await opened(assessment, school, "embedding_review")
    assert (await only(assessment)).state == "in_progress"


async def test_a_school_that_withdrew_before_it_began_is_not_chased(assessment: Served, followed):
    await followed(status="withdrawn")
    assert await progress(assessment, "state=not_started") == []
    assert (await only(assessment)).state == "not_confirmed"


async def test_the_latest_survey_counts(assessment: Served, followed):
    school = await followed()
    await surveyed(assessment, school, "spring")
    latest = await surveyed(assessment, school, "autumn")
    found = await only(assessment)
    assert (found.has_survey, found.survey_recorded_at) == (True, datetime.fromisoformat(latest["updated_at"]))
    # Its themes are heard in a survey, and do not change it.
    await said(assessment, school, latest["id"], source="survey")
    assert (await only(assessment)).survey_recorded_at == found.survey_recorded_at


async def test_a_survey_that_was_taken_back_does_not_count(assessment: Served, followed):
    survey = await surveyed(assessment, await followed())
    answer = await assessment.as_(SCHOOL).delete(f"/v1/surveys/{survey['id']}", headers=if_match(survey))
    assert answer.status_code == 204
    found = await only(assessment)
    assert (found.has_survey, found.survey_recorded_at) == (False, None)


async def test_activities_and_themes_that_were_withdrawn_do_not_count(assessment: Served, followed):
    school = await followed()
    activity = await recorded(assessment, school)
    themes = [
        await said(assessment, school, activity["id"], statement=statement) for statement in ("It is loud.", "Calm.")
    ]
    found = await only(assessment)
    assert (found.has_voice, found.themes) == (True, 2)
    assert found.voice_held_at == datetime.fromisoformat(activity["created_at"])
    body_of(await withdrawal(assessment, "themes", themes[0]))
    assert (await only(assessment)).themes == 1
    last = body_of(await withdrawal(assessment, "themes", themes[1]))
    gone = body_of(await withdrawal(assessment, "voice-activities", activity))
    found = await only(assessment)
    assert (found.has_voice, found.voice_held_at, found.themes) == (False, None, 0)
    # That something was taken back is a change as well.
    assert found.updated_at == max(datetime.fromisoformat(each["updated_at"]) for each in (last, gone))


async def test_the_priorities_in_force_are_dated_and_no_others(assessment: Served, followed):
    school = await followed()
    await prioritised(assessment, school, 1, PriorityStatus.SUPERSEDED, NOW)
    await prioritised(assessment, school, 2, PriorityStatus.PROPOSED, None)
    assert (await only(assessment)).priorities_agreed_at is None
    later = datetime(2026, 1, 1, tzinfo=UTC)
    await prioritised(assessment, school, 3, PriorityStatus.AGREED, later)
    assert (await only(assessment)).priorities_agreed_at == later


async def test_each_change_moves_the_time_of_the_row(assessment: Served, followed):
    school = await followed()
    times = [(await only(assessment)).updated_at]
    begun = await opened(assessment, school)
    times.append((await only(assessment)).updated_at)
    await recorded(assessment, school)
    times.append((await only(assessment)).updated_at)
    await said(assessment, school, begun["id"], source="self_assessment")
    times.append((await only(assessment)).updated_at)
    assert times == sorted(set(times))
    since = times[-1].isoformat().replace("+00:00", "Z")
    assert len(await progress(assessment, f"updated_since={since}")) == 1
    assert await progress(assessment, "updated_since=2090-01-01T00:00:00Z") == []


@pytest.mark.parametrize(
    ("caller", "number"),
    [
        ("icb:QWO", 1), ("la:383", 1), ("school:107866", 1), ("national:dfe", 2), ("service:reporting", 2), (PCG, 1),
        ("icb:QHM", 1), ("la:100", 0), ("school:100000", 0), (PCG[:-1] + "2", 0),
        ("provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", 0), ("evaluator:ucl", 0),
    ],
)  # fmt: skip
async def test_each_caller_sees_its_own(assessment: Served, followed, caller: str, number: int):
    await joined(assessment, await followed())
    await followed(urn="107867", la_code="382", icb_code="QHM")
    assert len(await progress(assessment, caller=caller)) == number


async def test_what_a_board_chases(assessment: Served, followed):
    idle = await followed(urn="100001")
    begun = await followed(urn="100002")
    done = await followed(urn="100003")
    await opened(assessment, begun)
    await submitted(assessment, done)
    await surveyed(assessment, done, caller="school:100003")
    await recorded(assessment, begun, "school:100002")
    for query, wanted in (
        ("state=not_started", [idle]),
        ("state=in_progress", [begun]),
        ("state=submitted", [done]),
        ("state=not_started,in_progress", [idle, begun]),
        ("has_survey=false", [idle, begun]),
        ("has_survey=true", [done]),
        ("has_voice=false", [idle, done]),
        ("has_voice=true&state=in_progress", [begun]),
        ("state=not_confirmed", []),
    ):
        found = await progress(assessment, query)
        assert {each.participation_id for each in found} == {school.id for school in wanted}, query


async def test_the_list_is_filtered_by_each_of_its_filters(assessment: Served, followed):
    await followed()
    other = await followed(
        urn="107867", la_code="382", icb_code="QHM", programme_year="2024-25", cohort="existing", status="withdrawn"
    )
    for query in (
        f"project_id={other.project_id}", f"participation_id={other.id}", "icb_code=QHM", "la_code=382", "urn=107867",
        "programme_year=2024-25", "cohort=existing", "participation_status=withdrawn",
    ):  # fmt: skip
        [found] = await progress(assessment, query, "national:dfe")
        assert found.participation_id == other.id, query
    assert await progress(assessment, f"participation_id={uuid4()}", "national:dfe") == []


@pytest.mark.parametrize("sort", ["participation_id", "-participation_id", "updated_at", "-updated_at"])
async def test_the_list_is_read_page_by_page_in_its_order(assessment: Served, followed, sort: str):
    for number in range(5):
        await followed(urn=f"10000{number}")
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = body_of(await assessment.as_("icb:QWO").get(f"/v1/progress?sort={sort}&limit=2&count=exact{more}"))
        assert page["total"] == 5
        found += page["items"]
        cursor = page["next_cursor"]
    keys = [(item[sort.removeprefix("-")], item["participation_id"]) for item in found]
    assert len(set(keys)) == 5
    assert keys == sorted(keys, reverse=sort.startswith("-"))


async def test_progress_is_read_as_its_contract_says(assessment: Served, followed):
    await followed(urn="100001", status="selected", confirmed_at=None)
    begun = await followed(urn="100002")
    await submitted(assessment, begun)
    await opened(assessment, begun, "follow_up")
    await surveyed(assessment, begun, caller="school:100002")
    await recorded(assessment, begun, "school:100002")
    await prioritised(assessment, begun, 1, PriorityStatus.AGREED, NOW)
    await assert_rows_match_the_contract(assessment.database, PROGRESS)


async def test_the_list_is_also_a_table(assessment: Served, followed):
    await opened(assessment, await followed())
    answer = await assessment.as_("icb:QWO").get("/v1/progress?format=csv")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert list(row) == list(SchoolProgress.model_fields)
    assert (row["state"], row["has_survey"], row["themes"]) == ("in_progress", "false", "0")


@pytest.mark.parametrize("query", ["state=late", "has_survey=perhaps", "sort=confirmed_at", "stat=submitted"])
async def test_a_filter_that_is_not_known_is_refused(assessment: Served, query: str):
    assert (await assessment.as_("icb:QWO").get(f"/v1/progress?{query}")).status_code == 400
