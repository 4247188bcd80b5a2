"""What callers ask of dashboards."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.participations import Cohort, ParticipationStatus
from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.contracts.reporting.areas import RegionCode
from shared.contracts.reporting.deadlines import DeadlineKind
from shared.contracts.reporting.measures import RuleNumber
from shared.contracts.reporting.readiness import Check, CheckState
from shared.contracts.types import Day, LaCode, OdsCode, ProgrammeYear, Urn

_On = Annotated[Day | None, Field(description="As of this day; today, if left out.")]


class AsOfDay(BaseModel):
    """As of which day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: _On = None


class DashboardSchoolQuery(ListQuery):
    """Filters of the flat table of schools."""

    project_id: Many[UUID] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    cohort: Many[Cohort] | None = None
    status: Many[ParticipationStatus] | None = None


class DashboardProjectQuery(ListQuery):
    """Filters of the flat table of projects."""

    programme_year: Many[ProgrammeYear] | None = None
    icb_code: Many[OdsCode] | None = None
    kind: Many[ProjectKind] | None = None
    status: Many[ProjectStatus] | None = None


class DashboardStrandQuery(ListQuery):
    """Filters of the flat table of strands."""

    project_id: Many[UUID] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    icb_code: Many[OdsCode] | None = None
    strand: Many[FundingStrand] | None = None


class DashboardAuthorityQuery(ListQuery):
    """Filters of the flat table of local authorities."""

    programme_year: Many[ProgrammeYear] | None = None
    la_code: Many[LaCode] | None = None


class DashboardIcbQuery(ListQuery):
    """Filters of the flat table of boards."""

    on: _On = None
    programme_year: Many[ProgrammeYear] | None = None
    icb_code: Many[OdsCode] | None = None


class DashboardRegionQuery(ListQuery):
    """Filters of the flat table of regions."""

    programme_year: Many[ProgrammeYear] | None = None
    region_code: Many[RegionCode] | None = None


class DashboardReadinessQuery(ListQuery):
    """Filters of the flat table of readiness."""

    on: _On = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    lead_icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    check: Many[Check] | None = None
    rule: Many[RuleNumber] | None = None
    state: Many[CheckState] | None = None


class DashboardDeadlineQuery(ListQuery):
    """Filters of the flat table of deadlines."""

    on: _On = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    lead_icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    kind: Many[DeadlineKind] | None = None
    passed: bool | None = None
    sort: Literal["due_on", "-due_on"] | None = None
