"""Funding: what a project may spend, as partnership_api shows and announces it (R17, R18). All in whole pence."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Day, Moment, OdsCode, Pence, ProgrammeYear, Sentence, Version


class FundingStrand(StrEnum):
    """What money is for: the two strands of every school (R22), the embedding offer (R6), and holding it together."""

    TAILORED_SUPPORT = "tailored_support"
    PARENT_CARER_ENGAGEMENT = "parent_carer_engagement"
    EMBEDDING = "embedding"
    COORDINATION = "coordination"


class ProfileLine(Output):
    """How much of an allocation is for one strand."""

    strand: FundingStrand
    amount_pence: Pence


class Allocation(Output):
    """What the national team allots to a project. It is routed through the board and spent on PINS alone."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    amount_pence: Pence
    profile: Annotated[list[ProfileLine], Field(max_length=10, description="Adds up to the amount.")]
    basis: Annotated[Sentence, Field(description="How the amount was arrived at.")]
    below_minimum: Annotated[bool, Field(description="Whether it is less than the year's least for a board.")]
    released_pence: Annotated[Pence, Field(description="Released so far, less what was recovered.")]
    reduced_reason: Annotated[Sentence | None, Field(description="Why it was last reduced, if it was.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class ReleaseStatus(StrEnum):
    """Planned, paid out, or taken off the plan."""

    PLANNED = "planned"
    RELEASED = "released"
    CANCELLED = "cancelled"


class Release(Output):
    """One tranche of an allocation."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    number: Annotated[int, Field(ge=1, le=100)]
    amount_pence: Pence
    planned_on: Day
    status: ReleaseStatus
    released_at: Moment | None
    cancellation_reason: Sentence | None
    recovered_pence: Annotated[Pence, Field(description="Of what was released, given back since.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class Recovery(Output):
    """Money of a release that the national team took back."""

    id: UUID
    release_id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    amount_pence: Pence
    reason: Sentence
    recovered_at: Moment
    version: Version
    updated_at: Moment


class ProjectFunding(Output):
    """A project's money at a glance, and whether more may be released."""

    project_id: UUID
    allocated_pence: Pence | None
    planned_pence: Annotated[Pence, Field(description="In tranches that are not released yet.")]
    released_pence: Pence
    recovered_pence: Pence
    available_pence: Annotated[Pence, Field(description="Allocated, and neither planned nor released.")]
    may_release: bool
    why_not: Annotated[list[Sentence], Field(max_length=10, description="What stands in the way (R17).")]


class AllocationSet(Event):
    """The national team set a project's allocation, or set it anew."""

    type: ClassVar[str] = "partnership.allocation.set"
    data: Allocation


class AllocationReduced(Event):
    """An allocation was reduced, with a reason."""

    type: ClassVar[str] = "partnership.allocation.reduced"
    data: Allocation


class ReleasePlanned(Event):
    """A tranche was planned."""

    type: ClassVar[str] = "partnership.release.planned"
    data: Release


class ReleaseMade(Event):
    """A tranche was released to the board."""

    type: ClassVar[str] = "partnership.release.released"
    data: Release


class ReleaseCancelled(Event):
    """A planned tranche was taken off the plan."""

    type: ClassVar[str] = "partnership.release.cancelled"
    data: Release


class ReleaseRecovered(Event):
    """Part of a release was taken back; the recovery itself is announced beside it."""

    type: ClassVar[str] = "partnership.release.recovered"
    data: Release


class RecoveryMade(Event):
    """Money was taken back."""

    type: ClassVar[str] = "partnership.recovery.made"
    data: Recovery
