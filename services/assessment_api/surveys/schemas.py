"""What callers send about surveys, and what an import answers."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.assessment_api.schemas import SchoolRowsQuery
from shared.contracts.assessment.surveys import Survey, Term
from shared.contracts.base import Input, Output
from shared.contracts.page import Many
from shared.contracts.problem import FieldError
from shared.contracts.types import Count, Slug

GREATEST_LISTED = 100
GREATEST_DROPPED = 500


class SurveyQuery(SchoolRowsQuery):
    """Filters of the list of surveys."""

    term: Many[Term] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class GivenCount(Input):
    """How many gave one value of the scale."""

    value: Annotated[int, Field(ge=0, le=100, description="A value of the instrument's scale.", examples=[4])]
    count: Annotated[Count, Field(examples=[17])]


class GivenQuestion(Input):
    """How one question was answered. A value that is not named was given by nobody; the rest gave no answer."""

    question: Annotated[Slug, Field(description="Its code in the instrument.", examples=["leadership-1"])]
    counts: Annotated[list[GivenCount], Field(max_length=20, description="Each value once, in any order.")]
    not_applicable: Annotated[
        Count, Field(description="Who said that it does not apply, or that they do not know.")
    ] = 0


class SurveyGiven(Input):
    """The counts of one school's survey in one term, whole. Questions that are not named were not asked."""

    respondents: Annotated[
        Count, Field(description="All who took part: the answers to no question add up to more.", examples=[40])
    ]
    respondents_send: Annotated[
        Count | None, Field(description="Of them, parent carers of children with SEND. Null: not asked.", examples=[12])
    ] = None
    questions: Annotated[list[GivenQuestion], Field(min_length=1, max_length=500, description="Each question once.")]


_VERSION = Field(
    ge=0, le=2**31 - 1, description="The version that was read; 0: there is none. Left out: whatever is there."
)


class SurveyRow(SurveyGiven):
    """The counts of one school's survey in one term, whole, and whose they are."""

    participation_id: UUID
    term: Term
    version: Annotated[int | None, _VERSION] = None


class SurveyLine(Input):
    """One count of a survey. The lines of one school and term make up its survey."""

    participation_id: UUID
    term: Term
    respondents: Annotated[Count, Field(description="All who took part, the same in each line of a survey.")]
    respondents_send: Annotated[
        Count | None, Field(description="Of them, parent carers of children with SEND. Empty: not asked.")
    ] = None
    question: Annotated[Slug, Field(description="Its code in the instrument.")]
    value: Annotated[
        int | None, Field(ge=0, le=100, description="A value of the scale; n/a for who said that it does not apply.")
    ]
    count: Annotated[Count, Field(description="How many answered so.")]
    version: Annotated[int | None, _VERSION] = None


class DroppedColumn(Output):
    """A column of the file that was passed over: nothing below its name was read."""

    number: Annotated[int, Field(ge=1, le=10**6, description="Its place, from 1.")]
    header: Annotated[str, Field(max_length=80, description="Its name, cut short.")]


class SurveyImport(Output):
    """What a file of responses came to. Its rows were counted, and are not kept."""

    dry_run: Annotated[bool, Field(description="Whether this is what would happen, and nothing was changed.")]
    rows: Annotated[Count, Field(description="Rows of the file below its column names.")]
    respondents: Annotated[Count, Field(description="Rows with an answer.")]
    respondents_send: Annotated[
        Count | None, Field(description="Of them, those with yes under `send`. Null: there is no such column.")
    ]
    dropped_columns: Annotated[
        list[DroppedColumn], Field(max_length=GREATEST_DROPPED, description="The first of them, by their place.")
    ]
    dropped: Annotated[Count, Field(description="How many columns were passed over.")]
    not_found: Annotated[list[Slug], Field(max_length=500, description="Questions that the file has no column for.")]
    rejected: Annotated[Count, Field(description="Rows that cannot be used. While there are any, nothing is changed.")]
    errors: Annotated[
        list[FieldError], Field(max_length=GREATEST_LISTED, description="What is wrong in them: the first faults.")
    ]
    survey: Annotated[Survey | None, Field(description="The survey as it now is. Null: nothing was changed.")]
