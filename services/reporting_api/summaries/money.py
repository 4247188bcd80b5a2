"""Money and hours of each strand of a project: sums over the copies of the ledger, of lines and of sessions."""

from sqlalchemy import Numeric, Text, cast, column, func, select, true, values as rows_of
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.sql.selectable import LateralFromClause

from services.reporting_api.projections.models import DeliverySession, LedgerEntry, PackageLine, Project
from shared.contracts.commissioning.delivery import SessionStatus
from shared.contracts.commissioning.ledger import Account
from shared.contracts.partnership.funding import FundingStrand

from .models import StrandSummary
from .putting import PROJECTS, agreed, put, total

_STRANDS = rows_of(column("strand", Text()), name="strands", literal_binds=True).data(
    [(strand.value,) for strand in FundingStrand]
)


def _ledger() -> LateralFromClause:
    entry = LedgerEntry
    stands = {account: total(entry.amount_pence, entry.account == account.value) for account in Account}
    allocated = -stands[Account.FUNDER]
    return (
        select(
            allocated.label("allocated_pence"),
            (allocated - stands[Account.PLEDGED]).label("released_pence"),
            *(
                stands[account].label(f"{account}_pence")
                for account in (Account.FREE, Account.COMMITTED, Account.ACCRUED, Account.INVOICED, Account.SPENT)
            ),
        )
        .where(entry.project_id == Project.id, entry.strand == _STRANDS.c.strand)
        .lateral("ledger")
    )


def _bought() -> LateralFromClause:
    line = PackageLine
    return (
        select(
            func.count().label("lines_agreed"),
            total(cast(line.hours, Numeric())).label("hours_bought"),
            total(line.cost_pence).label("cost_pence"),
        )
        .where(line.project_id == Project.id, line.funding_strand == _STRANDS.c.strand, agreed())
        .lateral("bought")
    )


def _held() -> LateralFromClause:
    each, line = DeliverySession, PackageLine
    return (
        select(total(cast(each.hours, Numeric())).label("hours_held"))
        .join_from(each, line, line.id == each.package_line_id)
        .where(
            each.project_id == Project.id,
            each.status == SessionStatus.HELD.value,
            line.funding_strand == _STRANDS.c.strand,
        )
        .lateral("held")
    )


def summarise_strands() -> Insert:
    """The four strands of these projects."""
    parts = (_bought(), _held(), _ledger())
    values = {
        "project_id": Project.id,
        "strand": _STRANDS.c.strand,
        **{name: each for part in parts for name, each in part.c.items()},
    }
    rows = select(*values.values()).select_from(Project).join(_STRANDS, true()).where(Project.id == PROJECTS)
    for part in parts:
        rows = rows.join(part, true())
    return put(StrandSummary, ["project_id", "strand"], values, rows)
