"""Evaluations of the programme, and what their evaluators ask of those who take part (R35, R36)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Day, Moment, Name, OrganisationRef, ProgrammeYear, Sentence, Text, Version

EvaluatorRef = Annotated[
    str,
    StringConstraints(pattern=r"^evaluator:[a-z0-9-]{1,40}$", max_length=50),
    Field(description="The evaluator, as its tokens name it.", examples=["evaluator:ace"]),
]
HttpsUrl = Annotated[
    str,
    StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$", max_length=400),
    Field(
        description="An address that begins with https:// and names no user.", examples=["https://example.org/a.pdf"]
    ),
]
Reminders = Annotated[int, Field(ge=0, le=1000)]


class EvaluationQuestion(StrEnum):
    """What the evaluation asks of the programme (R36)."""

    IMPLEMENTATION_AND_BARRIERS = "implementation_and_barriers"
    LASTING_BENEFIT = "lasting_benefit"
    ABILITY_TO_SUPPORT = "ability_to_support"


class InformationRequestStatus(StrEnum):
    """Waiting for an answer, answered, or no longer asked."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Evaluation(Output):
    """One evaluation. It goes on after the delivery of its years has ended (R5)."""

    id: UUID
    title: Name
    evaluator: EvaluatorRef
    programme_years: Annotated[list[ProgrammeYear], Field(max_length=10)]
    starts_on: Day
    ends_on: Annotated[Day, Field(description="The last day on which it may ask for anything.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class Attachment(Output):
    """A document that stands elsewhere: nothing is uploaded here."""

    title: Name
    url: HttpsUrl


class InformationRequest(Output):
    """What an evaluator asks one organisation, and its answer."""

    id: UUID
    evaluation_id: UUID
    evaluator: EvaluatorRef
    asked: Annotated[OrganisationRef, Field(description="Who is to answer.")]
    board: Annotated[
        OrganisationRef | None, Field(description="Of a school that is asked: its board when it was asked.")
    ]
    questions: Annotated[
        list[EvaluationQuestion],
        Field(max_length=3, description="Which of the evaluation's questions it is for (R36)."),
    ]
    asks: Text
    due_on: Day
    status: InformationRequestStatus
    overdue: Annotated[bool, Field(description="Open after the day it was due.")]
    late: Annotated[bool, Field(description="Answered after the day it was due.")]
    answer: Text | None
    attachments: Annotated[list[Attachment], Field(max_length=20)]
    answered_at: Moment | None
    answered_by: Annotated[OrganisationRef | None, Field(description="The one asked, or a school's board for it.")]
    withdrawn_at: Moment | None
    withdrawal_reason: Sentence | None
    reminders: Annotated[Reminders, Field(description="How often the evaluator reminded.")]
    last_reminded_at: Moment | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _EvaluationEvent(Event):
    data: Evaluation

    @property
    def organisations(self) -> list[str]:
        return [self.data.evaluator]


class EvaluationRegistered(_EvaluationEvent):
    """The national team registered an evaluation."""

    type: ClassVar[str] = "reporting.evaluation.registered"


class EvaluationChanged(_EvaluationEvent):
    """An evaluation's title or time changed."""

    type: ClassVar[str] = "reporting.evaluation.changed"


class _RequestEvent(Event):
    data: InformationRequest

    @property
    def organisations(self) -> list[str]:
        return [each for each in (self.data.evaluator, self.data.asked, self.data.board) if each is not None]


class InformationRequested(_RequestEvent):
    """An evaluator asks somebody for information."""

    type: ClassVar[str] = "reporting.information-request.made"


class InformationRequestReminded(_RequestEvent):
    """An evaluator reminded somebody of what it asked."""

    type: ClassVar[str] = "reporting.information-request.reminded"


class InformationRequestAnswered(_RequestEvent):
    """An evaluator has its answer."""

    type: ClassVar[str] = "reporting.information-request.answered"


class InformationRequestWithdrawn(_RequestEvent):
    """An evaluator asks for this no longer."""

    type: ClassVar[str] = "reporting.information-request.withdrawn"
