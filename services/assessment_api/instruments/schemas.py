"""What callers send about instruments."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.assessment.instruments import Direction, InstrumentKind, InstrumentStatus
from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import FreeSentence, Label, Name, ProgrammeYear, Sentence, Slug, Text


class InstrumentQuery(ListQuery):
    """Filters of the list of instruments."""

    code: Many[Slug] | None = None
    kind: Many[InstrumentKind] | None = None
    status: Annotated[
        Many[InstrumentStatus] | None, Field(description="`published`: those in use now, one of a kind for each year.")
    ] = None
    programme_year: Many[ProgrammeYear] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class NewRating(Input):
    """One step of the scale."""

    value: Annotated[int, Field(ge=0, le=100)]
    label: Label


class NewQuestion(Input):
    """One statement that is rated; of a guide to children's voice, one thing to talk about."""

    code: Slug
    domain: Slug
    text: Sentence
    guidance: Text | None = None
    required: bool = True
    evidence_required: Annotated[bool, Field(description="Whether a rating counts only with the evidence for it.")] = (
        False
    )


class NewMethod(Input):
    """One way of hearing children."""

    code: Slug
    label: Label


class NewInstrument(Input):
    """What an edition says. While it is a draft it may have faults; they are named when it is to be published."""

    code: Slug
    kind: InstrumentKind
    title: Name
    illustrative: Annotated[bool, Field(description="True: made up, because the real one is not published.")]
    programme_year: ProgrammeYear
    domains: Annotated[list[Slug], Field(min_length=1, max_length=50)]
    scale: Annotated[
        list[NewRating], Field(default_factory=list, max_length=20, description="Rising. Empty for children's voice.")
    ]
    direction: Annotated[Direction, Field(description="Which end of the scale is the good one.")] = (
        Direction.HIGHER_IS_BETTER
    )
    questions: Annotated[list[NewQuestion], Field(min_length=1, max_length=500)]
    methods: Annotated[
        list[NewMethod],
        Field(default_factory=list, max_length=30, description="Ways of hearing children; for other kinds empty."),
    ]


class Retirement(Input):
    """Why nothing new is begun with an edition any more."""

    reason: FreeSentence
