"""How counts are checked, which are favourable, which are published and what they say."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from services.assessment_api.surveys import rules, schemas
from services.assessment_api.surveys.rules import Answers, Counted
from shared.contracts.assessment.instruments import Instrument
from shared.contracts.assessment.surveys import QuestionCounts, Term
from tests.support.surveys import CODES, FIRST, INSTRUMENT, answered, survey

NOW = "2025-09-01T08:30:00Z"


def an_instrument(values: tuple[int, ...] = (1, 2, 3, 4, 5), direction: str = "higher_is_better") -> Instrument:
    said = {
        "id": UUID(int=1), "edition": 1, "status": "published", "published_at": NOW, "retired_at": None,
        "retired_reason": None, "version": 1, "created_at": NOW, "updated_at": NOW, "direction": direction,
        "scale": [{"value": value, "label": f"Step {value}"} for value in values],
    }  # fmt: skip
    return Instrument.model_validate(INSTRUMENT.model_dump() | said)


def counted(respondents: int, *answers: dict[int, int], send: int | None = None) -> Counted:
    return Counted(respondents, send, {code: Answers(each, 0) for code, each in zip(CODES, answers, strict=False)})


def favourable(instrument: Instrument, answers: dict[int, int]) -> int | None:
    return rules.exactly(counted(sum(answers.values()), answers), instrument).questions[0].favourable


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        ((1, 2, 3, 4, 5), "higher_is_better", 45),
        ((1, 2, 3, 4, 5), "lower_is_better", 12),
        ((0, 1, 2, 3), "higher_is_better", 23),
        ((0, 1), "lower_is_better", 0),
        ((1, 2, 10), "higher_is_better", 10),
    ],
)
def test_favourable_is_above_the_middle_on_the_good_side(
    values: tuple[int, ...], direction: str, expected: int
) -> None:
    instrument = an_instrument(values, direction)
    good = [value for value in values if favourable(instrument, {value: 7}) == 7]
    assert "".join(map(str, good)) == str(expected)
    assert all(favourable(instrument, {value: 7}) == 0 for value in values if value not in good)


def test_whoever_gave_no_answer_is_counted_and_no_question_is_listed_that_was_not_asked() -> None:
    exact = rules.exactly(Counted(30, None, {CODES[1]: Answers({1: 3, 5: 10}, 2)}), an_instrument())
    [question] = exact.questions
    assert (question.question, question.not_applicable, question.unanswered) == (CODES[1], 2, 15)
    assert (question.favourable, question.others) == (10, 20)
    assert {each.value: each.count for each in question.counts} == {1: 3, 2: 0, 3: 0, 4: 0, 5: 10}


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (survey(9, answered(FIRST, {1: 4, 5: 5}), send=9), []),
        (survey(9, answered("no-such", {})), [("/questions/0/question", "unknown")]),
        (survey(9, answered(FIRST, {}), answered(FIRST, {})), [("/questions/1/question", "repeated")]),
        (survey(9, answered(FIRST, {1: 1, 6: 1})), [("/questions/0/counts/1/value", "off_the_scale")]),
        (survey(9, answered(FIRST, {1: 4, 5: 5}, 1)), [("/questions/0", "above_respondents")]),
        (survey(9, answered(FIRST, {}), send=10), [("/respondents_send", "above_respondents")]),
        (
            survey(1, answered("no-such", {6: 2}), send=2),
            [
                ("/respondents_send", "above_respondents"),
                ("/questions/0/question", "unknown"),
                ("/questions/0/counts/0/value", "off_the_scale"),
                ("/questions/0", "above_respondents"),
            ],
        ),
    ],
)
def test_all_that_is_wrong_is_named_at_once(body: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    found = rules.faults(schemas.SurveyGiven.model_validate(body), an_instrument())
    assert [(each.pointer, each.code) for each in found] == faults


def test_a_value_counted_twice_is_named() -> None:
    twice = {"question": FIRST, "counts": [{"value": 1, "count": 1}, {"value": 1, "count": 2}]}
    [fault] = rules.faults(schemas.SurveyGiven.model_validate(survey(9, twice)), an_instrument())
    assert (fault.pointer, fault.code) == ("/questions/0/counts/1/value", "repeated")


def shown(question: QuestionCounts) -> list[int | None]:
    return [*(each.count for each in question.counts), question.not_applicable, question.unanswered]


def test_small_counts_are_hidden_on_each_side_of_the_middle() -> None:
    exact = rules.exactly(counted(40, {1: 2, 2: 6, 3: 9, 4: 10, 5: 13}, send=12), an_instrument())
    published = rules.for_everybody(exact, 5, an_instrument())
    [question] = published.questions
    assert shown(question) == [None, None, 9, 10, 13, 0, 0]
    assert (question.favourable, question.others) == (23, 17)
    assert (published.respondents, published.respondents_send) == (40, 12)


def test_a_question_is_hidden_whole_where_few_answered_otherwise_than_the_rest() -> None:
    exact = rules.exactly(counted(40, {1: 2, 5: 38}), an_instrument())
    [question] = rules.for_everybody(exact, 5, an_instrument()).questions
    assert {*shown(question), question.favourable, question.others} == {None}


@pytest.mark.parametrize(
    ("respondents", "send", "expected"),
    [(4, 4, (None, None)), (40, 3, (40, None)), (40, 38, (40, None)), (40, 40, (40, 40)), (40, None, (40, None))],
)
def test_respondents_are_hidden_when_they_or_the_rest_are_few(
    respondents: int, send: int | None, expected: tuple[int | None, int | None]
) -> None:
    exact = rules.exactly(counted(respondents, {}, send=send), an_instrument())
    published = rules.for_everybody(exact, 5, an_instrument())
    assert (published.respondents, published.respondents_send) == expected


@given(st.data())
def test_what_is_published_is_exact_or_hidden_and_never_small(data: st.DataObject) -> None:
    answers = data.draw(st.fixed_dictionaries({value: st.integers(0, 30) for value in range(1, 6)}))
    exact = rules.exactly(counted(sum(answers.values()) + data.draw(st.integers(0, 9)), answers), an_instrument())
    [before], [after] = exact.questions, rules.for_everybody(exact, 5, an_instrument()).questions
    pairs = [*zip(shown(before), shown(after), strict=True), (before.favourable, after.favourable)]
    assert all(seen is None or (seen == real and not 0 < seen < 5) for real, seen in pairs)


def test_a_domain_is_found_in_need_by_what_is_published_of_its_questions() -> None:
    of_domain = [question.code for question in INSTRUMENT.questions if question.domain == INSTRUMENT.domains[0]]
    by_question = {code: Answers({1: 15, 5: 25}, 0) for code in of_domain[:-1]} | {of_domain[-1]: Answers({5: 38}, 0)}
    exact = rules.exactly(Counted(40, None, by_question), an_instrument())
    [said] = rules.said(Term.AUTUMN, rules.for_everybody(exact, 5, an_instrument()).questions)
    assert (said.domain, said.need) == (INSTRUMENT.domains[0], 37.5)
    assert said.statement == (
        "In the autumn term 62.5% of the answers of parent carers on leadership culture and values were favourable,"
        f" over {len(of_domain) - 1} question{'s' * (len(of_domain) > 2)}."
        " Whoever gave no answer counts as not favourable."
    )


def test_nothing_is_found_where_all_is_hidden_or_nobody_answered() -> None:
    for respondents, answers in ((4, {1: 4}), (0, {}), (40, {5: 39})):
        exact = rules.exactly(counted(respondents, answers), an_instrument())
        assert rules.said(Term.AUTUMN, rules.for_everybody(exact, 5, an_instrument()).questions) == []
