"""Delivery: the sessions in which a line is given, and what is left of it."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import LineStatus
from shared.contracts.event import Event
from shared.contracts.types import (
    Count,
    Day,
    Label,
    LaCode,
    Moment,
    Name,
    OdsCode,
    ProgrammeYear,
    Sentence,
    Slug,
    Urn,
    Version,
)

Hours = Annotated[float, Field(ge=0, le=100_000)]


class Mode(StrEnum):
    """How it is given."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class SessionStatus(StrEnum):
    """Arranged, held, or cancelled with a reason."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class StaffReached(Output):
    """How many of one role of the school's staff were reached; never who."""

    role: Label
    count: Annotated[Count, Field(description="How many people; never who.")]


class DeliverySession(Output):
    """One session of a line."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    package_line_id: UUID
    provider_id: Annotated[UUID | None, Field(description="Who gives it: the provider of its line.")]
    held_on: Annotated[Day, Field(description="The day it was held on, or is planned for.")]
    hours: Annotated[float, Field(gt=0, le=24)]
    profession: Annotated[Label, Field(description="One of the item's professions, where it names any.")]
    mode: Mode
    status: SessionStatus
    staff_reached: Annotated[list[StaffReached], Field(max_length=30)]
    cancelled_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _SessionEvent(Event):
    data: DeliverySession

    @property
    def organisations(self) -> list[str]:
        return [f"provider:{self.data.provider_id}"] if self.data.provider_id else []


class SessionPlanned(_SessionEvent):
    """A session was arranged."""

    type: ClassVar[str] = "commissioning.session.planned"


class SessionChanged(_SessionEvent):
    """A session was moved, or put right."""

    type: ClassVar[str] = "commissioning.session.changed"


class SessionHeld(_SessionEvent):
    """A session was held."""

    type: ClassVar[str] = "commissioning.session.held"


class SessionReopened(_SessionEvent):
    """A session that was said to be held was not, or otherwise: it is planned again."""

    type: ClassVar[str] = "commissioning.session.reopened"


class SessionCancelled(_SessionEvent):
    """A session was cancelled, with a reason."""

    type: ClassVar[str] = "commissioning.session.cancelled"


class DeliveryState(StrEnum):
    """How a line goes: nothing due, as bought, likely to be late, late, or done."""

    NOT_DUE = "not_due"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    COMPLETED = "completed"


class LineDelivery(Output):
    """One commissioned line, flat: hours bought against hours given."""

    package_line_id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    menu_item_code: Slug
    menu_item_title: Name
    strand: Strand
    provider_id: UUID | None
    provider_name: Name | None
    line_status: LineStatus
    starts_on: Day
    ends_on: Day
    hours_bought: Annotated[Hours, Field(description="The hours of the line, as varied.")]
    hours_held: Annotated[Hours, Field(description="In sessions that were held.")]
    hours_planned: Annotated[Hours, Field(description="In sessions that are arranged and not held yet.")]
    sessions_held: Count
    sessions_cancelled: Count
    last_held_on: Annotated[Day | None, Field(description="Null: no session was held so far.")]
    state: DeliveryState
    updated_at: Moment
