"""What callers send about candidates."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.participations import Cohort, Offer
from shared.contracts.partnership.selection import CandidateStatus, Source
from shared.contracts.types import Day, FreeLabel, FreeSentence, FreeText, LaCode, OdsCode, Slug, Urn


class CandidateQuery(ListQuery):
    """Filters of the list of candidates."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    status: Many[CandidateStatus] | None = None
    source: Many[Source] | None = None
    sort: Literal["id", "-id", "school_name", "-school_name", "updated_at", "-updated_at"] | None = None


class EvidenceQuery(ListQuery):
    """Filters of the list of evidence."""

    candidate_id: Many[UUID] | None = None
    project_id: Many[UUID] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    indicator: Many[Slug] | None = None
    concurrent_programme: bool | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class NewCandidate(Input):
    """A school to consider."""

    urn: Urn
    statement: Annotated[FreeText, Field(description="Why this school, in the words of whoever puts it forward.")]


class NewEvidence(Input):
    """One piece of local data or intelligence."""

    indicator: Annotated[Slug, Field(examples=["persistent-absence"])]
    value: Annotated[FreeLabel, Field(examples=["18.4"])]
    unit: Annotated[FreeLabel | None, Field(examples=["% of pupils"])] = None
    source: Annotated[FreeSentence, Field(examples=["School census, autumn 2024"])]
    measured_on: Day
    concurrent_programme: Annotated[bool, Field(description="Another programme there, such as an MHST.")] = False


class CandidateWithdrawal(Input):
    """Why a school takes part no longer, and who takes its place."""

    reason: FreeText
    replaced_by: Annotated[
        UUID | None,
        Field(description="A candidate in the project's reserve: it is selected, for the same cohort and offer."),
    ] = None
    override_reason: Annotated[FreeText | None, Field(description="With a doubtful replacement (R4).")] = None


class CandidateDecision(Input):
    """The board's decision on a candidate."""

    decision: Literal[CandidateStatus.SELECTED, CandidateStatus.RESERVE, CandidateStatus.DECLINED]
    rationale: FreeText
    cohort: Annotated[Cohort | None, Field(description="With a selection.")] = None
    offer: Annotated[Offer | None, Field(description="With a selection.")] = None
    override_reason: Annotated[FreeText | None, Field(description="With a doubtful school (R4).")] = None
    replaces: Annotated[UUID | None, Field(description="The withdrawn participation whose place it takes.")] = None
