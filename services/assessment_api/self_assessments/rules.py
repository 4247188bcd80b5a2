"""When a school may assess itself, which answers count, and what they come to. Pure: no database."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from shared.contracts.assessment.instruments import Instrument
from shared.contracts.assessment.self_assessments import Answer, AssessmentStatus, DomainScore, Point
from shared.contracts.partnership.participations import Cohort, Participation
from shared.contracts.problem import FieldError

from . import errors, schemas

_POINTS = {Cohort.NEW: (Point.BASELINE, Point.FOLLOW_UP), Cohort.EXISTING: (Point.EMBEDDING_REVIEW,)}


def must_fit(participation: Participation, point: Point) -> None:
    """Refuse a point that is not for the way in which the school takes part."""
    if point not in _POINTS[participation.cohort]:
        allowed = " or ".join(_POINTS[participation.cohort]).replace("_", " ")
        raise errors.PointDoesNotFit(f"For the {participation.cohort} schools of a project the point is {allowed}.")


def must_come_after_baseline(point: Point, baseline: AssessmentStatus | None) -> None:
    """Refuse a follow-up that has nothing to be compared with. `baseline` is None when there is none."""
    if point is Point.FOLLOW_UP and baseline is not AssessmentStatus.SUBMITTED:
        raise errors.BaselineMissing("A follow-up is opened once the baseline is submitted.")


def answer_faults(given: Sequence[schemas.GivenAnswer], instrument: Instrument) -> list[FieldError]:
    """All that is wrong with answers, by place."""
    known = {question.code for question in instrument.questions}
    steps = {step.value for step in instrument.scale}
    found: list[FieldError] = []
    seen: set[str] = set()
    for place, answer in enumerate(given):
        at = f"/answers/{place}"
        if answer.question not in known:
            found.append(_fault(f"{at}/question", "unknown", "The instrument has no question with this code."))
        if answer.question in seen:
            found.append(_fault(f"{at}/question", "repeated", "This question is answered twice here."))
        if answer.rating is not None and answer.rating not in steps:
            scale = ", ".join(str(step) for step in sorted(steps))
            found.append(_fault(f"{at}/rating", "off_the_scale", f"The scale has the values {scale}."))
        seen.add(answer.question)
    return found


def merged(before: Sequence[Answer], given: Sequence[Answer], instrument: Instrument) -> list[Answer]:
    """All answers after some were given, in the order of the questions."""
    answers = {answer.question: answer for answer in (*before, *given)}
    return [answers[question.code] for question in instrument.questions if question.code in answers]


def unanswered(answers: Sequence[Answer], instrument: Instrument) -> list[FieldError]:
    """The required questions that nothing was said on."""
    said = {answer.question for answer in answers}
    return [
        _fault("/answers", "missing", f"The question {question.code} has no answer.")
        for question in instrument.questions
        if question.required and question.code not in said
    ]


def domain_scores(answers: Sequence[Answer], instrument: Instrument) -> list[DomainScore]:
    """The score of each domain of an instrument, in its order.

    The score is the mean of the applicable ratings, from the lowest step of the scale, as a share of the scale's range,
    times 100, rounded half up to one decimal: it lies between 0 and 100, and every answered statement weighs the same.
    Statements that do not apply and statements that were not answered are left out of the mean and counted beside it,
    so that 75.0 on two answers is not taken for 75.0 on ten. No applicable answer, no score.
    """
    by_question = {answer.question: answer.rating for answer in answers}
    return [_domain_score(domain, by_question, instrument) for domain in instrument.domains]


def _domain_score(domain: str, ratings: Mapping[str, int | None], instrument: Instrument) -> DomainScore:
    asked = [question.code for question in instrument.questions if question.domain == domain]
    said = [ratings[code] for code in asked if code in ratings]
    applicable = [rating for rating in said if rating is not None]
    lowest, highest = instrument.scale[0].value, instrument.scale[-1].value
    return DomainScore(
        domain=domain,
        score=_score([rating - lowest for rating in applicable], highest - lowest),
        answered=len(applicable),
        not_applicable=len(said) - len(applicable),
        missing=len(asked) - len(said),
    )


def _score(above_lowest: Sequence[int], scale_range: int) -> float | None:
    if not above_lowest:
        return None
    # Decimals from whole numbers: a mean in floats could fall on either side of the half it is rounded at.
    exact = Decimal(100 * sum(above_lowest)) / Decimal(len(above_lowest) * scale_range)
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
