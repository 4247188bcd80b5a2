"""Quarterly reports: written by the data, finished by people, and pinned once they are (R11)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.reporting.measures import Measured
from shared.contracts.reporting.report_figures import ReportFigures
from shared.contracts.reporting.report_templates import MOST_SECTIONS
from shared.contracts.types import (
    Count,
    Day,
    Moment,
    Name,
    OdsCode,
    OrganisationRef,
    ProgrammeYear,
    Sentence,
    Slug,
    Text,
    Version,
    VersionNumber,
)

QuarterNumber = Annotated[int, Field(ge=1, le=4, description="Which quarter of the programme year.", examples=[2])]
MOST_REASONS = 50


class ReportStatus(StrEnum):
    """Begun by the platform, waiting for partners, its figures taken, handed in, decided on."""

    DRAFT = "draft"
    REQUESTED = "requested"
    READY = "ready"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"


class ReportStanding(StrEnum):
    """How a report stands against its deadline. `returned`: handed in before, and owed once more."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    RETURNED = "returned"
    ON_TIME = "on_time"
    LATE = "late"


class SectionText(Output):
    """What a board wrote in one section."""

    section: Slug
    text: Text


class WrittenSection(Output):
    """One section as it was handed in: its title as the template had it, and its text."""

    code: Slug
    title: Name
    required: bool
    text: Text | None


class QuarterlyReport(Measured):
    """A project's report of one quarter. `pinned` are the figures taken when it was made ready; null before that."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    quarter: QuarterNumber
    starts_on: Day
    ends_on: Day
    due_on: Annotated[Day, Field(description="The deadline of the edition of the year the project started under.")]
    illustrative: Annotated[bool, Field(description="Whether that deadline was made up, and announced by nobody.")]
    status: ReportStatus
    sections: Annotated[list[SectionText], Field(max_length=100)]
    template_id: Annotated[UUID | None, Field(description="The template pinned with the figures; null before that.")]
    pinned: ReportFigures | None
    submissions: Annotated[Count, Field(description="How often it was handed in.")]
    first_submitted_at: Moment | None
    submitted_at: Annotated[Moment | None, Field(description="When it was handed in last.")]
    decided_at: Moment | None
    reasons: Annotated[list[Sentence], Field(max_length=MOST_REASONS, description="Why it was last sent back.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class ReportSubmission(Output):
    """A report as it was handed in once. It is never changed."""

    id: UUID
    quarterly_report_id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    quarter: QuarterNumber
    number: VersionNumber
    template_id: UUID
    sections: Annotated[list[WrittenSection], Field(max_length=MOST_SECTIONS)]
    pinned: ReportFigures
    submitted_by: OrganisationRef
    submitted_at: Moment
    updated_at: Moment


class ReportOutcome(StrEnum):
    """What the national team decided on a submission."""

    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"


class ReportDecision(Output):
    """What the national team decided on one submission. It is made once and never changed."""

    id: UUID
    quarterly_report_id: UUID
    submission_id: UUID
    project_id: UUID
    icb_code: OdsCode
    number: Annotated[VersionNumber, Field(description="That of the submission.")]
    outcome: ReportOutcome
    reasons: Annotated[list[Sentence], Field(max_length=MOST_REASONS)]
    decided_by: OrganisationRef
    decided_at: Moment
    updated_at: Moment


class ReportDocument(Output):
    """A whole report to read: what was written, and the figures it rests on."""

    report_id: UUID
    project_name: Name
    icb_code: OdsCode
    programme_year: ProgrammeYear
    quarter: QuarterNumber
    starts_on: Day
    ends_on: Day
    due_on: Day
    status: ReportStatus
    submitted_at: Moment | None
    illustrative: Annotated[bool, Field(description="Whether its sections are those of a made-up template.")]
    sections: Annotated[list[WrittenSection], Field(max_length=MOST_SECTIONS)]
    figures: ReportFigures
    pinned: Annotated[bool, Field(description="False: nothing is pinned yet, the figures are those of now.")]


class ReportOwed(Measured):
    """One report against its deadline, flat, as of a day."""

    quarterly_report_id: UUID
    project_id: UUID
    project_name: Annotated[Name | None, Field(description="Null: the project is not known here just now.")]
    icb_code: OdsCode
    lead_icb_code: Annotated[OdsCode | None, Field(description="The board that owes it.")]
    programme_year: ProgrammeYear
    quarter: QuarterNumber
    due_on: Day
    status: ReportStatus
    standing: ReportStanding
    days_late: Count
    open_requests: Annotated[Count, Field(description="Partners that have not answered for it.")]
    overdue_requests: Count
    on: Annotated[Day, Field(description="The day it is told as of.")]
    updated_at: Moment


class ReportCount(Measured):
    """How a project stands with its reports and its partners' updates, flat, as of a day."""

    project_id: UUID
    project_name: Name
    icb_code: OdsCode
    lead_icb_code: OdsCode
    programme_year: ProgrammeYear
    reports_upcoming: Count
    reports_due: Count
    reports_overdue: Count
    reports_returned: Count
    reports_on_time: Count
    reports_late: Count
    requests_due: Count
    requests_overdue: Count
    requests_on_time: Count
    requests_late: Count
    on: Annotated[Day, Field(description="The day it is told as of.")]
    updated_at: Moment


class _ReportEvent(Event):
    data: QuarterlyReport


class QuarterlyReportBegun(_ReportEvent):
    """A project and a quarter of its year are known, so there is a report to write."""

    type: ClassVar[str] = "reporting.quarterly-report.begun"


class QuarterlyReportSaved(_ReportEvent):
    """The board wrote in it."""

    type: ClassVar[str] = "reporting.quarterly-report.saved"


class QuarterlyReportRequested(_ReportEvent):
    """It waits for what partners are asked."""

    type: ClassVar[str] = "reporting.quarterly-report.requested"


class QuarterlyReportMadeReady(_ReportEvent):
    """Its figures were taken down."""

    type: ClassVar[str] = "reporting.quarterly-report.made-ready"


class QuarterlyReportSubmitted(_ReportEvent):
    """The board handed it in."""

    type: ClassVar[str] = "reporting.quarterly-report.submitted"


class QuarterlyReportAccepted(_ReportEvent):
    """The national team accepted it."""

    type: ClassVar[str] = "reporting.quarterly-report.accepted"


class QuarterlyReportSentBack(_ReportEvent):
    """The national team sent it back, with reasons."""

    type: ClassVar[str] = "reporting.quarterly-report.sent-back"
