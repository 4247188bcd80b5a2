"""A school or its parent carer group records a survey, puts it right and takes it back."""

from typing import Any

import pytest

from services.assessment_api.instruments import service as instruments
from services.assessment_api.instruments.models import Instrument
from shared.contracts.assessment.instruments import InstrumentKind
from shared.contracts.partnership.participations import Participation, ParticipationStatus
from shared.kit.clock import utc_now
from tests.assessment_api.owner import Owner, a_participation
from tests.support.databases import statements_counted
from tests.support.partnership import done
from tests.support.serving import Served
from tests.support.surveys import CODES, FIRST, NEW, answered, path_of, put, survey

FORTY = survey(40, answered(FIRST, {1: 2, 2: 6, 3: 9, 4: 10, 5: 13}), send=12)
SCHOOL = "school:107866"


async def findings_of(assessment: Served) -> list[tuple[str, str, float]]:
    async with assessment.database.reading() as connection:
        rows = await connection.fetch("select status, occasion, need from findings order by id")
    return [tuple(row) for row in rows]


async def test_a_survey_is_recorded_once_and_then_replaced(assessment: Served, elm_park: Participation):
    answer = await put(assessment, elm_park, FORTY)
    made = done(answer, 201)
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"] == f"http://assessment.test/v1/surveys/{made['id']}"
    assert (made["term"], made["respondents"], made["suppressed"]) == ("autumn", 40, False)
    again = await put(assessment, elm_park, FORTY)
    assert (again.status_code, again.json()["type"].rsplit("/", 1)[1]) == (412, "stale-version")
    changed = done(await put(assessment, elm_park, survey(41, answered(FIRST, {5: 41})), 1), 200)
    assert (changed["id"], changed["version"], changed["respondents"]) == (made["id"], 2, 41)
    assert (await put(assessment, elm_park, FORTY, 1)).status_code == 412


async def test_a_survey_replaced_by_the_same_is_not_changed(assessment: Served, elm_park: Participation):
    done(await put(assessment, elm_park, FORTY), 201)
    assert done(await put(assessment, elm_park, FORTY, 1), 200)["version"] == 1
    events = done(await assessment.as_(SCHOOL).get("/v1/surveys?count=exact"), 200)
    assert events["total"] == 1


async def test_a_survey_is_not_replaced_that_is_not_there_nor_without_saying_which(
    assessment: Served, elm_park: Participation
):
    assert (await put(assessment, elm_park, FORTY, 1)).status_code == 412
    answer = await assessment.as_(SCHOOL).put(path_of(elm_park), json=FORTY)
    assert answer.status_code == 428


async def test_the_parent_carer_group_records_it_too(assessment: Served, elm_park: Participation, group: str):
    made = done(await put(assessment, elm_park, FORTY, caller=group), 201)
    assert made["questions"][0]["counts"][0] == {"value": 1, "count": 2}


@pytest.mark.parametrize("caller", ["icb:QWO", "la:383", "national:dfe", "service:commissioning", "evaluator:ucl"])
async def test_nobody_else_records_one(assessment: Served, elm_park: Participation, caller: str):
    assert (await put(assessment, elm_park, FORTY, caller=caller)).status_code == 403


async def test_another_school_does_not_record_one(assessment: Served, elm_park: Participation):
    refused = await put(assessment, elm_park, FORTY, caller="school:100000")
    assert (refused.status_code, refused.json()["title"]) == (403, "Only the school or its board may do this")


async def test_a_group_that_partnership_api_shows_nothing_records_nothing(assessment: Served, elm_park: Participation):
    unknown = elm_park.model_copy(update={"id": elm_park.project_id})
    assert (await put(assessment, unknown, FORTY, caller="pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12")).status_code == 404


@pytest.mark.parametrize(
    ("status", "title"), [("selected", "has not confirmed"), ("withdrawn", "takes part no longer")]
)
async def test_nothing_is_recorded_of_a_school_that_does_not_take_part(
    assessment: Served, owner: Owner, status: str, title: str
):
    school = owner.knows(a_participation(status=status))
    refused = await put(assessment, school, FORTY)
    assert refused.status_code == 409
    assert title in refused.json()["title"]


async def test_a_school_that_withdrew_may_still_put_its_survey_right(
    assessment: Served, owner: Owner, elm_park: Participation
):
    done(await put(assessment, elm_park, FORTY), 201)
    owner.knows(elm_park.model_copy(update={"status": ParticipationStatus.WITHDRAWN}))
    assert done(await put(assessment, elm_park, survey(9, answered(FIRST, {1: 9})), 1), 200)["respondents"] == 9


async def test_all_faults_are_named_with_their_places(assessment: Served, elm_park: Participation):
    wrong = survey(5, answered("no-such", {1: 1}), answered(FIRST, {9: 1}), answered(CODES[1], {1: 4, 2: 2}), send=6)
    refused = await put(assessment, elm_park, wrong)
    assert (refused.status_code, refused.json()["title"]) == (422, "The counts do not fit the survey")
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        ("/respondents_send", "above_respondents"),
        ("/questions/0/question", "unknown"),
        ("/questions/1/counts/0/value", "off_the_scale"),
        ("/questions/2", "above_respondents"),
    ]
    assert "no-such" not in refused.text


@pytest.mark.parametrize(
    "body",
    [
        {"respondents": -1, "questions": [answered(FIRST, {})]},
        {"respondents": 5, "questions": []},
        {"respondents": 5, "questions": [answered(FIRST, {})], "names": ["Jane"]},
        {"respondents": 5, "questions": [{"question": FIRST, "counts": [{"value": 1, "count": -1}]}]},
    ],
)
async def test_a_malformed_survey_is_refused(assessment: Served, elm_park: Participation, body: dict[str, Any]):
    assert (await put(assessment, elm_park, body)).status_code == 422


async def test_a_term_that_is_none_is_refused(assessment: Served, elm_park: Participation):
    answer = await assessment.as_(SCHOOL).put(path_of(elm_park, "winter"), json=FORTY, headers=NEW)
    assert answer.status_code in (400, 422)


async def test_without_an_instrument_there_is_no_survey(assessment: Served, owner: Owner):
    school = owner.knows(a_participation(programme_year="2031-32"))
    refused = await put(assessment, school, FORTY)
    assert refused.status_code == 409
    assert refused.json()["title"] == "There is no parent carer survey for this programme year yet"


async def test_a_survey_keeps_the_edition_it_was_made_with(assessment: Served, elm_park: Participation):
    made = done(await put(assessment, elm_park, FORTY), 201)
    async with assessment.database.transaction() as session:
        old = await instruments.current_of(session, "2025-26", InstrumentKind.PARENT_CARER_SURVEY)
        assert old is not None
        copied = {column.name: getattr(old, column.name) for column in Instrument.__table__.columns}
        new = Instrument(**copied | {"id": None, "edition": 99, "status": "draft", "questions": old.questions[1:]})
        old.retire("Another took its place.", at=utc_now())
        await session.flush()
        new.publish(at=utc_now())
        session.add(new)
    changed = done(await put(assessment, elm_park, survey(50, answered(FIRST, {5: 50})), 1), 200)
    assert changed["instrument_id"] == made["instrument_id"]
    other_term = await assessment.as_(SCHOOL).put(path_of(elm_park, "spring"), json=FORTY, headers=NEW)
    assert [each["code"] for each in other_term.json()["errors"]] == ["unknown"]


async def test_findings_follow_what_is_published(assessment: Served, elm_park: Participation):
    made = done(await put(assessment, elm_park, FORTY), 201)
    assert await findings_of(assessment) == [("current", "Autumn term", 42.5)]
    done(await put(assessment, elm_park, FORTY | {"respondents_send": 11}, 1), 200)
    assert await findings_of(assessment) == [("current", "Autumn term", 42.5)]
    done(await put(assessment, elm_park, survey(40, answered(FIRST, {1: 10, 5: 30})), 2), 200)
    assert await findings_of(assessment) == [("superseded", "Autumn term", 42.5), ("current", "Autumn term", 25.0)]
    headers = {"If-Match": '"3"'}
    assert (await assessment.as_(SCHOOL).delete(f"/v1/surveys/{made['id']}", headers=headers)).status_code == 204
    assert {status for status, *_ in await findings_of(assessment)} == {"superseded"}


async def test_a_survey_that_is_taken_back_is_gone_and_may_be_made_again(assessment: Served, elm_park: Participation):
    made = done(await put(assessment, elm_park, FORTY), 201)
    school, path = assessment.as_(SCHOOL), f"/v1/surveys/{made['id']}"
    assert (await school.delete(path)).status_code == 428
    assert (await school.delete(path, headers={"If-Match": '"2"'})).status_code == 412
    assert (await assessment.as_("school:100000").delete(path, headers={"If-Match": '"1"'})).status_code == 404
    assert (await assessment.as_("icb:QWO").delete(path, headers={"If-Match": '"1"'})).status_code == 403
    assert (await school.delete(path, headers={"If-Match": '"1"'})).status_code == 204
    assert (await school.get(path)).status_code == 404
    assert (await school.get(f"{path}/history")).status_code == 404
    done(await put(assessment, elm_park, FORTY), 201)


async def test_a_group_that_left_takes_nothing_back(assessment: Served, elm_park: Participation):
    made = done(await put(assessment, elm_park, FORTY), 201)
    stranger = assessment.as_("pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12")
    answer = await stranger.delete(f"/v1/surveys/{made['id']}", headers={"If-Match": '"1"'})
    assert answer.status_code == 404


async def test_a_survey_of_every_question_is_recorded_in_a_handful_of_statements(
    assessment: Served, elm_park: Participation
):
    answers = [answered(code, {1: 20, 5: 20}) for code in CODES]
    await assessment.as_(SCHOOL).put(path_of(elm_park, "summer"), json=FORTY, headers=NEW)
    with statements_counted(assessment.database) as seen:  # type: ignore[arg-type]
        done(await put(assessment, elm_park, survey(40, *answers)), 201)
    assert len(seen) <= 8
