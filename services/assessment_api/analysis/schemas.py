"""What callers ask of analyses."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.assessment.self_assessments import Point
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import LaCode, OdsCode, ProgrammeYear, Slug, Urn


class AnalysisQuery(BaseModel):
    """Which years; anything else is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    programme_year: Annotated[Many[ProgrammeYear] | None, Field(description="All years when not given.")] = None


class DomainScoreQuery(ListQuery):
    """Filters of the heat map."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    participation_id: Many[UUID] | None = None
    self_assessment_id: Many[UUID] | None = None
    point: Many[Point] | None = None
    domain: Many[Slug] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    sort: Literal["id", "-id", "urn", "-urn", "domain", "-domain", "updated_at", "-updated_at"] | None = None
