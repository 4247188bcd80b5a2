"""What callers send about report templates."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.report_templates import MOST_SECTIONS
from shared.contracts.types import FreeName, FreeSentence, ProgrammeYear, Slug


class NewSection(Input):
    """One section as the national team states it."""

    code: Annotated[Slug, Field(examples=["progress"])]
    title: FreeName
    guidance: FreeSentence
    required: bool


class TemplateContent(Input):
    """Everything an edition says."""

    title: FreeName
    illustrative: Annotated[bool, Field(description="True: made up, because no national template is published.")]
    sections: Annotated[list[NewSection], Field(min_length=1, max_length=MOST_SECTIONS)]


class ReportTemplateQuery(ListQuery):
    """Filters of the list of report templates."""

    programme_year: Many[ProgrammeYear] | None = None
    sort: Literal["programme_year", "-programme_year", "updated_at", "-updated_at"] | None = None


class EditionQuery(ListQuery):
    """The newest edition comes first."""

    sort: Literal["version", "-version"] | None = None
