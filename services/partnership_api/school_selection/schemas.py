"""What callers send about the schools of projects."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Input, Output
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.participations import Cohort, Offer, ParticipationStatus
from shared.contracts.problem import FieldError
from shared.contracts.types import Count, FreeText, LaCode, Name, OdsCode, ProgrammeYear, Urn


class ParticipationQuery(ListQuery):
    """Filters of the list of participations."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    status: Many[ParticipationStatus] | None = None
    cohort: Many[Cohort] | None = None
    offer: Many[Offer] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    sort: Literal["id", "-id", "school_name", "-school_name", "updated_at", "-updated_at"] | None = None


class Selection(Input):
    """A school to take into a project."""

    urn: Urn
    cohort: Cohort
    offer: Offer
    rationale: Annotated[FreeText, Field(description="Why this school, from local data and intelligence (R20).")]
    override_reason: Annotated[
        FreeText | None, Field(description="Needed where its eligibility is in doubt (R4): why it takes part.")
    ] = None


class ParticipationChange(Input):
    """What is to change before the school has confirmed; what is left out stays."""

    offer: Offer | None = None
    rationale: FreeText | None = None


class Conversion(Input):
    """The number under which the school goes on."""

    successor_urn: Urn


class Confirmation(Input):
    """The school's agreement: empty from the school itself; from its board, with who agreed."""

    agreed_by: Annotated[Name | None, Field(description="A role, not a person's name.", examples=["Head teacher"])] = (
        None
    )


GREATEST_BULK = 2000
GREATEST_ERRORS = 1000


class BulkQuery(BaseModel):
    """How a file is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dry_run: Annotated[bool, Field(description="Say what would happen, and change nothing.")] = False
    mode: Annotated[
        Literal["all", "each"], Field(description="`all`: every row or none. `each`: every row that can be used.")
    ] = "all"


class BulkSelection(Output):
    """What became of a file of selections."""

    dry_run: bool
    read: Annotated[Count, Field(description="Rows of the file below its column names.")]
    selected: Annotated[Count, Field(description="Rows whose schools are selected, or would be.")]
    rejected: Annotated[Count, Field(description="Rows that cannot be used.")]
    errors: Annotated[list[FieldError], Field(max_length=GREATEST_ERRORS, description="The first of them.")]
