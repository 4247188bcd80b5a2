"""Children's voice: what was done to hear a school's children, and how many took part; never who (R37)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import (
    Count,
    Day,
    LaCode,
    Moment,
    OdsCode,
    ProgrammeYear,
    Sentence,
    Slug,
    Urn,
    Version,
)


class YearGroup(StrEnum):
    """The year groups of a primary school."""

    NURSERY = "nursery"
    RECEPTION = "reception"
    YEAR_1 = "year_1"
    YEAR_2 = "year_2"
    YEAR_3 = "year_3"
    YEAR_4 = "year_4"
    YEAR_5 = "year_5"
    YEAR_6 = "year_6"


class VoiceStatus(StrEnum):
    """Recorded, or withdrawn with a reason."""

    RECORDED = "recorded"
    WITHDRAWN = "withdrawn"


class VoiceActivity(Output):
    """One activity in which children of a school were heard. What they said stands in its themes."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    instrument_id: UUID
    held_on: Day
    method: Annotated[Slug, Field(description="One of the instrument's methods.")]
    participants: Annotated[
        Count | None, Field(description="Children who took part. Null: hidden, because they were few.")
    ]
    year_groups: Annotated[list[YearGroup], Field(min_length=1, max_length=8)]
    status: VoiceStatus
    withdrawn_reason: Sentence | None
    suppressed: Annotated[bool, Field(description="Whether anything is hidden from you here.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class _VoiceEvent(Event):
    data: VoiceActivity


class VoiceActivityRecorded(_VoiceEvent):
    """Children of a school were heard."""

    type: ClassVar[str] = "assessment.voice-activity.recorded"


class VoiceActivityChanged(_VoiceEvent):
    """What was recorded was put right."""

    type: ClassVar[str] = "assessment.voice-activity.changed"


class VoiceActivityWithdrawn(_VoiceEvent):
    """It was recorded by mistake."""

    type: ClassVar[str] = "assessment.voice-activity.withdrawn"
