"""What a submitted self-assessment says of a school, as findings that support can answer. Pure: no database."""

from collections.abc import Iterator, Sequence

from services.assessment_api.findings.rules import Said
from shared.contracts.assessment.findings import AT_POINT, FindingScope
from shared.contracts.assessment.instruments import Instrument, Question
from shared.contracts.assessment.self_assessments import Answer, DomainScore, Point

from . import scores

_LONGEST = 500


def said(
    point: Point, answers: Sequence[Answer], domain_scores: Sequence[DomainScore], instrument: Instrument
) -> list[Said]:
    """One finding for each domain that has a score, and one for each rating in the lower half of the scale."""
    at = f"At the {AT_POINT[point].lower()} the school"
    return [*_of_domains(at, domain_scores), *_of_questions(at, answers, instrument)]


def _of_domains(at: str, domain_scores: Sequence[DomainScore]) -> Iterator[Said]:
    for each in domain_scores:
        if each.score is not None:
            domain = each.domain.replace("_", " ").replace("-", " ")
            statement = f"{at} scored {each.score} of 100 on {domain}, from {_counted(each)}."
            yield Said(FindingScope.DOMAIN, each.domain, None, statement, round(100 - each.score, 1))


def _counted(score: DomainScore) -> str:
    rest = []
    if score.not_applicable:
        rest.append(f"{score.not_applicable} did not apply")
    if score.missing:
        rest.append(f"{score.missing} {'was' if score.missing == 1 else 'were'} not answered")
    ratings = f"{score.answered} rating{'' if score.answered == 1 else 's'}"
    return f"{ratings}; {' and '.join(rest)}" if rest else ratings


def _of_questions(at: str, answers: Sequence[Answer], instrument: Instrument) -> Iterator[Said]:
    ratings = {answer.question: answer.rating for answer in answers}
    labels = {step.value: step.label for step in instrument.scale}
    for question in instrument.questions:
        rating = ratings.get(question.code)
        if rating is None:
            continue
        share = scores.share_of_scale([scores.above_worst(rating, instrument)], instrument)
        if share < 50:
            statement = _rated(at, question, labels[rating])
            yield Said(FindingScope.QUESTION, question.domain, question.code, statement, round(100 - share, 1))


def _rated(at: str, question: Question, label: str) -> str:
    """The statement of the tool is cut short where the sentence would be longer than a finding may be."""
    around = f'{at} rated "{{}}" as "{label}".'
    room = _LONGEST - len(around) + 2
    text = question.text if len(question.text) <= room else f"{question.text[: room - 1]}…"
    return f'{at} rated "{text}" as "{label}".'
