"""Exports: the flat tables as files for analysts, with the column names that the DfE uses where it has them."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.reporting.dashboards import AsOf
from shared.contracts.types import Label, Moment, OrganisationRef, Sentence, Slug, Version

Rows = Annotated[int, Field(ge=0, le=10**9)]
FilterValue = Annotated[str, Field(min_length=1, max_length=200)]
Filters = Annotated[
    dict[Slug, Annotated[list[FilterValue], Field(max_length=100)]],
    Field(max_length=20, description="Filters of the table's list, each with its values."),
]


class ExportForm(StrEnum):
    """As what a table is written."""

    CSV = "csv"
    NDJSON = "ndjson"
    XLSX = "xlsx"
    PARQUET = "parquet"


class ColumnType(StrEnum):
    """What is in a column: in Parquet and XLSX as it is, in CSV and NDJSON as text."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    LIST = "list"


class FlatTableColumn(Output):
    """One column of a flat table."""

    name: Annotated[Slug, Field(description="In files.")]
    type: Annotated[ColumnType, Field(examples=["integer"])]
    description: Sentence
    dfe_name: Annotated[Slug | None, Field(description="Where the DfE's open data standards have a name for it.")]
    field: Annotated[Slug | None, Field(description="The field of the list; null: files have it and the list has not.")]
    measure: Annotated[
        Slug | None,
        Field(description="Of a figure: its code in `/v1/measures`. Null: it is none, or its row names it."),
    ]


class FlatTable(Output):
    """A table that can be had as a file."""

    name: Slug
    title: Label
    description: Sentence
    list_path: Annotated[str, Field(max_length=200, description="Where the same rows are listed page by page.")]
    filters: Annotated[list[Slug], Field(max_length=20)]
    columns: Annotated[list[FlatTableColumn], Field(max_length=200, description="In their order.")]


class FlatTables(Output):
    """The tables that the calling organisation can export."""

    most_rows_directly: Annotated[int, Field(ge=1, le=10**6, description="What has more rows is exported as a job.")]
    tables: Annotated[list[FlatTable], Field(max_length=100)]


class ExportStatus(StrEnum):
    """How far an export is. Its file is there while it is done, and is deleted when it expires."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class ExportOutline(Output):
    """An export without the link to its file: as it is announced."""

    id: UUID
    organisation: Annotated[OrganisationRef, Field(description="Who asked: the rows are those it sees.")]
    table: Slug
    form: ExportForm
    filters: Filters
    status: ExportStatus
    rows_written: Rows
    rows_in_all: Annotated[Rows | None, Field(description="Null until they are counted.")]
    size_bytes: Annotated[int | None, Field(ge=0, le=2**53, description="Of the file, when it is done.")]
    sha256: Annotated[
        str | None, Field(pattern=r"^[0-9a-f]{64}$", max_length=64, description="Of the file, when it is done.")
    ]
    as_of: Annotated[AsOf | None, Field(description="Until when what each service had said is in it.")]
    failure: Sentence | None
    started_at: Moment | None
    ended_at: Moment | None
    expires_at: Annotated[Moment | None, Field(description="Until when the file is there.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class Export(ExportOutline):
    """A flat table that is written to a file in the background, as the asking organisation sees it when it is begun."""

    link: Annotated[
        str | None,
        Field(
            max_length=500,
            description="The file, while it is there. Whoever has the link has the rows: it needs no token.",
        ),
    ]


class _ExportEvent(Event):
    data: ExportOutline

    @property
    def organisations(self) -> list[str]:
        return [self.data.organisation]


class ExportRequested(_ExportEvent):
    """An organisation asks for an export."""

    type: ClassVar[str] = "reporting.export.requested"


class ExportEnded(_ExportEvent):
    """An export is done, failed or was cancelled."""

    type: ClassVar[str] = "reporting.export.ended"
