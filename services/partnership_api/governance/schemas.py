"""What callers send about governance."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.governance import DecisionStatus, MeetingMode, Represents
from shared.contracts.types import Day, FreeSentence, FreeText, Name, OdsCode, OrganisationRef, Slug


def _each_once(organisations: list[str]) -> list[str]:
    return list(dict.fromkeys(organisations))


Several = Annotated[list[OrganisationRef], Field(max_length=100), AfterValidator(_each_once)]
AtLeastOne = Annotated[list[OrganisationRef], Field(min_length=1, max_length=100), AfterValidator(_each_once)]


class GroupMemberGiven(Input):
    """An organisation in the governance group."""

    organisation: OrganisationRef
    represents: Represents
    role: Annotated[Name, Field(description="A role, not a person's name.")]


class GroupGiven(Input):
    """The governance group of a project, whole."""

    name: Name
    uses_existing_group: Annotated[bool, Field(description="An existing multi-agency SEND group is recommended (R10).")]
    existing_group_name: Annotated[
        Name | None, Field(description="Which group that is: needed when one is used, and only then.")
    ] = None
    remit: FreeText
    meets: Annotated[Name, Field(description="How often it meets.", examples=["Every half term"])]
    members: Annotated[list[GroupMemberGiven], Field(max_length=100)]


class GroupQuery(ListQuery):
    """Filters of the list of governance groups."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    uses_existing_group: bool | None = None
    sort: Literal["project_id", "-project_id", "updated_at", "-updated_at"] | None = None


class NewMeeting(Input):
    """A meeting that was held."""

    held_on: Day
    mode: MeetingMode
    attended: AtLeastOne
    minutes_reference: FreeSentence | None = None
    notes: FreeText | None = None


class MeetingChange(Input):
    """What is to be put right of a meeting; what is left out stays."""

    held_on: Day | None = None
    mode: MeetingMode | None = None
    attended: AtLeastOne | None = None
    minutes_reference: FreeSentence | None = None
    notes: FreeText | None = None


class MeetingQuery(ListQuery):
    """Filters of the list of meetings."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    held_on: Many[Day] | None = None
    flagged: bool | None = None
    attended: Annotated[Many[OrganisationRef] | None, Field(description="At least one of these was there.")] = None
    sort: Literal["id", "-id", "held_on", "-held_on", "updated_at", "-updated_at"] | None = None


class NewDecision(Input):
    """A key decision taken at a meeting."""

    kind: Annotated[Slug, Field(examples=["plan", "selection", "commissioning", "funding", "other"])]
    title: Name
    decided: Annotated[FreeText, Field(description="What was decided.")]
    rationale: FreeText
    took_part: Annotated[AtLeastOne, Field(description="Of a meeting's decision: who was at the meeting.")]
    against: Annotated[
        Several, Field(description="Those who took part and were against it."), Field(default_factory=list)
    ]


class NewWrittenDecision(NewDecision):
    """A key decision taken in writing, outside a meeting."""

    decided_on: Day


class Withdrawal(Input):
    """Why a decision stands no longer, and which stands instead."""

    reason: FreeText
    superseded_by: Annotated[UUID | None, Field(description="A standing decision of the same project.")] = None


class DecisionQuery(ListQuery):
    """Filters of the list of decisions."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    meeting_id: Many[UUID] | None = None
    kind: Many[Slug] | None = None
    status: Many[DecisionStatus] | None = None
    decided_on: Many[Day] | None = None
    took_part: Annotated[Many[OrganisationRef] | None, Field(description="At least one of these took part.")] = None
    sort: Literal["id", "-id", "decided_on", "-decided_on", "updated_at", "-updated_at"] | None = None
