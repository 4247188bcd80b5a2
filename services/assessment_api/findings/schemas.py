"""What callers ask of findings."""

from typing import Literal
from uuid import UUID

from shared.contracts.assessment.findings import FindingScope, FindingSource, FindingStatus
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import LaCode, OdsCode, ProgrammeYear, Slug, Urn


class FindingQuery(ListQuery):
    """Filters of the list of findings."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    participation_id: Many[UUID] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    source: Many[FindingSource] | None = None
    source_id: Many[UUID] | None = None
    scope: Many[FindingScope] | None = None
    domain: Many[Slug] | None = None
    status: Many[FindingStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None
