"""What callers send about requests for information."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from services.reporting_api.evaluation.schemas import Questions
from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.evaluation import EvaluationQuestion, EvaluatorRef, HttpsUrl, InformationRequestStatus
from shared.contracts.types import Day, FreeName, FreeSentence, FreeText, OrganisationRef

AskedRef = Annotated[
    str,
    StringConstraints(
        pattern=r"^(icb:[A-Z0-9]{3,5}|la:[0-9]{3}|school:[1-9][0-9]{5}|pcg:[0-9a-f-]{36}|national:(dfe|nhse))$",
        max_length=60,
    ),
    Field(description="A board, authority, school, parent carer group or the national team.", examples=["la:383"]),
]


class InformationRequestQuery(ListQuery):
    """Filters of the list of requests for information. With `count=exact` they count what is due, overdue or late."""

    evaluation_id: Many[UUID] | None = None
    evaluator: Many[EvaluatorRef] | None = None
    asked: Many[OrganisationRef] | None = None
    questions: Many[EvaluationQuestion] | None = None
    status: Many[InformationRequestStatus] | None = None
    overdue: bool | None = None
    late: bool | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at", "due_on", "-due_on"] | None = None


class NewInformationRequest(Input):
    """What an evaluator asks of one organisation."""

    asked: AskedRef
    questions: Questions
    asks: FreeText
    due_on: Day


class NewAttachment(Input):
    """A document that stands elsewhere: its title and its https address."""

    title: FreeName
    url: HttpsUrl


class NewAnswer(Input):
    """What the organisation asked says."""

    answer: FreeText
    attachments: Annotated[list[NewAttachment], Field(default_factory=list, max_length=20)]


class InformationRequestWithdrawal(Input):
    """Why it is asked no longer."""

    reason: FreeSentence
