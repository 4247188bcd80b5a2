"""What callers send about a project's money."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.funding import FundingStrand, ReleaseStatus
from shared.contracts.types import Day, FreeSentence, OdsCode, ProgrammeYear

# Ten billion pounds: far above the programme, far below what a bigint holds. Strict: `true` is not a penny.
Amount = Annotated[int, Field(strict=True, ge=1, le=10**12, description="Whole pence.", examples=[10_450_000])]


class AllocationQuery(ListQuery):
    """Filters of the list of allocations."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    sort: Literal["project_id", "-project_id", "updated_at", "-updated_at"] | None = None


class ReleaseQuery(ListQuery):
    """Filters of the list of releases."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    status: Many[ReleaseStatus] | None = None
    sort: Literal["id", "-id", "planned_on", "-planned_on", "updated_at", "-updated_at"] | None = None


class RecoveryQuery(ListQuery):
    """Filters of the list of recoveries."""

    project_id: Many[UUID] | None = None
    release_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class GivenProfileLine(Input):
    """What one strand gets."""

    strand: FundingStrand
    amount_pence: Amount


class AllocationGiven(Input):
    """A project's allocation as a whole."""

    amount_pence: Amount
    profile: Annotated[list[GivenProfileLine], Field(min_length=1, max_length=4)]
    basis: FreeSentence


class Reduction(Input):
    """A smaller allocation, and why."""

    amount_pence: Annotated[int, Field(strict=True, ge=0, le=10**12, description="What it is after the reduction.")]
    profile: Annotated[list[GivenProfileLine], Field(max_length=4)]
    reason: FreeSentence


class NewRelease(Input):
    """A tranche to plan."""

    amount_pence: Amount
    planned_on: Day


class Cancellation(Input):
    """Why a planned tranche is taken off."""

    reason: FreeSentence


class NewRecovery(Input):
    """What is taken back of a release, and why."""

    amount_pence: Amount
    reason: FreeSentence
