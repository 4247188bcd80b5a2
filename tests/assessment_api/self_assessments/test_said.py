import pytest
from hypothesis import given, strategies as st

from services.assessment_api.findings.rules import Said
from services.assessment_api.self_assessments import scores
from services.assessment_api.self_assessments.said import said
from shared.contracts.assessment.findings import FindingScope
from shared.contracts.assessment.instruments import Instrument
from shared.contracts.assessment.self_assessments import Point
from tests.assessment_api.made_up import STEPS, a_tool, answers


def found(*ratings: int | None, of: Instrument | None = None, point: Point = Point.BASELINE) -> list[Said]:
    tool = of or a_tool()
    given_answers = answers(*ratings)
    return said(point, given_answers, scores.domain_scores(given_answers, tool), tool)


@pytest.mark.parametrize(
    ("ratings", "point", "statement", "need"),
    [
        ((2, 3, 4), Point.BASELINE, "At the baseline the school {} 75.0 {}, from 3 ratings.", 25.0),
        ((2, 2, None), Point.FOLLOW_UP, "At the follow-up the school {} 50.0 {}, from 2 ratings; 1 did not apply.", 50),
        (
            (4,), Point.EMBEDDING_REVIEW,
            "At the embedding review the school {} 100.0 {}, from 1 rating; 2 were not answered.", 0.0,
        ),
        (
            (3, None), Point.BASELINE,
            "At the baseline the school {} 75.0 {}, from 1 rating; 1 did not apply and 1 was not answered.", 25.0,
        ),
    ],
)  # fmt: skip
def test_a_domain_is_said_with_its_score_and_what_it_rests_on(ratings, point: Point, statement: str, need: float):
    whole = statement.format("scored", "of 100 on mental health")
    assert found(*ratings, point=point) == [Said(FindingScope.DOMAIN, "mental_health", None, whole, need)]


@pytest.mark.parametrize("ratings", [(), (None, None, None)])
def test_of_a_domain_without_a_score_nothing_is_said(ratings):
    assert found(*ratings) == []


def test_each_rating_in_the_lower_half_of_the_scale_is_said_with_its_label():
    _, *questions = found(0, 1, 2)
    assert questions == [
        Said(FindingScope.QUESTION, "mental_health", "q0",
             'At the baseline the school rated "We do 0." as "Step 0".', 100.0),
        Said(FindingScope.QUESTION, "mental_health", "q1",
             'At the baseline the school rated "We do 1." as "Step 1".', 75.0),
    ]  # fmt: skip


def test_where_lower_is_better_the_upper_half_is_the_one_that_needs_support():
    _, *questions = found(0, 3, 4, of=a_tool(lower_is_better=True))
    assert [(each.question, each.need) for each in questions] == [("q1", 75.0), ("q2", 100.0)]


def test_a_long_statement_is_cut_short_so_that_a_finding_stays_a_sentence():
    tool = a_tool(1)
    long = tool.questions[0].model_copy(update={"text": "x" * 500})
    _, question = found(0, of=tool.model_copy(update={"questions": [long]}))
    assert len(question.statement) == 500
    assert question.statement.endswith('x…" as "Step 0".')


@given(st.lists(st.one_of(st.none(), st.sampled_from(STEPS)), max_size=12), st.booleans())
def test_needs_lie_between_0_and_100_and_those_of_statements_above_the_half(ratings, lower_is_better: bool):
    for each in found(*ratings, of=a_tool(12, lower_is_better=lower_is_better)):
        assert 0 <= each.need <= 100
        assert each.scope is FindingScope.DOMAIN or each.need > 50
