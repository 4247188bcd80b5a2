"""How answers are counted, which counts are published, and what they say of a school. Pure: no database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from services.assessment_api import suppression
from services.assessment_api.findings.rules import Said
from shared.contracts.assessment.findings import FindingScope
from shared.contracts.assessment.instruments import Direction, Instrument
from shared.contracts.assessment.surveys import QuestionCounts, Term, ValueCount
from shared.contracts.problem import FieldError

from . import schemas


class Answers(NamedTuple):
    """The answers to one question: how many gave each value, and for how many it did not apply."""

    by_value: Mapping[int, int]
    not_applicable: int

    @property
    def total(self) -> int:
        return sum(self.by_value.values()) + self.not_applicable


class Counted(NamedTuple):
    """The exact counts of a survey. `by_question` holds the questions that were asked."""

    respondents: int
    respondents_send: int | None
    by_question: Mapping[str, Answers]


class Counts(NamedTuple):
    """The counts of a survey as they are shown, exactly or with small ones hidden."""

    respondents: int | None
    respondents_send: int | None
    questions: list[QuestionCounts]


def given(survey: schemas.SurveyGiven) -> Counted:
    """The counts as they were sent."""
    by_question = {
        each.question: Answers({step.value: step.count for step in each.counts}, each.not_applicable)
        for each in survey.questions
    }
    return Counted(survey.respondents, survey.respondents_send, by_question)


def faults(survey: schemas.SurveyGiven, instrument: Instrument) -> list[FieldError]:
    """All that is wrong with counts, by place."""
    return [*_faults_of_send(survey), *_faults_of_questions(survey, instrument)]


def _faults_of_send(survey: schemas.SurveyGiven) -> Iterator[FieldError]:
    if (survey.respondents_send or 0) > survey.respondents:
        detail = "There cannot be more of them than respondents in all."
        yield _fault("/respondents_send", "above_respondents", detail)


def _faults_of_questions(survey: schemas.SurveyGiven, instrument: Instrument) -> Iterator[FieldError]:
    known = {question.code for question in instrument.questions}
    seen: set[str] = set()
    for place, each in enumerate(survey.questions):
        at = f"/questions/{place}"
        if each.question not in known:
            yield _fault(f"{at}/question", "unknown", "The survey has no question with this code.")
        if each.question in seen:
            yield _fault(f"{at}/question", "repeated", "This question is counted twice here.")
        seen.add(each.question)
        yield from _faults_of_values(at, [step.value for step in each.counts], instrument)
        if sum(step.count for step in each.counts) + each.not_applicable > survey.respondents:
            yield _fault(at, "above_respondents", "The answers add up to more than the respondents.")


def _faults_of_values(at: str, values: Sequence[int], instrument: Instrument) -> Iterator[FieldError]:
    steps = [step.value for step in instrument.scale]
    for place, value in enumerate(values):
        if value not in steps:
            detail = f"The scale has the values {', '.join(map(str, steps))}."
            yield _fault(f"{at}/counts/{place}/value", "off_the_scale", detail)
        elif value in values[:place]:
            yield _fault(f"{at}/counts/{place}/value", "repeated", "This value is counted twice here.")


def exactly(counted: Counted, instrument: Instrument) -> Counts:
    """All counts, for the school and its parent carer group."""
    asked = [question for question in instrument.questions if question.code in counted.by_question]
    questions = [
        _exact_question(question.code, question.domain, counted.by_question[question.code], counted, instrument)
        for question in asked
    ]
    return Counts(counted.respondents, counted.respondents_send, questions)


def _exact_question(
    code: str, domain: str, answers: Answers, counted: Counted, instrument: Instrument
) -> QuestionCounts:
    good = set(_favourable_values(instrument))
    favourable = sum(count for value, count in answers.by_value.items() if value in good)
    return QuestionCounts(
        question=code,
        domain=domain,
        counts=[ValueCount(value=step.value, count=answers.by_value.get(step.value, 0)) for step in instrument.scale],
        not_applicable=answers.not_applicable,
        unanswered=counted.respondents - answers.total,
        favourable=favourable,
        others=counted.respondents - favourable,
    )


def _favourable_values(instrument: Instrument) -> list[int]:
    values = [step.value for step in instrument.scale]
    twice_the_middle = values[0] + values[-1]
    if instrument.direction is Direction.HIGHER_IS_BETTER:
        return [value for value in values if 2 * value > twice_the_middle]
    return [value for value in values if 2 * value < twice_the_middle]


def for_everybody(exact: Counts, threshold: int, instrument: Instrument) -> Counts:
    """The counts for everybody else: small ones hidden, and more, so that none can be worked out."""
    respondents, send = exact.respondents or 0, exact.respondents_send
    questions = [_published(each, threshold, set(_favourable_values(instrument))) for each in exact.questions]
    public = suppression.publishable(respondents, threshold)
    shown_send = None
    if public is not None and send is not None:
        shown_send = suppression.published_part(send, respondents, threshold)
    return Counts(public, shown_send, questions)


def _published(exact: QuestionCounts, threshold: int, good: set[int]) -> QuestionCounts:
    favourable = [each.value for each in exact.counts if each.value in good]
    others = [each.value for each in exact.counts if each.value not in good]
    counts = {each.value: each.count or 0 for each in exact.counts}
    shown = suppression.published_question(
        [counts[value] for value in favourable],
        [*(counts[value] for value in others), exact.not_applicable or 0, exact.unanswered or 0],
        threshold,
    )
    *other_cells, not_applicable, unanswered = shown.other_cells
    by_value = dict(zip((*favourable, *others), (*shown.favourable_cells, *other_cells), strict=True))
    return QuestionCounts(
        question=exact.question,
        domain=exact.domain,
        counts=[ValueCount(value=each.value, count=by_value[each.value]) for each in exact.counts],
        not_applicable=not_applicable,
        unanswered=unanswered,
        favourable=shown.favourable,
        others=shown.others,
    )


def said(term: Term, published: Iterable[QuestionCounts]) -> list[Said]:
    """One finding for each domain of which something is published, from what is published alone.

    The need is the share of respondents who were not favourable, over the domain's published questions, times 100,
    rounded half up to one decimal.
    """
    of_domain: dict[str, list[tuple[int, int]]] = {}
    for each in published:
        if each.favourable is not None and each.others is not None:
            of_domain.setdefault(each.domain, []).append((each.favourable, each.others))
    return [_said(term, domain, pairs) for domain, pairs in of_domain.items() if sum(map(sum, pairs))]


def _said(term: Term, domain: str, pairs: Sequence[tuple[int, int]]) -> Said:
    others = sum(pair[1] for pair in pairs)
    # Decimals from whole numbers, as for scores.
    need = (Decimal(100 * others) / Decimal(sum(map(sum, pairs)))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    about = domain.replace("_", " ").replace("-", " ")
    over = f"{len(pairs)} question{'' if len(pairs) == 1 else 's'}"
    statement = (
        f"In the {term} term {100 - need}% of the answers of parent carers on {about} were favourable, over {over}."
        " Whoever gave no answer counts as not favourable."
    )
    return Said(FindingScope.DOMAIN, domain, None, statement, float(need))


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
