import pytest
from hypothesis import given, strategies as st

from services.assessment_api.self_assessments import errors, rules, schemas
from shared.contracts.assessment.instruments import Instrument
from shared.contracts.assessment.self_assessments import Answer, AssessmentStatus, DomainScore, Point
from tests.assessment_api.owner import NOW, a_participation

STEPS = (0, 1, 2, 3, 4)


def an_instrument(number: int = 3, steps: tuple[int, ...] = STEPS, *, required: bool = True) -> Instrument:
    questions = [
        {"code": f"q{place}", "domain": "mental_health", "text": "We do.", "guidance": None, "required": required}
        for place in range(number)
    ]
    return Instrument.model_validate(
        {
            "id": "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "code": "made-up", "version": 1, "title": "Made up",
            "illustrative": True, "programme_year": "2025-26", "domains": ["mental_health"],
            "scale": [{"value": step, "label": str(step)} for step in steps], "questions": questions,
            "updated_at": NOW,
        }
    )  # fmt: skip


def answers(*ratings: int | None) -> list[Answer]:
    return [Answer(question=f"q{place}", rating=rating, evidence=None) for place, rating in enumerate(ratings)]


def score(*ratings: int | None, of: Instrument | None = None) -> DomainScore:
    [found] = rules.domain_scores(answers(*ratings), of or an_instrument())
    return found


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [((0, 0, 0), 0.0), ((4, 4, 4), 100.0), ((1, 2, 3), 50.0), ((4, 4, 3), 91.7), ((0, 0, 1), 8.3), ((3,), 75.0)],
)
def test_a_score_is_the_mean_rating_as_a_share_of_the_scale(ratings: tuple[int, ...], expected: float):
    assert score(*ratings).score == expected


def test_a_half_is_rounded_up():
    assert score(1, *[0] * 7, of=an_instrument(8, (0, 100))).score == 0.1
    assert score(5, of=an_instrument(1, (0, 5, 16))).score == 31.3


def test_a_scale_that_does_not_begin_at_nought_still_gives_nought_for_its_lowest_step():
    assert score(1, 1, 1, of=an_instrument(3, (1, 2, 5))).score == 0.0


def test_what_does_not_apply_or_was_not_answered_is_left_out_and_stated():
    found = score(4, None)
    assert (found.score, found.answered, found.not_applicable, found.missing) == (100.0, 1, 1, 1)


@pytest.mark.parametrize("ratings", [(), (None,), (None, None, None)])
def test_without_an_applicable_answer_there_is_no_score(ratings: tuple[None, ...]):
    assert score(*ratings).score is None


RATINGS = st.lists(st.one_of(st.none(), st.sampled_from(STEPS)), min_size=1, max_size=12)


@given(RATINGS)
def test_a_score_lies_between_0_and_100_and_the_counts_add_up(ratings: list[int | None]):
    found = score(*ratings, of=an_instrument(12))
    assert found.answered + found.not_applicable + found.missing == 12
    assert (found.score is None) == (found.answered == 0)
    assert found.score is None or 0 <= found.score <= 100


@given(RATINGS, st.randoms())
def test_a_score_does_not_depend_on_the_order_of_the_answers(ratings: list[int | None], random):
    given_answers = answers(*ratings)
    shuffled = random.sample(given_answers, len(given_answers))
    assert rules.domain_scores(shuffled, an_instrument(12)) == rules.domain_scores(given_answers, an_instrument(12))


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=12), st.data())
def test_a_better_rating_never_gives_a_lower_score(ratings: list[int], data):
    place = data.draw(st.integers(0, len(ratings) - 1))
    better = [*ratings]
    better[place] = data.draw(st.sampled_from([step for step in STEPS if step >= ratings[place]]))
    instrument = an_instrument(12)
    assert score(*better, of=instrument).score >= score(*ratings, of=instrument).score


@pytest.mark.parametrize(
    ("changes", "point", "refusal"),
    [
        ({}, Point.BASELINE, None),
        ({}, Point.FOLLOW_UP, None),
        ({}, Point.EMBEDDING_REVIEW, errors.PointDoesNotFit),
        ({"cohort": "existing", "offer": "embedding"}, Point.EMBEDDING_REVIEW, None),
        ({"cohort": "existing", "offer": "embedding"}, Point.BASELINE, errors.PointDoesNotFit),
        ({"cohort": "existing", "offer": "embedding"}, Point.FOLLOW_UP, errors.PointDoesNotFit),
        ({"status": "selected"}, Point.BASELINE, errors.ParticipationNotConfirmed),
        ({"status": "withdrawn"}, Point.BASELINE, errors.ParticipationEnded),
    ],
)
def test_a_point_fits_a_confirmed_school_of_its_cohort(changes, point, refusal):
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
    merged = rules.merged(answers(1, 2), [Answer(question="q1", rating=4, evidence="Seen.")], an_instrument())
    assert [(answer.question, answer.rating) for answer in merged] == [("q0", 1), ("q1", 4)]


def test_answers_are_kept_in_the_order_of_the_questions():
    merged = rules.merged([], list(reversed(answers(1, 2, 3))), an_instrument())
    assert [answer.question for answer in merged] == ["q0", "q1", "q2"]


def test_every_fault_of_answers_is_named_with_its_place():
    wrong = [
        schemas.GivenAnswer(question="nowhere", rating=1),
        schemas.GivenAnswer(question="q0", rating=7),
        schemas.GivenAnswer(question="q0", rating=1),
    ]
    assert [(fault.pointer, fault.code) for fault in rules.answer_faults(wrong, an_instrument())] == [
        ("/answers/0/question", "unknown"),
        ("/answers/1/rating", "off_the_scale"),
        ("/answers/2/question", "repeated"),
    ]


def test_each_required_question_without_an_answer_is_named():
    missing = rules.unanswered(answers(None), an_instrument())
    assert [fault.detail for fault in missing] == [
        "The question q1 has no answer.",
        "The question q2 has no answer.",
    ]


def test_a_question_that_is_not_required_may_stay_open():
    assert rules.unanswered([], an_instrument(required=False)) == []
