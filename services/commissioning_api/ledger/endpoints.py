"""The ledger over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from shared.contracts.commissioning import ledger as contract
from shared.contracts.page import Page
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.programmes import CommitmentsUpTo
from shared.kit.clock import today
from shared.kit.errors import CursorRefused
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route

from . import errors, rules, schemas
from .queries import LEDGER_ENTRIES, sums_of

router = APIRouter(prefix="/v1", tags=["Ledger"], route_class=Route)


@router.get("/ledger-entries", response_model=Page[contract.LedgerEntry], responses=problems(CursorRefused))
async def list_ledger_entries(query: Annotated[schemas.LedgerEntryQuery, Query()], read: Reading) -> Response:
    """List what moved, side by side: the entries behind any figure of a position."""
    return await read.page(LEDGER_ENTRIES, query)


@router.get(
    "/projects/{project_id}/position",
    response_model=contract.Position,
    responses=problems(errors.PositionNotFound, errors.DayToCome),
)
async def get_position(
    project_id: UUID, query: Annotated[schemas.PositionQuery, Query()], read: Reading, actor: Caller
) -> contract.Position:
    """Where a project's money stands: now, or as it stood at the end of a day, of a month or of the year."""
    now = today()
    on = query.on or now
    if on > now:
        raise errors.DayToCome
    async with read.database.reading() as connection:
        rows = await sums_of(connection, actor, project_id, on)
    if not rows:
        raise errors.PositionNotFound
    by_strand: dict[FundingStrand, dict[contract.Account, int]] = {}
    for row in rows:
        if row["strand"] is not None:
            by_strand.setdefault(FundingStrand(row["strand"]), {})[contract.Account(row["account"])] = row["pence"]
    strands = [rules.standing(strand, by_strand[strand]) for strand in FundingStrand if strand in by_strand]
    return contract.Position(
        project_id=project_id,
        icb_code=rows[0]["icb_code"],
        programme_year=rows[0]["programme_year"],
        at_end_of=on,
        total=rules.standing(None, rules.all_together(by_strand)),
        strands=strands,
        over_committed=rules.over_committed(CommitmentsUpTo(rows[0]["commitments_up_to"]), strands),
        released_as_of=rows[0]["as_of"],
    )
