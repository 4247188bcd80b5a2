"""From findings to agreed priorities: the ranking with every term of it, and what school and delivery team agreed."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.assessment.findings import FindingSource, Need
from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import (
    LaCode,
    Moment,
    Name,
    OdsCode,
    OrganisationRef,
    ProgrammeYear,
    Sentence,
    Slug,
    Urn,
    Version,
    VersionNumber,
)

Weight = Annotated[int, Field(ge=0, le=100)]


class RankingWeights(Output):
    """How much each source counts beside the others."""

    self_assessment: Weight
    survey: Weight
    voice: Weight


class RankingRule(Output):
    """The weights of a programme year, as numbered editions that never change."""

    id: UUID
    programme_year: ProgrammeYear
    edition: VersionNumber
    title: Name
    illustrative: Annotated[bool, Field(description="True: made up by us, because no national weights are published.")]
    weights: RankingWeights
    is_current: bool
    updated_at: Moment


class RankingRulePublished(Event):
    """Schools are ranked by other weights from now on; what was agreed stays."""

    type: ClassVar[str] = "assessment.ranking-rule.published"
    public: ClassVar[bool] = True
    data: RankingRule


class RankingTerm(Output):
    """What one source adds to the score of a domain: `need` times `weight`, over the weights of all that were there."""

    source: FindingSource
    need: Need | None
    weight: Weight
    contribution: Annotated[float, Field(ge=0, le=100, description="0 where the source says nothing on it.")]
    finding_ids: Annotated[list[UUID], Field(max_length=1000, description="The findings it rests on.")]


class RankedDomain(Output):
    """A domain, its place, and how it came to it."""

    rank: Annotated[int, Field(ge=1, le=100)]
    domain: Slug
    score: Annotated[Need | None, Field(description="The sum of its terms. Null: no source that counts says anything.")]
    terms: Annotated[list[RankingTerm], Field(max_length=3)]


class MissingSource(Output):
    """A source that was not there when the ranking was made (R26)."""

    source: FindingSource
    reason: Sentence


class Ranking(Output):
    """A school's domains, greatest need first."""

    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    rule: RankingRule
    domains: Annotated[list[RankedDomain], Field(max_length=100)]
    missing: Annotated[list[MissingSource], Field(max_length=3)]


class Priority(Output):
    """One thing that the support is to answer. `reason` says why, where its place is not that of the ranking."""

    rank: Annotated[int, Field(ge=1, le=20)]
    domain: Slug
    finding_ids: Annotated[list[UUID], Field(max_length=50)]
    reason: Sentence | None


class PriorityStatus(StrEnum):
    """Proposed, agreed by both, or replaced by another set."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    SUPERSEDED = "superseded"


class PrioritySet(Output):
    """What a school and its delivery team agree that support is for, and what was known at the time (R26)."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    number: VersionNumber
    status: PriorityStatus
    priorities: Annotated[list[Priority], Field(min_length=1, max_length=20)]
    ranked: Annotated[list[RankedDomain], Field(max_length=100, description="The ranking when it was proposed.")]
    missing: Annotated[list[MissingSource], Field(max_length=3, description="What was not there then.")]
    ranking_rule_id: UUID
    proposed_by: OrganisationRef
    school_agreed_at: Moment | None
    school_agreed_by: Annotated[OrganisationRef | None, Field(description="The school, or its board recording it.")]
    school_agreement: Annotated[Name | None, Field(description="Whose agreement the board recorded: a role.")]
    team_agreed_at: Moment | None
    team_agreed_by: OrganisationRef | None
    agreed_at: Moment | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _PriorityEvent(Event):
    data: PrioritySet


class PrioritiesProposed(_PriorityEvent):
    """The school or its board proposed what support is to answer."""

    type: ClassVar[str] = "assessment.priority-set.proposed"


class PrioritiesConfirmed(_PriorityEvent):
    """One of the two sides agreed; the other has not yet."""

    type: ClassVar[str] = "assessment.priority-set.confirmed"


class PrioritiesAgreed(_PriorityEvent):
    """School and delivery team agree."""

    type: ClassVar[str] = "assessment.priority-set.agreed"


class PrioritiesSuperseded(_PriorityEvent):
    """Another set took its place."""

    type: ClassVar[str] = "assessment.priority-set.superseded"
