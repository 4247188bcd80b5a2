"""Strand two: parent carer engagement in each school (R32 to R34, R38), and the aims of the embedding offer."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.partnership.participations import Cohort, Offer, ParticipationStatus
from shared.contracts.types import Count, Day, LaCode, Moment, Name, OdsCode, ProgrammeYear, Sentence, Urn, Version


class GroupState(StrEnum):
    """Whether the school has a parent carer group, and whether PINS formed or developed it (R33)."""

    NONE = "none"
    FORMED = "formed"
    DEVELOPED = "developed"


class SchoolGroup(Output):
    """The parent carer group of one school."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    state: GroupState
    since: Annotated[Day | None, Field(description="When it was formed, or its development began.")]
    members: Annotated[Count | None, Field(description="How many parent carers belong to it; never who.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class SchoolGroupRecorded(Event):
    """What is known of a school's parent carer group changed."""

    type: ClassVar[str] = "commissioning.school-group.recorded"
    data: SchoolGroup


class EngagementKind(StrEnum):
    """A meeting with senior leaders, another activity, or a change that parental views led to (R34)."""

    MEETING = "meeting"
    ACTIVITY = "activity"
    CHANGE = "change"


class EngagementTerm(StrEnum):
    """The school terms of a financial year."""

    SUMMER = "summer"
    AUTUMN = "autumn"
    SPRING = "spring"


class EngagementStatus(StrEnum):
    """Recorded, or withdrawn with a reason."""

    RECORDED = "recorded"
    WITHDRAWN = "withdrawn"


class EngagementEntry(Output):
    """One thing that was done together with parent carers of a school."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    kind: EngagementKind
    term: EngagementTerm
    held_on: Day
    what: Sentence
    led_to: Annotated[Sentence | None, Field(description="What came of it; of a change, what parental views were.")]
    parent_carers: Annotated[Count | None, Field(description="How many parent carers took part.")]
    senior_leaders: Annotated[Count | None, Field(description="How many senior leaders took part.")]
    status: EngagementStatus
    withdrawn_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _EntryEvent(Event):
    data: EngagementEntry


class EngagementRecorded(_EntryEvent):
    """Something was done together with parent carers."""

    type: ClassVar[str] = "commissioning.engagement.recorded"


class EngagementChanged(_EntryEvent):
    """What was recorded was put right."""

    type: ClassVar[str] = "commissioning.engagement.changed"


class EngagementWithdrawn(_EntryEvent):
    """It was recorded by mistake."""

    type: ClassVar[str] = "commissioning.engagement.withdrawn"


class SchoolEngagement(Output):
    """Strand two of one school, flat: what there is, and what is missing (R38)."""

    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    school_name: Name
    cohort: Cohort
    offer: Offer
    participation_status: ParticipationStatus
    group_state: GroupState
    group_since: Day | None
    group_members: Annotated[Count | None, Field(description="How many parent carers belong to it; never who.")]
    funded: Annotated[bool, Field(description="Whether engagement support is bought for it (R32).")]
    meetings_summer: Annotated[Count, Field(description="The same in the summer term.")]
    meetings_autumn: Annotated[Count, Field(description="Meetings with senior leaders (R33) in the autumn term.")]
    meetings_spring: Annotated[Count, Field(description="The same in the spring term.")]
    activities: Count
    changes: Annotated[Count, Field(description="Changes that parental views led to (R34).")]
    without_engagement: Annotated[
        bool,
        Field(description="Takes part, and has no group and no meeting, activity or change so far: a gap (R38)."),
    ]
    updated_at: Moment


class EmbeddingAim(StrEnum):
    """What the lighter offer to existing schools is for (R34)."""

    CULTURE_OF_INCLUSIVITY = "culture_of_inclusivity"
    MORE_ENGAGEMENT = "more_engagement"
    PARENTAL_VIEWS_HEARD = "parental_views_heard"


class AimProgress(StrEnum):
    """How far a school is with an aim."""

    NOT_STARTED = "not_started"
    EMERGING = "emerging"
    DEVELOPING = "developing"
    EMBEDDED = "embedded"


class TrackedAim(Output):
    """One aim of one existing school, and how far it is with it."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    aim: EmbeddingAim
    progress: AimProgress
    evidence: Sentence
    reviewed_on: Day
    version: Version
    created_at: Moment
    updated_at: Moment


class AimReviewed(Event):
    """It was looked at how far a school is with an aim."""

    type: ClassVar[str] = "commissioning.embedding-aim.reviewed"
    data: TrackedAim
