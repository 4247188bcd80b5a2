"""The tables of the ledger, and how money moves in it.

Entries are facts: the database itself refuses to change or delete one, and a transaction that does not add up to
nothing. The balances are kept beside them, under the row's own checks, so that a decision reads a few rows.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base
from shared.contracts.commissioning.ledger import Account, TransactionKind
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.programmes import CommitmentsUpTo
from shared.kit.clock import utc_now
from shared.kit.columns import new_id, primary_key, words

from . import rules


class ProjectBudget(Base):
    """What the owner said of a project's money, as of its versions. Whoever moves the project's money locks this row.

    It is no copy that is rebuilt: what it says was posted.
    """

    __tablename__ = "project_budgets"
    __table_args__ = (CheckConstraint("allocation_pence >= 0 and released_pence >= 0", name="not_negative"),)

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    programme_year: Mapped[str] = mapped_column(String(7))
    allocation_version: Mapped[int] = mapped_column(default=0)
    allocation_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    profile: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    released_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    # By the rule of the year when money was last committed; before that it bounds nothing.
    commitments_up_to: Mapped[CommitmentsUpTo] = mapped_column(words(CommitmentsUpTo))

    @property
    def allotted(self) -> rules.Profile:
        """What each strand is allotted."""
        return {strand: self.profile.get(strand.value, 0) for strand in FundingStrand}


class BudgetRelease(Base):
    """What the owner said of one release, as of its version: paid out, and what came back of it."""

    __tablename__ = "budget_releases"

    release_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(index=True)
    net_pence: Mapped[int] = mapped_column(BigInteger)
    source_version: Mapped[int]


class LedgerAccount(Base):
    """The balance of one account of a project's strand."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        CheckConstraint("account in ('funder', 'free') or balance_pence >= 0", name="not_overdrawn"),
        CheckConstraint("account <> 'funder' or balance_pence <= 0", name="funder_gives"),
    )

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    strand: Mapped[FundingStrand] = mapped_column(words(FundingStrand), primary_key=True)
    account: Mapped[Account] = mapped_column(words(Account), primary_key=True)
    balance_pence: Mapped[int] = mapped_column(BigInteger)


class LedgerEntry(Base):
    """One side of a transaction. Never changed, never deleted. Kept by programme year, which is in its key too."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("amount_pence <> 0", name="moves_something"),
        Index("ix_ledger_entries_project_id", "project_id", "id"),
        Index("ix_ledger_entries_icb_code", "icb_code", "id"),
        Index("ix_ledger_entries_package_line_id", "package_line_id", "id"),
        Index("ix_ledger_entries_source_id", "source_id", "id"),
        Index("ix_ledger_entries_project_id_booked_on", "project_id", "booked_on"),
    )

    id: Mapped[UUID] = primary_key()
    transaction_id: Mapped[UUID] = mapped_column(index=True)
    project_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    programme_year: Mapped[str] = mapped_column(String(7))
    strand: Mapped[FundingStrand] = mapped_column(words(FundingStrand))
    account: Mapped[Account] = mapped_column(words(Account))
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[TransactionKind] = mapped_column(words(TransactionKind))
    package_line_id: Mapped[UUID | None]
    source_id: Mapped[UUID]
    booked_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def updated_at(self) -> datetime:
        """An entry never changes."""
        return self.recorded_at


@dataclass(frozen=True)
class Why:
    """What a movement is made for, and when it is booked."""

    kind: TransactionKind
    source_id: UUID
    on: date
    line_id: UUID | None = None


@dataclass
class Books:
    """A project's money while its budget is locked: its balances, and the entries that move them."""

    budget: ProjectBudget
    accounts: dict[tuple[FundingStrand, Account], LedgerAccount]
    entries: list[LedgerEntry] = field(default_factory=list)

    def balance(self, strand: FundingStrand, account: Account) -> int:
        """What stands in an account now."""
        found = self.accounts.get((strand, account))
        return 0 if found is None else found.balance_pence

    @property
    def bound(self) -> rules.Profile:
        """What is committed of each strand, and all after that."""
        return {strand: sum(self.balance(strand, account) for account in rules.BOUND) for strand in FundingStrand}

    @property
    def released(self) -> rules.Profile:
        """What each strand got so far: all that left `pledged`."""
        return {
            strand: sum(self.balance(strand, each) for each in (Account.FREE, *rules.BOUND)) for strand in FundingStrand
        }

    def move(self, strand: FundingStrand, source: Account, target: Account, amount_pence: int, why: Why) -> None:
        """A transaction of two entries; an amount below zero moves the other way, and nothing makes none."""
        if amount_pence == 0:
            return
        transaction_id, at = new_id(), utc_now()
        for account, amount in ((source, -amount_pence), (target, amount_pence)):
            self._add_to(strand, account, amount)
            self.entries.append(
                LedgerEntry(
                    transaction_id=transaction_id,
                    project_id=self.budget.project_id,
                    icb_code=self.budget.icb_code,
                    programme_year=self.budget.programme_year,
                    strand=strand,
                    account=account,
                    amount_pence=amount,
                    kind=why.kind,
                    package_line_id=why.line_id,
                    source_id=why.source_id,
                    booked_on=why.on,
                    recorded_at=at,
                )
            )

    def settle(self, why: Why) -> None:
        """Post the difference between what the owner said and what stands here, strand by strand."""
        budget = self.budget
        allotted, released = budget.allotted, self.released
        due = rules.split(budget.released_pence, allotted)
        for strand in FundingStrand:
            given = -self.balance(strand, Account.FUNDER)
            self.move(strand, Account.FUNDER, Account.PLEDGED, allotted[strand] - given, why)
            self.move(strand, Account.PLEDGED, Account.FREE, due[strand] - released[strand], why)

    def _add_to(self, strand: FundingStrand, account: Account, amount_pence: int) -> None:
        key = (strand, account)
        if key not in self.accounts:
            self.accounts[key] = LedgerAccount(
                project_id=self.budget.project_id, strand=strand, account=account, balance_pence=0
            )
        self.accounts[key].balance_pence += amount_pence
