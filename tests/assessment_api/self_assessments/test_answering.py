import pytest

from services.assessment_api.instruments import loading
from tests.assessment_api.acting import SCHOOL, act, save
from tests.assessment_api.tool import QUESTIONS, TOOL, WITH_EVIDENCE, every_answer
from tests.support.serving import Served


async def test_answers_are_saved_in_parts(assessment: Served, opened):
    first = await save(assessment, await opened(), {"question": QUESTIONS[1], "rating": 3, "evidence": "Seen."})
    assert first.status_code == 200, first.text
    second = await save(
        assessment,
        first.json(),
        {"question": QUESTIONS[0], "rating": None},
        {"question": QUESTIONS[1], "rating": 4, "confidence": "low"},
    )
    assert second.json()["answers"] == [
        {"question": QUESTIONS[0], "rating": None, "evidence": None, "confidence": None},
        {"question": QUESTIONS[1], "rating": 4, "evidence": None, "confidence": "low"},
    ]
    assert second.headers["ETag"] == '"3"'


async def test_saving_the_same_again_changes_nothing(assessment: Served, opened):
    answer = {"question": QUESTIONS[0], "rating": 3}
    first = await save(assessment, await opened(), answer)
    again = await save(assessment, first.json(), answer)
    assert again.json() == first.json()


async def test_all_faults_are_named_at_once_and_nothing_is_saved(assessment: Served, opened):
    of = await opened()
    answer = await save(
        assessment,
        of,
        {"question": QUESTIONS[0], "rating": 2},
        {"question": "nowhere", "rating": 9},
    )
    assert answer.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [
        ("/answers/1/question", "unknown"),
        ("/answers/1/rating", "off_the_scale"),
    ]
    assert (await assessment.as_(SCHOOL).get(f"/v1/self-assessments/{of['id']}")).json() == of


async def test_an_answer_to_a_question_of_another_edition_is_told_so(assessment: Served, opened):
    of = await opened()
    added = TOOL.questions[0].model_copy(update={"code": "leadership-9"})
    next_edition = TOOL.model_copy(update={"questions": [*TOOL.questions, added]})
    async with assessment.database.transaction() as session:
        assert await loading.load(session, [next_edition]) == 1
    answer = await save(assessment, of, *({"question": code, "rating": 2} for code in ("leadership-9", "nowhere")))
    assert answer.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [
        ("/answers/0/question", "of_another_edition"),
        ("/answers/1/question", "unknown"),
    ]
    assert "leadership-9" not in answer.text
    assert (await assessment.as_(SCHOOL).get(f"/v1/self-assessments/{of['id']}")).json() == of


async def test_evidence_that_points_to_a_person_is_refused_with_its_place_and_not_repeated(assessment: Served, opened):
    of = await opened()
    answer = await save(assessment, of, {"question": QUESTIONS[0], "rating": 2, "evidence": "Ring 07700 900123."})
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/answers/0/evidence", "personal_data")
    assert fault["detail"].startswith("This seems to hold a telephone number.")
    assert "07700" not in answer.text
    assert (await assessment.as_(SCHOOL).get(f"/v1/self-assessments/{of['id']}")).json() == of


async def test_what_was_changed_meanwhile_is_not_overwritten(assessment: Served, opened):
    of = await opened()
    await save(assessment, of, {"question": QUESTIONS[0], "rating": 3})
    assert (await save(assessment, of, {"question": QUESTIONS[0], "rating": 1})).status_code == 412


async def test_a_change_says_which_version_it_changes(assessment: Served, opened):
    address = f"/v1/self-assessments/{(await opened())['id']}/answers"
    body = {"answers": [{"question": QUESTIONS[0], "rating": 3}]}
    assert (await assessment.as_(SCHOOL).put(address, json=body)).status_code == 428


async def test_submission_names_every_required_question_left(assessment: Served, opened):
    saved = await save(assessment, await opened(), {"question": QUESTIONS[0], "rating": 3})
    answer = await act(assessment, saved.json(), "submission")
    assert answer.status_code == 409
    missing = [(fault["code"], fault["detail"]) for fault in answer.json()["errors"]]
    assert missing == [("missing", f"The question {code} has no answer.") for code in QUESTIONS[1:]]


async def test_submission_names_every_rating_without_the_evidence_it_needs(assessment: Served, opened):
    of = await opened()
    bare = [{"question": code, "rating": 2} for code in QUESTIONS[:-1]]
    saved = await save(assessment, of, *bare)
    answer = await act(assessment, saved.json(), "submission")
    assert answer.status_code == 409
    assert answer.json()["title"] == "Answers or their evidence are missing"
    found = [(fault["code"], fault["detail"]) for fault in answer.json()["errors"]]
    assert found == [
        *(
            ("evidence_missing", f"The rating of {code} counts only with the evidence for it.")
            for code in QUESTIONS
            if code in WITH_EVIDENCE
        ),
        ("missing", f"The question {QUESTIONS[-1]} has no answer."),
    ]
    assert (await assessment.as_(SCHOOL).get(f"/v1/self-assessments/{of['id']}")).json() == saved.json()


async def test_submission_scores_each_domain(submitted):
    found = await submitted(rating=3)
    assert found["status"] == "submitted"
    assert found["submitted_at"] is not None
    assert [score["domain"] for score in found["domain_scores"]] == TOOL.domains
    assert {score["score"] for score in found["domain_scores"]} == {75.0}
    assert sum(score["answered"] for score in found["domain_scores"]) == len(QUESTIONS)


async def test_a_domain_that_does_not_apply_has_no_score(assessment: Served, opened):
    saved = await save(assessment, await opened(), *every_answer(None))
    found = (await act(assessment, saved.json(), "submission")).json()
    assert {score["score"] for score in found["domain_scores"]} == {None}
    assert sum(score["not_applicable"] for score in found["domain_scores"]) == len(QUESTIONS)


async def test_a_submitted_assessment_takes_no_answers_and_no_second_submission(assessment: Served, submitted):
    found = await submitted()
    assert (await save(assessment, found, {"question": QUESTIONS[0], "rating": 0})).status_code == 409
    assert (await act(assessment, found, "submission")).status_code == 409


async def test_the_board_opens_a_submitted_one_again_and_it_is_scored_anew(assessment: Served, submitted):
    reopened = await act(
        assessment, await submitted(rating=2), "reopening", "icb:QWO", json={"reason": "Two classes were left out."}
    )
    assert reopened.status_code == 200, reopened.text
    found = reopened.json()
    assert (found["status"], found["domain_scores"], found["submitted_at"]) == ("reopened", [], None)
    assert found["reopened_reason"] == "Two classes were left out."
    better = await save(assessment, found, *every_answer(4))
    again = (await act(assessment, better.json(), "submission")).json()
    assert {score["score"] for score in again["domain_scores"]} == {100.0}


async def test_what_is_open_cannot_be_opened_again(assessment: Served, opened):
    answer = await act(assessment, await opened(), "reopening", "icb:QWO", json={"reason": "To look once more."})
    assert answer.status_code == 409
    assert answer.json()["title"] == "The self-assessment has not been submitted"


async def test_a_school_cannot_take_its_submission_back(assessment: Served, submitted):
    answer = await act(assessment, await submitted(), "reopening", json={"reason": "We changed our minds."})
    assert answer.status_code == 403


async def test_a_reason_names_nobody(assessment: Served, submitted):
    answer = await act(assessment, await submitted(), "reopening", "icb:QWO", json={"reason": "Ask jo@a.sch.uk"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/reason"


@pytest.mark.parametrize("caller", ["school:100000", "icb:QHM"])
async def test_what_is_not_yours_is_not_there_to_change(assessment: Served, opened, caller: str):
    of = await opened()
    assert (await save(assessment, of, {"question": QUESTIONS[0], "rating": 1}, caller=caller)).status_code == 404
    assert (await act(assessment, of, "submission", caller)).status_code == 404


async def test_the_history_says_who_did_what(assessment: Served, submitted):
    found = await submitted()
    await act(assessment, found, "reopening", "icb:QWO", json={"reason": "Two classes were left out."})
    address = f"/v1/self-assessments/{found['id']}/history"
    entries = (await assessment.as_("la:383").get(address)).json()["items"]
    assert [(entry["event"].rsplit(".", 1)[-1], entry["by"]) for entry in entries] == [
        ("reopened", "icb:QWO"),
        ("submitted", SCHOOL),
        ("answered", SCHOOL),
        ("opened", SCHOOL),
    ]
    assert (await assessment.as_("la:100").get(address)).status_code == 404
