"""What the answers of a self-assessment come to, and how that changed. Pure: no database."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from shared.contracts.assessment.instruments import Direction, Instrument
from shared.contracts.assessment.self_assessments import (
    Answer,
    AssessmentChange,
    AssessmentStatus,
    DomainChange,
    DomainScore,
    Point,
    SelfAssessment,
)

from . import errors


def domain_scores(answers: Sequence[Answer], instrument: Instrument) -> list[DomainScore]:
    """The score of each domain of an instrument, in its order.

    The score is the mean of the applicable ratings, from the worst step of the scale, as a share of the scale's range,
    times 100, rounded half up to one decimal: it lies between 0 and 100, and every answered statement weighs the same.
    Where a lower rating is the better one, the worst step is the highest. Statements that do not apply and statements
    that were not answered are left out of the mean and counted beside it, so that 75.0 on two answers is not taken for
    75.0 on ten. No applicable answer, no score.
    """
    by_question = {answer.question: answer.rating for answer in answers}
    return [_domain_score(domain, by_question, instrument) for domain in instrument.domains]


def change_of(there: Mapping[Point, SelfAssessment]) -> AssessmentChange:
    """How a school's scores changed from its baseline to its follow-up; refused until both are submitted."""
    baseline, follow_up = there.get(Point.BASELINE), there.get(Point.FOLLOW_UP)
    if baseline is None:
        raise errors.NothingToCompare
    if baseline.status is not AssessmentStatus.SUBMITTED:
        raise errors.ChangeNotThereYet("The baseline has not been submitted, or was opened again.")
    if follow_up is None:
        raise errors.ChangeNotThereYet("The school has not begun its follow-up.")
    if follow_up.status is not AssessmentStatus.SUBMITTED:
        raise errors.ChangeNotThereYet("The follow-up has not been submitted, or was opened again.")
    return AssessmentChange(
        participation_id=baseline.participation_id,
        urn=baseline.urn,
        programme_year=baseline.programme_year,
        baseline_id=baseline.id,
        follow_up_id=follow_up.id,
        same_instrument=baseline.instrument_id == follow_up.instrument_id,
        domains=changes(baseline.domain_scores, follow_up.domain_scores),
    )


def changes(baseline: Sequence[DomainScore], follow_up: Sequence[DomainScore]) -> list[DomainChange]:
    """Each domain of both, those of the baseline first. No change is told where one of the two has no score."""
    before = {score.domain: score.score for score in baseline}
    after = {score.domain: score.score for score in follow_up}
    return [
        _change(domain, before.get(domain), after.get(domain))
        for domain in (*before, *(domain for domain in after if domain not in before))
    ]


def above_worst(rating: int, instrument: Instrument) -> int:
    """How far a rating is from the worst step of its scale."""
    if instrument.direction is Direction.LOWER_IS_BETTER:
        return instrument.scale[-1].value - rating
    return rating - instrument.scale[0].value


def share_of_scale(above: Sequence[int], instrument: Instrument) -> float:
    """Distances from the worst step, at least one, as one share of the scale: 0 the worst, 100 the best."""
    scale_range = instrument.scale[-1].value - instrument.scale[0].value
    # Decimals from whole numbers: a mean in floats could fall on either side of the half it is rounded at.
    exact = Decimal(100 * sum(above)) / Decimal(len(above) * scale_range)
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _domain_score(domain: str, ratings: Mapping[str, int | None], instrument: Instrument) -> DomainScore:
    asked = [question.code for question in instrument.questions if question.domain == domain]
    said = [ratings[code] for code in asked if code in ratings]
    above = [above_worst(rating, instrument) for rating in said if rating is not None]
    return DomainScore(
        domain=domain,
        score=share_of_scale(above, instrument) if above else None,
        answered=len(above),
        not_applicable=len(said) - len(above),
        missing=len(asked) - len(said),
    )


def _change(domain: str, baseline: float | None, follow_up: float | None) -> DomainChange:
    change = None if baseline is None or follow_up is None else round(follow_up - baseline, 1)
    return DomainChange(domain=domain, baseline=baseline, follow_up=follow_up, change=change)
