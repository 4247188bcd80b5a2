"""Themes: short statements of what goes well and what does not, by domain and by who said it; never a name (R37)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import LaCode, Moment, OdsCode, ProgrammeYear, Sentence, Slug, Urn, Version


class ThemeKind(StrEnum):
    """What goes well, or what does not."""

    STRENGTH = "strength"
    CONCERN = "concern"


class ThemeSource(StrEnum):
    """Where it was heard: in a self-assessment, a parent carer survey, or an activity of children's voice."""

    SELF_ASSESSMENT = "self_assessment"
    SURVEY = "survey"
    VOICE = "voice"


class Prevalence(StrEnum):
    """How widely it is held, in words, because themes are not counted."""

    FEW = "few"
    SOME = "some"
    MANY = "many"
    MOST = "most"


class ThemeStatus(StrEnum):
    """Held, or withdrawn with a reason."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class Theme(Output):
    """One thing that was said, in one sentence."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    domain: Slug
    kind: ThemeKind
    statement: Sentence
    prevalence: Prevalence
    source: ThemeSource
    source_id: Annotated[UUID, Field(description="The self-assessment, survey or activity in which it was heard.")]
    status: ThemeStatus
    withdrawn_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _ThemeEvent(Event):
    data: Theme


class ThemeRecorded(_ThemeEvent):
    """A theme was heard."""

    type: ClassVar[str] = "assessment.theme.recorded"


class ThemeChanged(_ThemeEvent):
    """A theme was put into other words, or is held by others than was thought."""

    type: ClassVar[str] = "assessment.theme.changed"


class ThemeWithdrawn(_ThemeEvent):
    """A theme was recorded by mistake."""

    type: ClassVar[str] = "assessment.theme.withdrawn"
