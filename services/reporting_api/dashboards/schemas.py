"""What callers ask of dashboards."""

from uuid import UUID

from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.participations import Cohort, ParticipationStatus
from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.contracts.types import LaCode, OdsCode, ProgrammeYear, Urn


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

    programme_year: Many[ProgrammeYear] | None = None
    icb_code: Many[OdsCode] | None = None
