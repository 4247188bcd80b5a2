"""What callers send about the weights of a ranking."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.assessment.priorities import Weight
from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import Name, ProgrammeYear


class RankingRuleQuery(ListQuery):
    """Filters of the list of ranking weights."""

    programme_year: Many[ProgrammeYear] | None = None
    is_current: Annotated[bool | None, Field(description="True: the edition that is used now, one a year.")] = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class NewWeights(Input):
    """How much each source counts beside the others. Only their proportions matter."""

    self_assessment: Weight
    survey: Weight
    voice: Weight


class NewRankingRule(Input):
    """A new edition of the weights of a programme year."""

    programme_year: ProgrammeYear
    title: Name
    illustrative: Annotated[bool, Field(description="True: made up, because no national weights are published.")]
    weights: NewWeights
