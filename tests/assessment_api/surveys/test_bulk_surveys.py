"""The counts of many surveys at once: lines of a file, or whole surveys as JSON."""

import asyncio
from typing import Any

import pytest

from services.assessment_api.main import SERVICE
from services.assessment_api.surveys.bulk import UPLOAD
from shared.contracts.partnership.participations import Participation, ParticipationStatus
from tests.assessment_api.owner import Owner, a_participation
from tests.support.bulk import counts, faults, file_of, filled_template, sent, told
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live
from tests.support.surveys import CODES, FIRST, answered, put, survey

PATH, SCHOOL = "surveys/bulk", "school:107866"


def of(school: Participation, term: str = "autumn", respondents: int = 40, **more: Any) -> dict[str, Any]:
    """A survey whole, as one object."""
    questions = [answered(FIRST, {4: 17, 5: 13}, 2), answered(CODES[1], {1: 40 if respondents > 40 else 9})]
    return survey(respondents, *questions, send=12) | {"participation_id": str(school.id), "term": term} | more


def lines(*surveys: dict[str, Any]) -> list[dict[str, Any]]:
    """The same as the lines of a file."""
    found = []
    for each in surveys:
        whose = {name: value for name, value in each.items() if name != "questions"}
        for question in each["questions"]:
            steps = [(step["value"], step["count"]) for step in question["counts"]]
            if question["not_applicable"]:
                steps.append((None, question["not_applicable"]))
            found += [whose | {"question": question["question"], "value": value, "count": n} for value, n in steps]
    return found


async def shown(served: Served) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await served.as_(SCHOOL).get("/v1/surveys")).json()["items"]
    return found


def said(each: dict[str, Any]) -> dict[str, Any]:
    return {name: each[name] for name in ("term", "respondents", "respondents_send", "questions", "suppressed")}


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_surveys_are_recorded_as_one_by_one_then_unchanged_then_changed(
    assessment: Served, elm_park: Participation, owner: Owner, form: str
):
    both = [of(elm_park), of(elm_park, "spring")]
    number = 8 if form == "csv" else 2
    body = file_of(UPLOAD, lines(*both)) if form == "csv" else both
    answer = await sent(assessment, PATH, body, SCHOOL)
    assert counts(answer) == (number, number, 0, 0, 0)
    assert len(told(answer)["results"]) == 2
    alone = owner.knows(a_participation(urn="107867"))
    given = {name: value for name, value in both[0].items() if name not in ("participation_id", "term")}
    single = await put(assessment, alone, given)
    assert said((await shown(assessment))[0]) == said(single.json())
    assert counts(await sent(assessment, PATH, body, SCHOOL)) == (number, 0, 0, number, 0)
    more = [of(elm_park, respondents=41), both[1]]
    body = file_of(UPLOAD, lines(*more)) if form == "csv" else more
    assert counts(await sent(assessment, PATH, body, SCHOOL)) == (number, 0, number // 2, number // 2, 0)
    async with assessment.database.reading() as connection:
        kinds = await connection.fetch("select type from events where type like 'assessment.survey.%' and urn='107866'")
    assert [row["type"].rsplit(".", 1)[1] for row in kinds] == ["recorded", "recorded", "changed"]


async def test_a_survey_is_kept_whole_or_not_and_its_faults_are_found_again_in_its_lines(
    assessment: Served, elm_park: Participation
):
    rows = lines(of(elm_park), of(elm_park, "spring"))
    rows[1] |= {"value": 9}
    rows[3] |= {"question": "nowhere"}
    answer = await sent(assessment, PATH, file_of(UPLOAD, rows), SCHOOL, "?mode=per-row")
    assert counts(answer) == (8, 4, 0, 0, 4)
    assert faults(answer) == [(3, "value", "off_the_scale"), (5, "question", "unknown")]
    assert [each["term"] for each in await shown(assessment)] == ["spring"]


async def test_lines_that_cannot_be_read_keep_back_the_survey_they_belong_to(
    assessment: Served, elm_park: Participation
):
    rows = lines(of(elm_park), of(elm_park, "spring"))
    rows[1] |= {"count": -1}
    answer = await sent(assessment, PATH, file_of(UPLOAD, rows), SCHOOL, "?mode=per-row&dry_run=true")
    assert (counts(answer), faults(answer)) == ((8, 4, 0, 0, 4), [(3, "count", "greater_than_equal")])
    # A line that does not say whose it is may be missing from any of them.
    rows[1] |= {"count": 13, "term": "autum"}
    answer = await sent(assessment, PATH, file_of(UPLOAD, rows), SCHOOL, "?mode=per-row")
    assert (counts(answer), faults(answer)) == ((8, 0, 0, 0, 8), [(3, "term", "enum")])
    assert await shown(assessment) == []


async def test_lines_of_a_survey_agree_and_a_survey_is_said_once(assessment: Served, elm_park: Participation):
    rows = lines(of(elm_park))
    rows[1] |= {"respondents": 41}
    rows[3] |= {"question": FIRST, "value": 4}
    answer = await sent(assessment, PATH, file_of(UPLOAD, rows), SCHOOL)
    assert faults(answer) == [(3, "respondents", "differs"), (5, "value", "repeated")]
    answer = await sent(assessment, PATH, [of(elm_park)] * 2, SCHOOL)
    assert faults(answer) == [("/0/participation_id", "survey-given-twice")]


async def test_a_stated_version_must_be_the_one_there_is(assessment: Served, elm_park: Participation):
    [new, late] = [of(elm_park, version=version) for version in (0, 3)]
    assert faults(await sent(assessment, PATH, [late], SCHOOL)) == [("/0/version", "stale-version")]
    assert counts(await sent(assessment, PATH, [new], SCHOOL)) == (1, 1, 0, 0, 0)
    assert faults(await sent(assessment, PATH, [new], SCHOOL)) == [("/0/version", "stale-version")]
    assert counts(await sent(assessment, PATH, [of(elm_park, version=1)], SCHOOL)) == (1, 0, 0, 1, 0)


async def test_a_school_that_is_not_the_callers_and_one_that_withdrew_are_named(
    assessment: Served, elm_park: Participation, owner: Owner
):
    other = owner.knows(a_participation(urn="107867"))
    gone = owner.knows(a_participation(status=ParticipationStatus.WITHDRAWN))
    rows = [of(elm_park), of(other), of(gone), of(a_participation())]
    answer = await sent(assessment, PATH, rows, SCHOOL, "?mode=per-row")
    assert (counts(answer), [(place, code) for place, code in faults(answer)]) == (
        (4, 1, 0, 0, 3),
        [("/1/participation_id", "not-your-school"), ("/2/participation_id", "participation-ended"),
         ("/3/participation_id", "participation-not-found")],
    )  # fmt: skip
    assert (await sent(assessment, PATH, rows, "icb:QWO")).status_code == 403


async def test_while_the_owner_is_away_no_row_is_blamed(assessment: Served, elm_park: Participation, owner: Owner):
    owner.failing = 503
    assert (await sent(assessment, PATH, [of(elm_park)], SCHOOL, "?mode=per-row")).status_code == 503


async def test_an_upload_is_of_so_many_surveys_and_no_more(assessment: Served, owner: Owner):
    rows = [of(a_participation()) for _ in range(501)]
    answer = await sent(assessment, PATH, rows, SCHOOL)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (413, "too-many-rows")
    assert owner.asked_with == []


async def test_the_template_is_taken_as_it_is(assessment: Served, elm_park: Participation):
    file = await filled_template(assessment, PATH, SCHOOL, participation_id=elm_park.id)
    assert counts(await sent(assessment, PATH, file, SCHOOL, "?dry_run=true")) == (1, 1, 0, 0, 0)
    assert await shown(assessment) == []


async def test_of_the_same_file_sent_at_once_each_survey_is_recorded_once(
    databases: Databases, network: Network, owner: Owner
):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        school = owner.knows(a_participation())
        rows = [of(school, term) for term in ("autumn", "spring", "summer")]
        answers = await asyncio.gather(*(sent(running, PATH, order, SCHOOL) for order in (rows, rows[::-1]) * 2))
        assert sorted(counts(each) for each in answers) == [(3, 0, 0, 3, 0)] * 3 + [(3, 3, 0, 0, 0)]
        assert {each["version"] for each in await shown(running)} == {1}
