"""What callers send about evaluations."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.evaluation import EvaluationQuestion, EvaluatorRef
from shared.contracts.types import Day, FreeName, ProgrammeYear

Word = TypeVar("Word")


def each_once(named: list[Word]) -> list[Word]:
    """Refuse a list that names something twice."""
    if len(set(named)) < len(named):
        raise ValueError("name each one once")
    return named


Questions = Annotated[
    list[EvaluationQuestion],
    Field(min_length=1, max_length=3, description="Which of the evaluation's questions it is for (R36)."),
    AfterValidator(each_once),
]


class EvaluationQuery(ListQuery):
    """Filters of the list of evaluations."""

    evaluator: Many[EvaluatorRef] | None = None
    programme_years: Many[ProgrammeYear] | None = None


class NewEvaluation(Input):
    """An evaluation to register."""

    title: FreeName
    evaluator: EvaluatorRef
    programme_years: Annotated[list[ProgrammeYear], Field(min_length=1, max_length=10)]
    starts_on: Day
    ends_on: Day


class EvaluationChange(Input):
    """What to change; what is left out stays. The years and the evaluator are what it is: register another one."""

    title: FreeName | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
