"""Support proposals: the best plan for all schools of a project at once, found and proven by HiGHS. People decide."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.commissioning.menus import Strand
from shared.contracts.event import Event
from shared.contracts.types import Count, Day, Moment, Name, OdsCode, Pence, ProgrammeYear, Sentence, Slug, Urn, Version

Coverage = Annotated[float, Field(ge=0, le=10**9)]


class ProposalStatus(StrEnum):
    """Waiting, being worked on, found, impossible, stopped by somebody, or failed."""

    QUEUED = "queued"
    RUNNING = "running"
    FOUND = "found"
    INFEASIBLE = "infeasible"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ProposalTerms(Output):
    """What a plan has to keep to."""

    tailored_budget_pence: Pence
    engagement_budget_pence: Pence
    embedding_budget_pence: Annotated[Pence, Field(description="For all lines of schools with that offer (R6).")]
    least_hours: Annotated[float, Field(ge=0, le=200, description="Of each school.")]
    most_hours: Annotated[float, Field(gt=0, le=200, description="Of each school.")]
    fairness_floor: Annotated[
        float, Field(ge=0, le=1, description="The least share of its own need that each school must have covered.")
    ]
    time_limit_seconds: Annotated[int, Field(ge=1, le=600)]
    on: Annotated[Day, Field(description="The day from which on it counts what can still be given.")]


class ProposedLine(Output):
    """An item, from an offer, for a school. `accepted_as` is the package line that was made of it."""

    number: Annotated[int, Field(ge=1, le=100_000)]
    participation_id: UUID
    urn: Urn
    school_name: Name
    menu_item_code: Slug
    menu_item_title: Name
    strand: Strand
    domain: Slug
    local_offer_id: UUID
    provider_name: Name
    hours: Annotated[float, Field(gt=0, le=200)]
    cost_pence: Pence
    finding_ids: Annotated[list[UUID], Field(max_length=50)]
    accepted_as: UUID | None


class SchoolPlan(Output):
    """What a plan does for one school, and why."""

    participation_id: UUID
    urn: Urn
    school_name: Name
    need: Annotated[Coverage, Field(description="All the need of the school, which coverage is measured against.")]
    covered: Annotated[
        Coverage, Field(description="How much of it the plan covers, what the package has already included.")
    ]
    share_covered: Annotated[float, Field(ge=0, le=1)]
    hours: Annotated[float, Field(ge=0, le=200, description="Of the lines that the plan adds.")]
    cost_pence: Pence
    why: Annotated[list[Sentence], Field(max_length=20)]


class Binding(Output):
    """A limit that keeps the plan from being better, and what loosening it would buy."""

    limit: Sentence
    used: Annotated[float, Field(ge=0, le=10**12)]
    of: Annotated[float, Field(ge=0, le=10**12)]
    loosened_by: Sentence
    would_buy: Annotated[Coverage, Field(description="Coverage that the loosening would add, if units could be split.")]


class SupportProposalSummary(Output):
    """One run for one project: its terms and how far it is."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    status: ProposalStatus
    terms: ProposalTerms
    schools: Annotated[Count, Field(description="How many schools take part in it.")]
    objective: Annotated[Coverage | None, Field(description="Need-weighted coverage of the best plan so far.")]
    bound: Annotated[Coverage | None, Field(description="No plan within these terms can have more than this.")]
    gap: (
        Annotated[float, Field(ge=0, le=10**6, description="How far the best plan may be from the best there is.")]
        | None
    )
    seconds: Annotated[float, Field(ge=0, le=10**6, description="How long it has been looked for.")]
    failure: Annotated[Sentence | None, Field(description="Why no plan was found; null unless it failed.")]
    started_at: Moment | None
    ended_at: Moment | None
    version: Version
    created_at: Moment
    updated_at: Moment


class SupportProposal(SupportProposalSummary):
    """One run for one project, with the best plan so far: there once the run has ended, however it ended."""

    lines: Annotated[list[ProposedLine], Field(max_length=20_000)]
    plans: Annotated[list[SchoolPlan], Field(max_length=500)]
    binding: Annotated[list[Binding], Field(max_length=50, description="What to loosen first comes first.")]
    conflicts: Annotated[
        list[Sentence], Field(max_length=50, description="Of an impossible one: what contradicts what.")
    ]


class _ProposalEvent(Event):
    """Of a whole plan the feed carries only how it went: its lines are read where they are, and may be thousands."""

    data: SupportProposalSummary


class ProposalRequested(_ProposalEvent):
    """A board asked for a plan."""

    type: ClassVar[str] = "commissioning.support-proposal.requested"


class ProposalEnded(_ProposalEvent):
    """A run ended: found, impossible, cancelled or failed."""

    type: ClassVar[str] = "commissioning.support-proposal.ended"


class ProposalLineAccepted(_ProposalEvent):
    """A line of a proposal was turned into a line of a school's package."""

    type: ClassVar[str] = "commissioning.support-proposal.line-accepted"
