"""What every upload of many rows takes, and the one form in which it is answered."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Output
from shared.contracts.problem import FieldError
from shared.contracts.types import Count

GREATEST_RESULTS = 2000
GREATEST_ERRORS = 1000

Mode = Literal["all-or-nothing", "per-row"]
DryRun = Annotated[bool, Field(description="Decide everything, say what would happen, and keep nothing of it.")]


class BulkQuery(BaseModel):
    """How an upload is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dry_run: DryRun = False
    mode: Annotated[
        Mode,
        Field(description="`all-or-nothing`: every row is kept or none. `per-row`: each that can be."),
    ] = "all-or-nothing"


class BulkOutcome(StrEnum):
    """What became of something that was uploaded."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class BulkRow(Output):
    """What was kept of a row, or of several that make up one thing. Either `row` or `pointer` says of which."""

    row: Annotated[int | None, Field(ge=1, le=10**9, description="As a spreadsheet numbers it.", examples=[2])]
    pointer: Annotated[str | None, Field(max_length=500, description="Its place in the JSON array.")]
    rows: Annotated[Count, Field(description="How many rows it is made of; this is the first.", examples=[1])]
    outcome: BulkOutcome
    id: Annotated[UUID | None, Field(description="What was written. Null where a dry run made it only for a moment.")]


class BulkResult(Output):
    """What became of an upload, or would become of it. Rows, and not things, are counted.

    Unless none is kept because others were refused, `rows` is the sum of the four that follow it.
    """

    dry_run: bool
    mode: Mode
    rows: Annotated[Count, Field(description="Rows below the names of columns, or objects of the array.")]
    created: Count
    changed: Count
    unchanged: Annotated[Count, Field(description="Rows that say what is there already.")]
    refused: Annotated[Count, Field(description="Rows that cannot be kept: `errors` says why.")]
    results: Annotated[
        list[BulkRow], Field(max_length=GREATEST_RESULTS, description="What was kept, in the order of the upload.")
    ]
    errors: Annotated[
        list[FieldError], Field(max_length=GREATEST_ERRORS, description="The first faults, in the order of the upload.")
    ]
    errors_left_out: Annotated[Count, Field(description="How many more faults there are.")]
    columns_passed_over: Annotated[
        list[Annotated[int, Field(ge=1, le=10**6)]],
        Field(max_length=100, description="Columns whose names are not known here, by their place from 1: not read."),
    ]
