"""A project's money as partnership_api tells of it, and as the ledger has it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.ledger.rules import Said
from shared.contracts.commissioning.ledger import Account
from shared.contracts.event import CloudEvent
from shared.contracts.partnership import funding
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.programmes import CommitmentsUpTo
from tests.commissioning_api.participations.said import as_sent
from tests.commissioning_api.stand_in import NOW

RELEASED, ALLOCATED = CommitmentsUpTo.RELEASED, CommitmentsUpTo.ALLOCATED
SUPPORT, PARENTS = FundingStrand.TAILORED_SUPPORT, FundingStrand.PARENT_CARER_ENGAGEMENT
BOARD = "icb:QWO"


def no_less(up_to: CommitmentsUpTo = RELEASED) -> Said:
    """The owner says no less than was followed, and which rule the year has."""
    return Said(up_to, allocated_pence=10**12, released_pence=10**12)


@dataclass
class Money:
    """One project: what money is moved for, and the events its owner would send."""

    project_id: UUID = field(default_factory=uuid4)
    icb_code: str = "QWO"
    programme_year: str = "2025-26"
    allocation_id: UUID = field(default_factory=uuid4)

    def allotted(self, version: int = 1, *, reduced: bool = False, **profile: int) -> CloudEvent:
        data = {
            **self._place, "id": self.allocation_id, "amount_pence": sum(profile.values()),
            "profile": [{"strand": strand, "amount_pence": pence} for strand, pence in profile.items()],
            "basis": "Per school.", "below_minimum": False, "released_pence": 0, "reduced_reason": None,
            "version": version,
        }  # fmt: skip
        kind = funding.AllocationReduced if reduced else funding.AllocationSet
        return as_sent(kind(data=funding.Allocation.model_validate(data)), "partnership")

    def released(self, pence: int, release_id: UUID | None = None) -> CloudEvent:
        return self._release(funding.ReleaseMade, pence, 0, release_id or uuid4(), 2)

    def recovered(self, pence: int, back: int, release_id: UUID, version: int = 3) -> CloudEvent:
        """`back` is all that came back of the release so far."""
        return self._release(funding.ReleaseRecovered, pence, back, release_id, version)

    def _release(self, kind: Any, pence: int, back: int, release_id: UUID, version: int) -> CloudEvent:
        data = {
            **self._place, "id": release_id, "number": 1, "amount_pence": pence, "planned_on": "2025-09-01",
            "status": "released", "released_at": NOW, "cancellation_reason": None, "recovered_pence": back,
            "version": version,
        }  # fmt: skip
        return as_sent(kind(data=funding.Release.model_validate(data)), "partnership")

    @property
    def _place(self) -> dict[str, Any]:
        return {
            "project_id": self.project_id, "icb_code": self.icb_code, "programme_year": self.programme_year,
            "created_at": NOW, "updated_at": NOW,
        }  # fmt: skip


Balances = dict[tuple[str, str], int]


async def balances(session: AsyncSession, project_id: UUID, table: str = "accounts") -> Balances:
    """What stands where, from the balances that are kept or, with `entries`, from what moved; without the zeros."""
    column = "balance_pence" if table == "accounts" else "amount_pence"
    rows = await session.execute(
        text(
            f"select strand, account, sum({column})::bigint as pence from ledger_{table} where project_id = :project"
            f" group by strand, account having sum({column}) <> 0"
        ),
        {"project": project_id},
    )
    return {(row.strand, row.account): row.pence for row in rows}


async def must_balance(session: AsyncSession, project_id: UUID) -> Balances:
    """The ledger adds up to nothing, transaction by transaction, and its balances are what moved."""
    kept, moved = await balances(session, project_id), await balances(session, project_id, "entries")
    assert kept == moved
    assert sum(kept.values()) == 0
    odd = await session.scalar(
        text(
            "select count(*) from (select from ledger_entries group by transaction_id"
            " having sum(amount_pence) <> 0 or count(*) <> 2) as odd"
        )
    )
    assert odd == 0
    return kept


def at(kept: Balances, strand: FundingStrand, *accounts: Account) -> int:
    return sum(kept.get((strand.value, account.value), 0) for account in accounts)
