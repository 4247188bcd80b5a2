"""What callers send about update requests."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.update_requests import RequestStanding, RequestStatus
from shared.contracts.types import Day, FreeSentence, FreeText, OdsCode, OrganisationRef, ProgrammeYear


class UpdateRequestQuery(ListQuery):
    """Filters of the list of update requests."""

    project_id: Many[UUID] | None = None
    quarterly_report_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    organisation: Many[OrganisationRef] | None = None
    status: Many[RequestStatus] | None = None
    sort: Literal["id", "-id", "due_on", "-due_on", "updated_at", "-updated_at"] | None = None


class UpdateOwedQuery(ListQuery):
    """Filters of the flat table of what partners owe."""

    on: Annotated[Day | None, Field(description="As of this day; today, if left out.")] = None
    project_id: Many[UUID] | None = None
    quarterly_report_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    organisation: Many[OrganisationRef] | None = None
    standing: Many[RequestStanding] | None = None


class NewUpdateRequest(Input):
    """What is asked, of whom, until when."""

    organisation: OrganisationRef
    question: FreeSentence
    due_on: Day


class UpdateAnswer(Input):
    """What the partner says."""

    answer: FreeText


class RecordedAnswer(Input):
    """What the partner said in another way."""

    answer: FreeText
    how: Annotated[FreeSentence, Field(description="How the board was told.", examples=["At the steering group."])]


class Withdrawal(Input):
    """Why no answer is needed any more."""

    reason: FreeSentence
