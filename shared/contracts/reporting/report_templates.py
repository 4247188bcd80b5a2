"""Report templates: which sections a quarterly report has, as data of each programme year (R11, R39)."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Moment, Name, ProgrammeYear, Sentence, Slug, Version

MOST_SECTIONS = 30


class TemplateSection(Output):
    """One section that a board writes."""

    code: Slug
    title: Name
    guidance: Annotated[Sentence, Field(description="What the national team would like to read here.")]
    required: Annotated[bool, Field(description="Whether a report is submitted only with something in it.")]


class ReportTemplate(Output):
    """One edition of a year's sections. Editions never change: a report that was made ready keeps the one it had."""

    id: UUID
    programme_year: ProgrammeYear
    version: Annotated[Version, Field(description="The edition; rises by one with each that is published; the ETag.")]
    title: Name
    illustrative: Annotated[bool, Field(description="True: made up, because no national template is published.")]
    sections: Annotated[list[TemplateSection], Field(max_length=MOST_SECTIONS)]
    updated_at: Moment


class ReportTemplatePublished(Event):
    """The national team published the sections of a year's reports, or a new edition of them."""

    type: ClassVar[str] = "reporting.report-template.published"
    public: ClassVar[bool] = True
    data: ReportTemplate

    @property
    def subject(self) -> str:
        return str(self.data.programme_year)
