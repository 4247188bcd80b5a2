"""The limits of a plan, so that a row of the programme can be spoken of."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.contracts.commissioning.menus import Strand
from shared.contracts.partnership.funding import FundingStrand


class Kind(StrEnum):
    """What a limit is on."""

    BUDGET = "budget"
    CAPACITY = "capacity"
    LEAST_HOURS = "least_hours"
    MOST_HOURS = "most_hours"
    BOTH_STRANDS = "both_strands"
    FIRST_PRIORITY = "first_priority"
    FAIRNESS = "fairness"


@dataclass(frozen=True)
class Limit:
    """One limit: on a budget line, on an offer, or on a school (by its place), there perhaps on one strand."""

    kind: Kind
    budget: FundingStrand | None = None
    strand: Strand | None = None
    offer_id: UUID | None = None
    school: int | None = None
