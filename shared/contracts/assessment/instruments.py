"""Instruments: self-assessment tool, parent carer survey and guide to children's voice, as versioned data."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Label, Moment, Name, ProgrammeYear, Sentence, Slug, Text, Version, VersionNumber


class InstrumentKind(StrEnum):
    """What is asked with it: the school of itself, its parent carers, or its children."""

    SELF_ASSESSMENT = "self_assessment"
    PARENT_CARER_SURVEY = "parent_carer_survey"
    CHILDRENS_VOICE = "childrens_voice"


class InstrumentStatus(StrEnum):
    """Being written, in use and never changed, or used no longer for anything new."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Direction(StrEnum):
    """Which end of the scale is the good one."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"


class Rating(Output):
    """One step of the scale."""

    value: Annotated[int, Field(ge=0, le=100)]
    label: Label


class Question(Output):
    """One statement that is rated; of a guide to children's voice, one thing to talk about."""

    code: Slug
    domain: Slug
    text: Sentence
    guidance: Text | None
    required: bool
    evidence_required: Annotated[bool, Field(description="Whether a rating counts only with the evidence for it.")]


class Method(Output):
    """One way of hearing children, such as drawing or a walk around the school."""

    code: Slug
    label: Label


class Instrument(Output):
    """One edition of a tool. All schools of a programme year use the published one of its kind (R23)."""

    id: UUID
    code: Slug
    edition: Annotated[VersionNumber, Field(description="Rises by one with each edition of this code.")]
    kind: InstrumentKind
    status: InstrumentStatus
    title: Name
    illustrative: Annotated[bool, Field(description="True: made up by us, because the real one is not published.")]
    programme_year: ProgrammeYear
    domains: Annotated[list[Slug], Field(max_length=50)]
    scale: Annotated[list[Rating], Field(max_length=20, description="Rising. Empty for children's voice.")]
    direction: Annotated[Direction, Field(description="Which end of the scale is the good one.")]
    questions: Annotated[list[Question], Field(min_length=1, max_length=500)]
    methods: Annotated[list[Method], Field(max_length=30, description="Ways of hearing children; else empty.")]
    published_at: Moment | None
    retired_at: Moment | None
    retired_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _InstrumentEvent(Event):
    data: Instrument


class InstrumentDrafted(_InstrumentEvent):
    """The national team began a new edition."""

    type: ClassVar[str] = "assessment.instrument.drafted"


class InstrumentDraftChanged(_InstrumentEvent):
    """A draft says something else now."""

    type: ClassVar[str] = "assessment.instrument.draft-changed"


class InstrumentDraftDeleted(_InstrumentEvent):
    """A draft was given up."""

    type: ClassVar[str] = "assessment.instrument.draft-deleted"


class InstrumentPublished(_InstrumentEvent):
    """An edition is the one that schools of its programme year use from now on."""

    type: ClassVar[str] = "assessment.instrument.published"
    public: ClassVar[bool] = True


class InstrumentRetired(_InstrumentEvent):
    """Nothing new begins with this edition; what was begun with it goes on."""

    type: ClassVar[str] = "assessment.instrument.retired"
    public: ClassVar[bool] = True
