"""Instruments: the self-assessment tool as versioned data."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Label, Moment, Name, ProgrammeYear, Sentence, Slug, Text, Version


class Rating(Output):
    """One step of the scale; a greater value is a better practice."""

    value: Annotated[int, Field(ge=0, le=100)]
    label: Label


class Question(Output):
    """One statement a school rates itself against."""

    code: Slug
    domain: Slug
    text: Sentence
    guidance: Text | None
    required: bool


class Instrument(Output):
    """One published edition of the tool all schools use (R23). Never changed; a new edition follows it."""

    id: UUID
    code: Slug
    version: Annotated[Version, Field(description="The edition; rises by one with each that is published; the ETag.")]
    title: Name
    illustrative: Annotated[bool, Field(description="True: made up by us, because the real one is not published.")]
    programme_year: ProgrammeYear
    domains: Annotated[list[Slug], Field(max_length=50)]
    scale: Annotated[list[Rating], Field(min_length=2, max_length=20)]
    questions: Annotated[list[Question], Field(min_length=1, max_length=500)]
    updated_at: Moment


class InstrumentPublished(Event):
    """The national team published an instrument, or a new edition of one."""

    type: ClassVar[str] = "assessment.instrument.published"
    public: ClassVar[bool] = True
    data: Instrument
