"""Parent carer surveys: counts for one school and term, never an individual (R37)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Count, LaCode, Moment, OdsCode, ProgrammeYear, Slug, Urn, Version

Hidden = Annotated[Count | None, Field(description="Null: hidden, because it or what it would give away is small.")]


class Term(StrEnum):
    """The school terms of a financial year, in their order."""

    SUMMER = "summer"
    AUTUMN = "autumn"
    SPRING = "spring"


class ValueCount(Output):
    """How many gave one value of the scale."""

    value: Annotated[int, Field(ge=0, le=100)]
    count: Hidden


class QuestionCounts(Output):
    """How one question was answered. All respondents are in exactly one of the counts, or gave no answer.

    `favourable` are those above the middle of the scale, on its good side; `others` are all other respondents, those
    who gave no answer among them.
    """

    question: Slug
    domain: Slug
    counts: Annotated[list[ValueCount], Field(max_length=20)]
    not_applicable: Hidden
    unanswered: Hidden
    favourable: Hidden
    others: Hidden


class Survey(Output):
    """What the parent carers of one school answered in one term.

    The school and its parent carer group see every count; everybody else sees small ones hidden, and with them as many
    more as it takes that none can be worked out from the rest.
    """

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    term: Term
    instrument_id: UUID
    respondents: Hidden
    respondents_send: Annotated[
        Count | None, Field(description="Of them, parent carers of children with SEND. Null: hidden, or not asked.")
    ]
    questions: Annotated[
        list[QuestionCounts], Field(max_length=500, description="Those that were asked, in the instrument's order.")
    ]
    suppression_threshold: Annotated[
        int, Field(ge=1, le=100, description="Counts from 1 to one less than this are small.")
    ]
    suppressed: Annotated[bool, Field(description="Whether anything is hidden from you here.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class _SurveyEvent(Event):
    data: Survey


class SurveyRecorded(_SurveyEvent):
    """The counts of a school's survey are there. They are announced with the small ones hidden."""

    type: ClassVar[str] = "assessment.survey.recorded"


class SurveyChanged(_SurveyEvent):
    """The counts were put right."""

    type: ClassVar[str] = "assessment.survey.changed"


class SurveyWithdrawn(_SurveyEvent):
    """The counts were taken back whole, and are kept no longer."""

    type: ClassVar[str] = "assessment.survey.withdrawn"
