import pytest

from services.assessment_api.self_assessments import errors, rules, schemas
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from tests.assessment_api.made_up import a_tool, answers
from tests.assessment_api.owner import a_participation


@pytest.mark.parametrize(
    ("changes", "point", "refusal"),
    [
        ({}, Point.BASELINE, None),
        ({}, Point.FOLLOW_UP, None),
        ({}, Point.EMBEDDING_REVIEW, errors.PointDoesNotFit),
        ({"cohort": "existing", "offer": "embedding"}, Point.EMBEDDING_REVIEW, None),
        ({"cohort": "existing", "offer": "embedding"}, Point.BASELINE, errors.PointDoesNotFit),
        ({"cohort": "existing", "offer": "embedding"}, Point.FOLLOW_UP, errors.PointDoesNotFit),
    ],
)
def test_a_point_fits_a_school_of_its_cohort(changes, point, refusal):
    if refusal is None:
        rules.must_fit(a_participation(**changes), point)
    else:
        with pytest.raises(refusal):
            rules.must_fit(a_participation(**changes), point)


@pytest.mark.parametrize("baseline", [None, AssessmentStatus.IN_PROGRESS, AssessmentStatus.REOPENED])
def test_a_follow_up_waits_for_a_submitted_baseline(baseline):
    with pytest.raises(errors.BaselineMissing):
        rules.must_come_after_baseline(Point.FOLLOW_UP, baseline)


def test_a_follow_up_comes_after_a_submitted_baseline():
    rules.must_come_after_baseline(Point.FOLLOW_UP, AssessmentStatus.SUBMITTED)


def test_a_baseline_comes_after_nothing():
    rules.must_come_after_baseline(Point.BASELINE, None)


def test_answers_given_later_replace_earlier_ones_and_leave_the_rest():
    merged = rules.merged(answers(1, 2), answers(None, 4)[1:], a_tool())
    assert [(answer.question, answer.rating) for answer in merged] == [("q0", 1), ("q1", 4)]


def test_answers_are_kept_in_the_order_of_the_questions():
    merged = rules.merged([], list(reversed(answers(1, 2, 3))), a_tool())
    assert [answer.question for answer in merged] == ["q0", "q1", "q2"]


def test_every_fault_of_answers_is_named_with_its_place():
    wrong = [
        schemas.GivenAnswer(question="nowhere", rating=1),
        schemas.GivenAnswer(question="q0", rating=7),
        schemas.GivenAnswer(question="q0", rating=1),
    ]
    assert [(fault.pointer, fault.code) for fault in rules.answer_faults(wrong, a_tool())] == [
        ("/answers/0/question", "unknown"),
        ("/answers/1/rating", "off_the_scale"),
        ("/answers/2/question", "repeated"),
    ]


def test_a_question_of_another_edition_is_told_from_one_that_nobody_asks():
    wrong = [schemas.GivenAnswer(question=code, rating=1) for code in ("q9", "nowhere", "q0")]
    assert rules.strangers(wrong, a_tool()) == {"q9", "nowhere"}
    found = rules.answer_faults(wrong, a_tool(), asked_elsewhere={"q0", "q9"})
    assert [(fault.pointer, fault.code) for fault in found] == [
        ("/answers/0/question", "of_another_edition"),
        ("/answers/1/question", "unknown"),
    ]


def test_each_required_question_without_an_answer_is_named():
    missing = rules.unready(answers(None), a_tool())
    assert [(fault.code, fault.detail) for fault in missing] == [
        ("missing", "The question q1 has no answer."),
        ("missing", "The question q2 has no answer."),
    ]


def test_a_question_that_is_not_required_may_stay_open():
    assert rules.unready([], a_tool(required=False)) == []


def test_each_rating_without_the_evidence_it_needs_is_named_beside_what_has_no_answer():
    tool = a_tool(4, evidence_required=True)
    given = [*answers(1, None), *answers(0, 0, 2, evidence="Seen.")[2:]]
    assert [(fault.code, fault.detail) for fault in rules.unready(given, tool)] == [
        ("evidence_missing", "The rating of q0 counts only with the evidence for it."),
        ("missing", "The question q3 has no answer."),
    ]


def test_evidence_is_needed_for_what_is_rated_though_it_need_not_be_answered():
    found = rules.unready(answers(1), a_tool(2, required=False, evidence_required=True))
    assert [fault.code for fault in found] == ["evidence_missing"]
