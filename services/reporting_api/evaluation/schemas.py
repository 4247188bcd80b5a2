"""What callers send about evaluations."""

from typing import Annotated

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.evaluation import EvaluatorRef
from shared.contracts.types import Day, FreeName, ProgrammeYear


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
