"""What callers send about the schools of projects."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.base import Input
from shared.contracts.bulk import BulkQuery, BulkResult, DryRun
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.participations import Cohort, Offer, ParticipationStatus
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


class SelectionsQuery(BaseModel):
    """How an upload of selections is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dry_run: DryRun = False
    mode: Annotated[
        Literal["all-or-nothing", "per-row", "all", "each"],
        Field(description="`all-or-nothing`, formerly `all`: every row or none. `per-row`, formerly `each`: what can."),
    ] = "all-or-nothing"

    def as_everywhere(self) -> BulkQuery:
        """The same in the words that all uploads share."""
        return BulkQuery(dry_run=self.dry_run, mode="per-row" if self.mode in ("per-row", "each") else "all-or-nothing")


class BulkSelection(BulkResult):
    """What became of an upload of selections. `read`, `selected` and `rejected` are former names."""

    read: Annotated[Count, Field(deprecated=True, description="The same as `rows`.")]
    selected: Annotated[Count, Field(deprecated=True, description="The same as `created`.")]
    rejected: Annotated[Count, Field(deprecated=True, description="The same as `refused`.")]
