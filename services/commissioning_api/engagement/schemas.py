"""What callers send about engagement and the embedding aims."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.commissioning.engagement import (
    AimProgress,
    EmbeddingAim,
    EngagementKind,
    EngagementStatus,
    EngagementTerm,
    GroupState,
)
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.participations import Cohort, Offer, ParticipationStatus
from shared.contracts.types import Day, FreeSentence, LaCode, OdsCode, ProgrammeYear, Urn

People = Annotated[int, Field(strict=True, ge=0, le=10_000, description="How many; never who (R37).")]
What = Annotated[FreeSentence, Field(description="What was done. Never about a person (R37).")]
LedTo = Annotated[
    FreeSentence, Field(description="What came of it; of a change, what parental views were and what changed (R34).")
]


class _OfSchools(ListQuery):
    participation_id: Many[UUID] | None = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    programme_year: Many[ProgrammeYear] | None = None


class SchoolGroupGiven(Input):
    """What is known of a school's parent carer group."""

    state: GroupState
    since: Annotated[
        Day | None, Field(description="When it was formed, or its development began; left out where there is none.")
    ] = None
    members: Annotated[People | None, Field(description="How many parent carers belong to it; never who.")] = None


class EngagementQuery(_OfSchools):
    """Filters of the list of engagement entries."""

    kind: Many[EngagementKind] | None = None
    term: Many[EngagementTerm] | None = None
    status: Many[EngagementStatus] | None = None
    sort: Literal["id", "-id", "held_on", "-held_on", "updated_at", "-updated_at"] | None = None


class NewEngagement(Input):
    """A meeting, an activity, or a change. Its term is that of its day."""

    kind: EngagementKind
    held_on: Day
    what: What
    led_to: LedTo | None = None
    parent_carers: People | None = None
    senior_leaders: People | None = None


class EngagementChange(Input):
    """What is to be put right; what is left out stays. Another kind of thing is another entry."""

    held_on: Day | None = None
    what: What | None = None
    led_to: Annotated[LedTo | None, Field(description="Null takes back what was said.")] = None
    parent_carers: Annotated[People | None, Field(description="Null where it is not known.")] = None
    senior_leaders: Annotated[People | None, Field(description="Null where it is not known.")] = None


class EngagementWithdrawal(Input):
    """Why it should not have been recorded."""

    reason: FreeSentence


class SchoolEngagementQuery(_OfSchools):
    """Filters of the list of schools."""

    cohort: Many[Cohort] | None = None
    offer: Many[Offer] | None = None
    participation_status: Many[ParticipationStatus] | None = None
    group_state: Many[GroupState] | None = None
    funded: bool | None = None
    without_engagement: Annotated[bool, Field(description="True: only the gaps (R38).")] | None = None
    sort: (
        Literal["participation_id", "-participation_id", "school_name", "-school_name", "updated_at", "-updated_at"]
        | None
    ) = None


class AimGiven(Input):
    """How far a school is with an aim."""

    progress: AimProgress
    evidence: Annotated[FreeSentence, Field(description="What shows it. Never about a person (R37).")]
    reviewed_on: Day


class AimQuery(_OfSchools):
    """Filters of the list of embedding aims."""

    aim: Many[EmbeddingAim] | None = None
    progress: Many[AimProgress] | None = None
    sort: Literal["id", "-id", "reviewed_on", "-reviewed_on", "updated_at", "-updated_at"] | None = None
