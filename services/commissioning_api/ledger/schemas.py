"""What callers ask of the ledger."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.commissioning.ledger import Account, TransactionKind
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.types import Day, OdsCode, ProgrammeYear


class LedgerEntryQuery(ListQuery):
    """Filters of the list of entries."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    strand: Many[FundingStrand] | None = None
    account: Many[Account] | None = None
    kind: Many[TransactionKind] | None = None
    package_line_id: Many[UUID] | None = None
    source_id: Many[UUID] | None = None
    transaction_id: Many[UUID] | None = None
    booked_on: Many[Day] | None = None
    sort: Literal["id", "-id", "booked_on", "-booked_on", "updated_at", "-updated_at"] | None = None


class PositionQuery(BaseModel):
    """The day a position is of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: Annotated[Day | None, Field(description="At the end of this day; left out: now.")] = None
