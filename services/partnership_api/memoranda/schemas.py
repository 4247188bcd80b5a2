"""What callers send about memoranda."""

from typing import Literal
from uuid import UUID

from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.memoranda import MemorandumStatus
from shared.contracts.types import OdsCode, ProgrammeYear


class MemorandumQuery(ListQuery):
    """Filters of the list of memoranda."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    status: Many[MemorandumStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None
