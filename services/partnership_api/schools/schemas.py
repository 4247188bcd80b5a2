"""What callers send about schools, and what an import answers."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.schools import Eligibility, GiasCode, LinkKind
from shared.contracts.types import Count, Label, LaCode, Name, Sentence, Urn

GREATEST_REJECTED = 1000


class SchoolQuery(ListQuery):
    """Filters of the list of schools."""

    urn: Many[Urn] | None = None
    la_code: Many[LaCode] | None = None
    status_code: Many[GiasCode] | None = None
    phase_code: Many[GiasCode] | None = None
    type_code: Many[GiasCode] | None = None
    eligibility: Many[Eligibility] | None = None
    postcode: Annotated[str, Field(max_length=10, pattern=r"^[A-Za-z0-9 ]*$")] | None = None
    sort: Literal["urn", "-urn", "name", "-name", "updated_at", "-updated_at"] | None = None


class SchoolLinkQuery(ListQuery):
    """Filters of the list of a school's links."""

    kind: Many[LinkKind] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class RejectedRow(Output):
    """A row of the file that was left out, and why. Row 1 is the row of column names."""

    row: Annotated[int, Field(ge=1, le=10**9)]
    column: Name | None
    code: Label
    reason: Sentence


class _Import(Output):
    dry_run: Annotated[bool, Field(description="Whether this is what would happen, and nothing was changed.")]
    read: Annotated[Count, Field(description="Rows of the file below its column names.")]
    inserted: Annotated[Count, Field(description="New here.")]
    updated: Annotated[Count, Field(description="Known here, and now described otherwise.")]
    unchanged: Annotated[Count, Field(description="Known here, and described the same.")]
    rejected: Annotated[Count, Field(description="Rows that cannot be used.")]
    converted: Annotated[Count, Field(description="Participations that go on under a successor's number.")]
    rejected_rows: Annotated[list[RejectedRow], Field(max_length=GREATEST_REJECTED, description="The first of them.")]


class SchoolImport(_Import):
    """What an import of schools did. A school that the file does not hold stays as it is."""

    closed: Annotated[Count, Field(description="Of those updated, the schools that were not closed before.")]


class SchoolLinkImport(_Import):
    """What an import of links did. A link that the file does not hold stays as it is."""

    ignored: Annotated[Count, Field(description="Links of another kind, and repetitions of one in the same file.")]
