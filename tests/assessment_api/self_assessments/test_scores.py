from typing import Any

import pytest
from hypothesis import given, strategies as st

from services.assessment_api.self_assessments import errors, scores
from shared.contracts.assessment.instruments import Instrument
from shared.contracts.assessment.self_assessments import AssessmentStatus, DomainScore, Point, SelfAssessment
from tests.assessment_api.made_up import STEPS, a_tool, answers
from tests.assessment_api.owner import NOW


def score(*ratings: int | None, of: Instrument | None = None) -> DomainScore:
    [found] = scores.domain_scores(answers(*ratings), of or a_tool())
    return found


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [((0, 0, 0), 0.0), ((4, 4, 4), 100.0), ((1, 2, 3), 50.0), ((4, 4, 3), 91.7), ((0, 0, 1), 8.3), ((3,), 75.0)],
)
def test_a_score_is_the_mean_rating_as_a_share_of_the_scale(ratings: tuple[int, ...], expected: float):
    assert score(*ratings).score == expected


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [((0, 0, 0), 100.0), ((4, 4, 4), 0.0), ((1, 2, 3), 50.0), ((4, 4, 3), 8.3), ((3,), 25.0)],
)
def test_where_lower_is_better_the_scale_is_read_from_its_other_end(ratings: tuple[int, ...], expected: float):
    assert score(*ratings, of=a_tool(lower_is_better=True)).score == expected


def test_a_half_is_rounded_up():
    assert score(1, *[0] * 7, of=a_tool(8, (0, 100))).score == 0.1
    assert score(5, of=a_tool(1, (0, 5, 16))).score == 31.3


def test_a_scale_that_does_not_begin_at_nought_still_gives_nought_for_its_worst_step():
    assert score(1, 1, 1, of=a_tool(3, (1, 2, 5))).score == 0.0
    assert score(5, 5, 5, of=a_tool(3, (1, 2, 5), lower_is_better=True)).score == 0.0


def test_what_does_not_apply_or_was_not_answered_is_left_out_and_stated():
    found = score(4, None)
    assert (found.score, found.answered, found.not_applicable, found.missing) == (100.0, 1, 1, 1)


@pytest.mark.parametrize("ratings", [(), (None,), (None, None, None)])
def test_without_an_applicable_answer_there_is_no_score(ratings: tuple[None, ...]):
    assert score(*ratings).score is None


RATINGS = st.lists(st.one_of(st.none(), st.sampled_from(STEPS)), min_size=1, max_size=12)
TOOLS = st.builds(lambda lower: a_tool(12, lower_is_better=lower), st.booleans())


@given(RATINGS, TOOLS)
def test_a_score_lies_between_0_and_100_and_the_counts_add_up(ratings: list[int | None], tool: Instrument):
    found = score(*ratings, of=tool)
    assert found.answered + found.not_applicable + found.missing == 12
    assert (found.score is None) == (found.answered == 0)
    assert found.score is None or 0 <= found.score <= 100


@given(RATINGS, TOOLS, st.randoms())
def test_a_score_does_not_depend_on_the_order_of_the_answers(ratings: list[int | None], tool: Instrument, random):
    given_answers = answers(*ratings)
    shuffled = random.sample(given_answers, len(given_answers))
    assert scores.domain_scores(shuffled, tool) == scores.domain_scores(given_answers, tool)


@given(RATINGS, st.booleans(), st.data())
def test_a_better_rating_never_gives_a_lower_score(ratings: list[int | None], lower_is_better: bool, data):
    rated = [place for place, rating in enumerate(ratings) if rating is not None]
    place = data.draw(st.sampled_from(rated or [0]))
    before = ratings[place] if rated else 2
    no_worse = [step for step in STEPS if (step <= before if lower_is_better else step >= before)]
    better = [*ratings]
    ratings[place], better[place] = before, data.draw(st.sampled_from(no_worse))
    tool = a_tool(12, lower_is_better=lower_is_better)
    assert score(*better, of=tool).score >= score(*ratings, of=tool).score


@given(RATINGS)
def test_turning_scale_and_ratings_round_gives_the_same_score_up_to_rounding(ratings: list[int | None]):
    turned = [None if rating is None else 4 - rating for rating in ratings]
    assert score(*turned, of=a_tool(12, lower_is_better=True)) == score(*ratings, of=a_tool(12))


def of(domain: str, value: float | None) -> DomainScore:
    return DomainScore(domain=domain, score=value, answered=1, not_applicable=0, missing=0)


def test_a_change_is_what_the_follow_up_has_more_than_the_baseline():
    baseline = [of("communication", 41.7), of("environment", 80.0), of("mental_health", None), of("sport", 10.0)]
    follow_up = [of("communication", 75.0), of("environment", 66.6), of("mental_health", 50.0), of("music", 20.0)]
    found = [(each.domain, each.change) for each in scores.changes(baseline, follow_up)]
    assert found == [
        ("communication", 33.3),
        ("environment", -13.4),
        ("mental_health", None),
        ("sport", None),
        ("music", None),
    ]


def an_assessment(point: Point, status: str = "submitted", **changes: Any) -> SelfAssessment:
    values = {
        "id": "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b21", "participation_id": "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b22",
        "project_id": "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b23", "icb_code": "QWO", "la_code": "383", "urn": "107866",
        "programme_year": "2025-26", "point": point, "instrument_id": "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b24",
        "status": status, "contributors": [], "helped_by": [], "answers": [], "domain_scores": [of("music", 50.0)],
        "submitted_at": NOW, "reopened_reason": None, "version": 1, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    return SelfAssessment.model_validate(values | changes)


NOTHING, NOT_YET = errors.NothingToCompare, errors.ChangeNotThereYet


def test_another_edition_in_the_follow_up_is_said():
    there = {
        Point.BASELINE: an_assessment(Point.BASELINE),
        Point.FOLLOW_UP: an_assessment(Point.FOLLOW_UP, instrument_id="0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b25"),
    }
    assert not scores.change_of(there).same_instrument
    there[Point.FOLLOW_UP] = an_assessment(Point.FOLLOW_UP)
    assert scores.change_of(there).same_instrument


@pytest.mark.parametrize(
    ("baseline", "follow_up", "refusal", "sentence"),
    [
        (None, None, NOTHING, "There is no baseline to compare with."),
        ("in_progress", None, NOT_YET, "The baseline has not been submitted, or was opened again."),
        ("reopened", "submitted", NOT_YET, "The baseline has not been submitted, or was opened again."),
        ("submitted", None, NOT_YET, "The school has not begun its follow-up."),
        ("submitted", "in_progress", NOT_YET, "The follow-up has not been submitted, or was opened again."),
    ],
)
def test_a_change_is_told_once_both_are_submitted(baseline, follow_up, refusal, sentence: str):
    statuses = {Point.BASELINE: baseline, Point.FOLLOW_UP: follow_up}
    there = {point: an_assessment(point, AssessmentStatus(status)) for point, status in statuses.items() if status}
    with pytest.raises(refusal) as refused:
        scores.change_of(there)
    assert refused.value.detail == sentence
