"""Participations: a school in a project, as partnership_api shows and announces them."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import LaCode, Moment, Name, OdsCode, OrganisationRef, ProgrammeYear, Text, Urn, Version


class Cohort(StrEnum):
    """Whether the school joins now or took part before (R6)."""

    NEW = "new"
    EXISTING = "existing"


class Offer(StrEnum):
    """What the school is offered: all of it, the lighter embedding offer (R6), or training alone."""

    FULL = "full"
    EMBEDDING = "embedding"
    TRAINING = "training"


class ParticipationStatus(StrEnum):
    """Selected by the board, confirmed by the school, or withdrawn."""

    SELECTED = "selected"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Participation(Output):
    """One school in one project. The school's name and authority are those at selection."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    urn: Urn
    la_code: LaCode
    school_name: Name
    cohort: Cohort
    offer: Offer
    status: ParticipationStatus
    rationale: Annotated[Text, Field(description="Why this school, from local data and intelligence (R20).")]
    override_reason: Annotated[Text | None, Field(description="Why a doubtful school takes part all the same (R4).")]
    confirmed_at: Moment | None
    confirmed_by: Annotated[OrganisationRef | None, Field(description="The school, or its board on its behalf.")]
    agreed_by: Annotated[Name | None, Field(description="Whose agreement the board recorded: a role, not a name.")]
    withdrawn_at: Moment | None
    withdrawal_reason: Text | None
    replaces: Annotated[UUID | None, Field(description="The withdrawn participation whose place it took.")]
    replaced_by: Annotated[UUID | None, Field(description="The participation that took its place.")]
    current_urn: Annotated[Urn, Field(description="The school's number now: another one after an academy conversion.")]
    took_part_before: Annotated[
        bool, Field(description="Whether, as known at selection, it took part with this board the year before (R6).")
    ]
    version: Version
    created_at: Moment
    updated_at: Moment


class _ParticipationEvent(Event):
    data: Participation

    @property
    def organisations(self) -> list[str]:
        return [f"school:{self.data.current_urn}"]


class ParticipationSelected(_ParticipationEvent):
    """A board selected a school for its project."""

    type: ClassVar[str] = "partnership.participation.selected"


class ParticipationConfirmed(_ParticipationEvent):
    """The school's agreement to take part is there: its self-assessment may begin (R23)."""

    type: ClassVar[str] = "partnership.participation.confirmed"


class ParticipationWithdrawn(_ParticipationEvent):
    """A school takes part no longer."""

    type: ClassVar[str] = "partnership.participation.withdrawn"


class ParticipationChanged(_ParticipationEvent):
    """The offer or the rationale of a selected school changed, or the place of one that left was taken."""

    type: ClassVar[str] = "partnership.participation.changed"


class ParticipationConverted(_ParticipationEvent):
    """The school goes on under another number; the participation is the same."""

    type: ClassVar[str] = "partnership.participation.converted"


PARTICIPATION_EVENTS: tuple[type[_ParticipationEvent], ...] = (
    ParticipationSelected,
    ParticipationChanged,
    ParticipationConfirmed,
    ParticipationConverted,
    ParticipationWithdrawn,
)
"""Whatever happens to a participation, for those who keep a copy of it."""
