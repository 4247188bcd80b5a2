"""What callers ask of findings."""

from typing import Literal
from uuid import UUID

from services.assessment_api.schemas import SchoolRowsQuery
from shared.contracts.assessment.findings import FindingScope, FindingSource, FindingStatus
from shared.contracts.page import Many
from shared.contracts.types import Slug


class FindingQuery(SchoolRowsQuery):
    """Filters of the list of findings."""

    source: Many[FindingSource] | None = None
    source_id: Many[UUID] | None = None
    scope: Many[FindingScope] | None = None
    domain: Many[Slug] | None = None
    status: Many[FindingStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None
