"""What callers ask of exports."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.exports import ExportForm, ExportStatus, FilterValue
from shared.contracts.types import Slug

GivenFilters = dict[Slug, Many[FilterValue]]


class NewExport(Input):
    """A table, its form, and the filters of its list."""

    table: Slug
    form: ExportForm
    filters: Annotated[
        GivenFilters, Field(default_factory=dict, max_length=20, examples=[{"programme_year": ["2025-26"]}])
    ]


class ExportQuery(ListQuery):
    """Filters of the list of exports."""

    table: Many[Slug] | None = None
    form: Many[ExportForm] | None = None
    status: Many[ExportStatus] | None = None


class Filtered(BaseModel):
    """In which form; the filters of the table's list come with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: ExportForm = ExportForm.CSV


class LinkQuery(BaseModel):
    """What a link is signed with."""

    model_config = ConfigDict(frozen=True)

    expires: Annotated[str, Field(max_length=20)] = ""
    signature: Annotated[str, Field(max_length=100)] = ""
