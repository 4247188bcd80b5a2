"""What callers send about delivery plans."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.delivery_plans import Approach, Level, PlanStatus
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.types import FreeSentence, FreeText, OdsCode, ProgrammeYear, Slug, VersionNumber

Amount = Annotated[int, Field(ge=0, le=10**12, description="Whole pence.", examples=[10_450_000])]


class DeliveryPlanQuery(ListQuery):
    """Filters of the list of delivery plans."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    version_number: Many[VersionNumber] | None = None
    status: Many[PlanStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class GivenSupport(Input):
    """Support that may be commissioned."""

    kind: Slug
    domains: Annotated[list[Slug], Field(min_length=1, max_length=50)]
    reach: FreeSentence


class GivenCommissioning(Input):
    """How one thing is commissioned, and why so."""

    what: FreeSentence
    approach: Approach
    reason: FreeSentence


class GivenFunding(Input):
    """How much goes to one purpose of one strand."""

    strand: FundingStrand
    description: FreeSentence
    amount_pence: Amount


class GivenRisk(Input):
    """What may go wrong, and what is done about it."""

    risk: FreeSentence
    likelihood: Level
    impact: Level
    mitigation: FreeSentence


class PlanSections(Input):
    """Sections of a plan; what is left out stays as it is, or empty in a new plan."""

    support: Annotated[list[GivenSupport], Field(max_length=100)] | None = None
    commissioning: Annotated[list[GivenCommissioning], Field(max_length=100)] | None = None
    funding: Annotated[list[GivenFunding], Field(max_length=100)] | None = None
    partner_arrangements: FreeText | None = None
    selection_process: FreeText | None = None
    engagement: FreeText | None = None
    risks: Annotated[list[GivenRisk], Field(max_length=100)] | None = None
