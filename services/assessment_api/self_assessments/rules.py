"""When a school may assess itself, and which answers it may give and hand over. Pure: no database."""

from collections.abc import Collection, Sequence

from shared.contracts.assessment.instruments import Instrument
from shared.contracts.assessment.self_assessments import Answer, AssessmentStatus, Point
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


def strangers(given: Sequence[schemas.GivenAnswer], instrument: Instrument) -> set[str]:
    """The questions that answers name and that this edition does not ask."""
    return {answer.question for answer in given} - {question.code for question in instrument.questions}


def answer_faults(
    given: Sequence[schemas.GivenAnswer], instrument: Instrument, asked_elsewhere: Collection[str] = ()
) -> list[FieldError]:
    """All that is wrong with answers, by place. `asked_elsewhere` are the questions of this tool's other editions."""
    known = {question.code for question in instrument.questions}
    steps = {step.value for step in instrument.scale}
    found: list[FieldError] = []
    seen: set[str] = set()
    for place, answer in enumerate(given):
        at = f"/answers/{place}"
        if answer.question in asked_elsewhere and answer.question not in known:
            detail = "This question is of another edition than the one this self-assessment was opened with."
            found.append(_fault(f"{at}/question", "of_another_edition", detail))
        elif answer.question not in known:
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


def unready(answers: Sequence[Answer], instrument: Instrument) -> list[FieldError]:
    """What is still to be done before submission: required questions without an answer, ratings without evidence."""
    given = {answer.question: answer for answer in answers}
    found: list[FieldError] = []
    for question in instrument.questions:
        answer = given.get(question.code)
        if answer is None:
            if question.required:
                found.append(_fault("/answers", "missing", f"The question {question.code} has no answer."))
        elif question.evidence_required and answer.rating is not None and answer.evidence is None:
            detail = f"The rating of {question.code} counts only with the evidence for it."
            found.append(_fault("/answers", "evidence_missing", detail))
    return found


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
