"""Governance of a project: the group that oversees it, its meetings, and the decisions taken (R8, R9, R10)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Day, LaCode, Moment, Name, OdsCode, OrganisationRef, Sentence, Slug, Text, Version

Organisations = Annotated[list[OrganisationRef], Field(max_length=100)]


class Represents(StrEnum):
    """For whom a member of the group speaks."""

    ICB = "icb"
    LOCAL_AUTHORITY = "local_authority"
    PARENT_CARER_GROUP = "parent_carer_group"
    OTHER = "other"


class GroupMember(Output):
    """An organisation in the governance group."""

    organisation: OrganisationRef
    represents: Represents
    role: Annotated[
        Name, Field(description="A role, not a person's name.", examples=["Director of children's services"])
    ]


class GovernanceGroup(Output):
    """The group that oversees a project: a new one, or an existing multi-agency SEND group (R9, R10)."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    name: Name
    uses_existing_group: bool
    existing_group_name: Annotated[Name | None, Field(description="Which existing group is used, when one is.")]
    remit: Text
    meets: Annotated[Name, Field(description="How often it meets.", examples=["Every half term"])]
    members: Annotated[list[GroupMember], Field(max_length=100)]
    version: Version
    created_at: Moment
    updated_at: Moment


class AbsenceCode(StrEnum):
    """Who of those that R9 requires is absent."""

    BOARD_ABSENT = "board_absent"
    AUTHORITY_ABSENT = "authority_absent"
    PARENT_CARERS_ABSENT = "parent_carers_absent"


class Absence(Output):
    """One that should be in the group, or at the meeting, and is not."""

    code: AbsenceCode
    organisation: Annotated[OrganisationRef | None, Field(description="Who is absent, where it is one organisation.")]
    sentence: Sentence


Absences = Annotated[list[Absence], Field(max_length=200)]


class GovernanceGaps(Output):
    """Whether a project's governance has everybody it needs (R9), and whom it lacks."""

    complete: bool
    gaps: Absences


class MeetingMode(StrEnum):
    """How a meeting was held."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Meeting(Output):
    """A meeting of a project's governance group, flagged when somebody was absent who should be there."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    held_on: Day
    mode: MeetingMode
    attended: Organisations
    authorities: Annotated[
        list[LaCode], Field(max_length=200, description="Those with a school in the project when it was recorded.")
    ]
    minutes_reference: Annotated[
        Sentence | None, Field(description="Where the minutes are: an address or a reference.")
    ]
    notes: Text | None
    flagged: bool
    flags: Absences
    version: Version
    created_at: Moment
    updated_at: Moment


class DecisionStatus(StrEnum):
    """Whether a decision stands. One that is withdrawn stays to be read."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class Decision(Output):
    """A key decision of a project, with who took part in it (R8)."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    meeting_id: Annotated[UUID | None, Field(description="Null when it was taken in writing, outside a meeting.")]
    decided_on: Day
    kind: Annotated[Slug, Field(examples=["plan", "selection", "commissioning", "funding", "other"])]
    title: Name
    decided: Annotated[Text, Field(description="What was decided.")]
    rationale: Text
    took_part: Organisations
    against: Organisations
    status: DecisionStatus
    withdrawn_on: Day | None
    withdrawal_reason: Text | None
    superseded_by: Annotated[UUID | None, Field(description="The decision that stands instead, if there is one.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class _GovernanceGroupEvent(Event):
    data: GovernanceGroup

    @property
    def subject(self) -> str:
        return str(self.data.project_id)


class GovernanceGroupFormed(_GovernanceGroupEvent):
    """A project has a governance group."""

    type: ClassVar[str] = "partnership.governance-group.formed"


class GovernanceGroupChanged(_GovernanceGroupEvent):
    """The group, its remit or its members changed."""

    type: ClassVar[str] = "partnership.governance-group.changed"


class _MeetingEvent(Event):
    data: Meeting


class MeetingRecorded(_MeetingEvent):
    """A meeting was held."""

    type: ClassVar[str] = "partnership.meeting.recorded"


class MeetingCorrected(_MeetingEvent):
    """What was recorded of a meeting was put right."""

    type: ClassVar[str] = "partnership.meeting.corrected"


class _DecisionEvent(Event):
    data: Decision


class DecisionRecorded(_DecisionEvent):
    """A key decision was taken."""

    type: ClassVar[str] = "partnership.decision.recorded"


class DecisionCorrected(_DecisionEvent):
    """The day of a decision moved with that of its meeting."""

    type: ClassVar[str] = "partnership.decision.corrected"


class DecisionWithdrawn(_DecisionEvent):
    """A decision stands no longer."""

    type: ClassVar[str] = "partnership.decision.withdrawn"
