"""Answers to many questions at once, of one self-assessment or of many."""

import asyncio
from typing import Any

import pytest

from services.assessment_api.main import SERVICE
from services.assessment_api.self_assessments.bulk import UPLOAD
from tests.assessment_api.acting import SCHOOL, save
from tests.assessment_api.owner import Owner, a_participation
from tests.assessment_api.tool import QUESTIONS, every_answer
from tests.support.bulk import counts, faults, file_of, filled_template, sent, told
from tests.support.databases import Databases, statements_counted
from tests.support.network import Network
from tests.support.serving import Served, live

PATH, BOARD = "self-assessment-answers/bulk", "icb:QWO"


async def opened_for(served: Served, owner: Owner, *urns: str) -> list[dict[str, Any]]:
    """A baseline of each of these schools."""
    made = []
    for urn in urns:
        school = owner.knows(a_participation(urn=urn))
        path = f"/v1/participations/{school.id}/self-assessments"
        answer = await served.as_(f"school:{urn}").post(path, json={"point": "baseline"})
        assert answer.status_code == 201, answer.text
        made.append(answer.json())
    return made


def answers(of: dict[str, Any], *ratings: int | None) -> list[dict[str, Any]]:
    return [
        {"self_assessment_id": of["id"], "question": question, "rating": rating}
        for question, rating in zip(QUESTIONS, ratings, strict=False)
    ]


async def now(served: Served, of: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await served.as_(BOARD).get(f"/v1/self-assessments/{of['id']}")).json()
    return found


async def answered_events(served: Served) -> int:
    async with served.database.reading() as connection:
        found: int = await connection.fetchval(
            "select count(*) from events where type = 'assessment.self-assessment.answered'"
        )
    return found


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_a_board_saves_the_answers_of_its_schools(assessment: Served, owner: Owner, form: str):
    one, two = await opened_for(assessment, owner, "107866", "107867")
    mixed = [row for pair in zip(answers(one, 3, None), answers(two, 1, 2), strict=True) for row in pair]
    body = file_of(UPLOAD, mixed) if form == "csv" else mixed
    answer = await sent(assessment, PATH, body, BOARD)
    assert counts(answer) == (4, 0, 4, 0, 0)
    assert [(each["rows"], each["id"]) for each in told(answer)["results"]] == [(2, one["id"]), (2, two["id"])]
    assert [(each["question"], each["rating"]) for each in (await now(assessment, one))["answers"]] == [
        (QUESTIONS[0], 3), (QUESTIONS[1], None),
    ]  # fmt: skip
    assert ((await now(assessment, two))["version"], await answered_events(assessment)) == (2, 2)
    again = await sent(assessment, PATH, body, BOARD)
    assert (counts(again), await answered_events(assessment)) == ((4, 0, 0, 4, 0), 2)


async def test_a_file_saves_what_one_save_would(assessment: Served, owner: Owner):
    alone, together = await opened_for(assessment, owner, "107866", "107867")
    saved = await save(assessment, alone, *every_answer(2))
    rows = [answer | {"self_assessment_id": together["id"]} for answer in every_answer(2)]
    assert counts(await sent(assessment, PATH, file_of(UPLOAD, rows), "school:107867"))[2] == len(rows)
    assert (await now(assessment, together))["answers"] == saved.json()["answers"]


async def test_without_those_that_are_refused_the_others_are_saved_when_each_is_asked_for(
    assessment: Served, owner: Owner
):
    one, two = await opened_for(assessment, owner, "107866", "107867")
    rows = answers(one, 3, 99, 2) + answers({"id": owner.knows(a_participation()).id}, 1) + answers(two, 1)
    rows += [answers(one, 1)[0], answers(one, 1)[0] | {"question": "Not a code"}]
    rows[2]["evidence"] = "Ring Jane Doe, jane.doe@example.org."
    body = file_of(UPLOAD, rows)
    wrong = [
        (3, "rating", "off_the_scale"), (4, "evidence", "personal_data"),
        (5, "self_assessment_id", "self-assessment-not-found"), (7, "question", "repeated"),
        (8, "question", "string_pattern_mismatch"),
    ]  # fmt: skip
    refused = await sent(assessment, PATH, body, BOARD)
    assert (refused.status_code, faults(refused)) == (422, wrong)
    assert "jane" not in refused.text.lower()
    assert "Not a code" not in refused.text
    assert (await now(assessment, one))["version"] == 1
    kept = await sent(assessment, PATH, body, BOARD, "?mode=per-row")
    assert (counts(kept), faults(kept)) == ((7, 0, 2, 0, 5), wrong)
    assert [each["rating"] for each in (await now(assessment, one))["answers"]] == [3]


async def test_a_stated_version_must_be_the_one_there_is_and_the_same_in_all_rows(assessment: Served, owner: Owner):
    [of] = await opened_for(assessment, owner, "107866")
    rows = answers(of, 3, 2)
    stale = [row | {"version": 7} for row in rows]
    answer = await sent(assessment, PATH, stale, SCHOOL, "?mode=per-row")
    assert faults(answer) == [(f"/{place}/self_assessment_id", "stale-version") for place in (0, 1)]
    answer = await sent(assessment, PATH, [rows[0] | {"version": 1}, stale[1]], SCHOOL, "?mode=per-row")
    assert {code for _, code in faults(answer)} == {"versions-differ"}
    assert counts(await sent(assessment, PATH, [rows[0] | {"version": 1}, rows[1]], SCHOOL)) == (2, 0, 2, 0, 0)


async def test_a_school_answers_for_itself_alone_and_a_dry_run_keeps_nothing(assessment: Served, owner: Owner):
    mine, other = await opened_for(assessment, owner, "107866", "107867")
    rows = answers(mine, 3) + answers(other, 3)
    answer = await sent(assessment, PATH, rows, SCHOOL, "?dry_run=true&mode=per-row")
    assert counts(answer) == (2, 0, 1, 0, 1)
    assert faults(answer) == [("/1/self_assessment_id", "self-assessment-not-found")]
    assert ((await now(assessment, mine))["version"], await answered_events(assessment)) == (1, 0)
    assert (await sent(assessment, PATH, rows, "la:383")).status_code == 403


async def test_the_template_is_taken_as_it_is(assessment: Served, owner: Owner):
    [of] = await opened_for(assessment, owner, "107866")
    file = await filled_template(assessment, PATH, SCHOOL, self_assessment_id=of["id"])
    assert counts(await sent(assessment, PATH, file, SCHOOL, "?dry_run=true")) == (1, 0, 1, 0, 0)


async def test_more_answers_of_one_self_assessment_take_no_more_statements(assessment: Served, owner: Owner):
    taken = []
    for of, number in zip(await opened_for(assessment, owner, "107866", "107867"), (1, 10), strict=True):
        with statements_counted(assessment.database) as seen:
            assert counts(await sent(assessment, PATH, answers(of, *([3] * number)), BOARD))[2] == number
        taken.append(len(seen))
    assert taken[0] == taken[1]


async def test_of_the_same_file_sent_at_once_one_changes_and_the_others_find_it_so(
    databases: Databases, network: Network, owner: Owner
):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        rows = [
            row
            for of in await opened_for(running, owner, *(str(107866 + place) for place in range(5)))
            for row in answers(of, 3, 2, 1)
        ]
        # In any order: nobody waits for another for ever.
        results = await asyncio.gather(*(sent(running, PATH, order, BOARD) for order in (rows, rows[::-1]) * 2))
        assert sorted(counts(each) for each in results) == [(15, 0, 0, 15, 0)] * 3 + [(15, 0, 15, 0, 0)]
        assert await answered_events(running) == 5
