"""What callers send about quarterly reports."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.quarterly_reports import MOST_REASONS, QuarterNumber, ReportStanding, ReportStatus
from shared.contracts.reporting.report_templates import MOST_SECTIONS
from shared.contracts.types import Day, FreeSentence, FreeText, OdsCode, ProgrammeYear, Slug

DocumentForm = Literal["json", "html", "pdf"]
_FORMS: dict[str, DocumentForm] = {
    "": "json",
    "*/*": "json",
    "application/*": "json",
    "application/json": "json",
    "text/*": "html",
    "text/html": "html",
    "application/pdf": "pdf",
}
_On = Annotated[Day | None, Field(description="As of this day; today, if left out.")]


class QuarterlyReportQuery(ListQuery):
    """Filters of the list of quarterly reports."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    quarter: Many[QuarterNumber] | None = None
    status: Many[ReportStatus] | None = None
    sort: Literal["id", "-id", "due_on", "-due_on", "updated_at", "-updated_at"] | None = None


class ReportOwedQuery(ListQuery):
    """Filters of the flat table of reports that are owed."""

    on: _On = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    lead_icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    quarter: Many[QuarterNumber] | None = None
    status: Many[ReportStatus] | None = None
    standing: Many[ReportStanding] | None = None
    sort: Literal["due_on", "-due_on", "quarterly_report_id", "-quarterly_report_id"] | None = None


class ReportCountQuery(ListQuery):
    """Filters of the flat table of counts."""

    on: _On = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    lead_icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None


class DocumentQuery(BaseModel):
    """In which form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Annotated[DocumentForm | None, Field(description="If left out, the first that `Accept` asks for.")] = None


def document_form(accept: str) -> DocumentForm | None:
    """The first of the accepted media types that a report can be had as."""
    types = (part.split(";")[0].strip().lower() for part in accept.split(","))
    return next((_FORMS[each] for each in types if each in _FORMS), None)


class GivenSection(Input):
    """What is written in one section from now on."""

    section: Slug
    text: Annotated[FreeText | None, Field(description="Null: nothing.")]


class SectionsGiven(Input):
    """Some sections, or all: those that are left out stay as they are."""

    sections: Annotated[list[GivenSection], Field(min_length=1, max_length=MOST_SECTIONS)]


class SendBack(Input):
    """What has to be different before the report is accepted."""

    reasons: Annotated[list[FreeSentence], Field(min_length=1, max_length=MOST_REASONS)]
