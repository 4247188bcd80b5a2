"""Update requests: what a board asks of a partner, and what the partner answers (R12)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.reporting.measures import Measured
from shared.contracts.types import (
    Count,
    Day,
    Moment,
    Name,
    OdsCode,
    OrganisationRef,
    ProgrammeYear,
    Sentence,
    Text,
    Version,
)


class RequestStatus(StrEnum):
    """Whether an answer is still waited for."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class RequestStanding(StrEnum):
    """How a request stands against its due date."""

    DUE = "due"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    WITHDRAWN = "withdrawn"


class UpdateRequest(Output):
    """A question to one partner of a project, to be answered by a day."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    quarterly_report_id: Annotated[UUID | None, Field(description="The report it is asked for, if it is for one.")]
    organisation: OrganisationRef
    organisation_name: Annotated[Name | None, Field(description="Null: an authority that has schools here alone.")]
    participation_id: Annotated[UUID | None, Field(description="Of a school: its place in the project.")]
    question: Sentence
    due_on: Day
    status: RequestStatus
    answer: Text | None
    answered_at: Moment | None
    answered_by: Annotated[OrganisationRef | None, Field(description="The partner, or the board that recorded it.")]
    answered_how: Annotated[Sentence | None, Field(description="How the board was told; null: the partner answered.")]
    withdrawn_at: Moment | None
    withdrawal_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class UpdateOwed(Measured):
    """One update request against its due date, flat, as of a day."""

    update_request_id: UUID
    project_id: UUID
    icb_code: OdsCode
    lead_icb_code: Annotated[OdsCode | None, Field(description="Null: the project is not known here just now.")]
    programme_year: ProgrammeYear
    quarterly_report_id: UUID | None
    organisation: OrganisationRef
    organisation_name: Name | None
    due_on: Day
    status: RequestStatus
    standing: RequestStanding
    days_late: Count
    on: Annotated[Day, Field(description="The day it is told as of.")]
    updated_at: Moment


class _RequestEvent(Event):
    data: UpdateRequest

    @property
    def organisations(self) -> list[str]:
        return [self.data.organisation]


class UpdateRequested(_RequestEvent):
    """A board asked a partner for an update."""

    type: ClassVar[str] = "reporting.update-request.asked"


class UpdateAnswered(_RequestEvent):
    """The partner answered, or the board recorded what it answered otherwise."""

    type: ClassVar[str] = "reporting.update-request.answered"


class UpdateWithdrawn(_RequestEvent):
    """The board needs no answer any more."""

    type: ClassVar[str] = "reporting.update-request.withdrawn"
