"""Choosing schools together: candidates, the evidence for them, and who was consulted (R19, R20)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import (
    Count,
    Day,
    Label,
    LaCode,
    Moment,
    Name,
    OdsCode,
    OrganisationRef,
    ProgrammeYear,
    Sentence,
    Slug,
    Text,
    Urn,
    Version,
)  # fmt: skip


class Response(StrEnum):
    """What a partner that was consulted said."""

    AWAITED = "awaited"
    SUPPORTS = "supports"
    OBJECTS = "objects"
    NO_VIEW = "no_view"
    NO_ANSWER = "no_answer"


class Consultation(Output):
    """A partner that was asked about schools, and what it said (R19). Without URNs it is about the whole selection."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    organisation: OrganisationRef
    organisation_name: Name
    urns: Annotated[list[Urn], Field(max_length=500)]
    asked_on: Day
    response: Response
    said: Sentence | None
    answered_on: Day | None
    answered_by: Annotated[OrganisationRef | None, Field(description="Who recorded the answer.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class _ConsultationEvent(Event):
    data: Consultation

    @property
    def organisations(self) -> list[str]:
        return [self.data.organisation]


class ConsultationStarted(_ConsultationEvent):
    """A partner was asked about schools."""

    type: ClassVar[str] = "partnership.consultation.started"


class ConsultationAnswered(_ConsultationEvent):
    """What the partner said was recorded."""

    type: ClassVar[str] = "partnership.consultation.answered"


class Source(StrEnum):
    """How a school came to be a candidate."""

    EXPRESSION_OF_INTEREST = "expression_of_interest"
    NOMINATION = "nomination"


class CandidateStatus(StrEnum):
    """Under consideration, taken in, kept in reserve, not chosen, or no longer interested."""

    CANDIDATE = "candidate"
    SELECTED = "selected"
    RESERVE = "reserve"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Candidate(Output):
    """A school that may be chosen for a project."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    urn: Urn
    la_code: LaCode
    school_name: Name
    source: Source
    put_forward_by: OrganisationRef
    statement: Text
    status: CandidateStatus
    rationale: Annotated[Text | None, Field(description="Why it was decided so (R20).")]
    decided_at: Moment | None
    participation_id: UUID | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _CandidateEvent(Event):
    data: Candidate


class CandidatePutForward(_CandidateEvent):
    """A school expressed its interest, or was nominated."""

    type: ClassVar[str] = "partnership.candidate.put-forward"


class CandidateDecided(_CandidateEvent):
    """The board decided on a candidate."""

    type: ClassVar[str] = "partnership.candidate.decided"


class CandidateWithdrawn(_CandidateEvent):
    """A school is no longer a candidate."""

    type: ClassVar[str] = "partnership.candidate.withdrawn"


class EvidenceItem(Output):
    """One piece of local data or intelligence about a candidate (R20)."""

    id: UUID
    candidate_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    indicator: Slug
    value: Label
    unit: Label | None
    source: Sentence
    measured_on: Day
    concurrent_programme: Annotated[bool, Field(description="Whether it is another programme in the school.")]
    version: Version
    updated_at: Moment


class EvidenceAdded(Event):
    """Evidence about a candidate was recorded."""

    type: ClassVar[str] = "partnership.evidence.added"
    data: EvidenceItem


class CandidatesOfLa(Output):
    """The candidates of one authority, by status."""

    la_code: LaCode
    candidate: Count
    selected: Count
    reserve: Count
    declined: Count
    withdrawn: Count


class SelectionProgress(Output):
    """How far a project's selection has come: compared with its target, and never refused (R3)."""

    project_id: UUID
    target_schools: Count | None
    new_selected: Count
    new_confirmed: Count
    existing_selected: Count
    existing_confirmed: Count
    withdrawn: Count
    difference: Annotated[int | None, Field(ge=-(10**7), le=10**7, description="New schools less the target.")]
    sentence: Sentence
    candidates: Annotated[list[CandidatesOfLa], Field(max_length=200)]
