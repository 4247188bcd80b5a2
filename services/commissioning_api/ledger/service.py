"""Moving money. Everybody locks the project's budget row first, then whatever else: one order, so no deadlock.

The budget's lock serialises all that moves a project's money; its balances are read after it is held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.commissioning.ledger import Account, LedgerEntryMade, TransactionKind
from shared.contracts.partnership.funding import FundingStrand
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today
from shared.kit.reads import caller_values

from . import errors, rules
from .models import Books, LedgerAccount, LedgerEntry, ProjectBudget, Why
from .queries import BUDGETS_SEEN


class OfAProject(Protocol):
    """What money is moved for: anything that belongs to a project."""

    project_id: UUID


@dataclass(frozen=True)
class Accrual:
    """What is set apart for a line; below zero: taken back."""

    line_id: UUID
    strand: FundingStrand
    amount_pence: int


async def budget_seen(session: AsyncSession, project_id: UUID, actor: Actor) -> ProjectBudget:
    """A project's budget, not locked, if the caller may see its money."""
    statement = select(ProjectBudget).where(ProjectBudget.project_id == project_id, BUDGETS_SEEN[actor.kind])
    budget: ProjectBudget | None = await session.scalar(statement, caller_values(actor))
    if budget is None:
        raise errors.PositionNotFound
    return budget


async def hold(session: AsyncSession, project_id: UUID) -> None:
    """Lock a project's money until the transaction ends: call it before locking a line or an invoice."""
    await _budget(session, project_id)


async def commit(
    session: AsyncSession,
    of: OfAProject,
    strand: FundingStrand,
    amount_pence: int,
    *,
    line_id: UUID,
    said: rules.Said,
    actor: Actor | str,
) -> None:
    """Commit what a line costs, as far as the year's rule lets it. `said` is what the owner says now."""
    books = await _books(session, of.project_id)
    _must_be_free(books, strand, amount_pence, said)
    why = Why(TransactionKind.COMMITMENT, line_id, today(), line_id)
    books.move(strand, Account.FREE, Account.COMMITTED, amount_pence, why)
    await post(session, books, actor)


async def vary(
    session: AsyncSession,
    of: OfAProject,
    strand: FundingStrand,
    difference_pence: int,
    *,
    line_id: UUID,
    said: rules.Said,
    actor: Actor | str,
) -> None:
    """Commit more for a line, or give back what is less; less than what is invoiced it cannot become.

    What was accrued is not more than the line will cost: where it is, as much of it is taken back first.
    """
    books = await _books(session, of.project_id)
    if difference_pence > 0:
        _must_be_free(books, strand, difference_pence, said)
    else:
        await _must_stand(session, line_id, -difference_pence, Account.COMMITTED, Account.ACCRUED)
        open_pence = await _standing(session, line_id, Account.COMMITTED)
        if -difference_pence > open_pence:
            back = Why(TransactionKind.ACCRUAL_REVERSAL, line_id, today(), line_id)
            books.move(strand, Account.ACCRUED, Account.COMMITTED, -difference_pence - open_pence, back)
    why = Why(TransactionKind.VARIATION, line_id, today(), line_id)
    books.move(strand, Account.FREE, Account.COMMITTED, difference_pence, why)
    await post(session, books, actor)


async def uncommit(
    session: AsyncSession,
    of: OfAProject,
    strand: FundingStrand,
    amount_pence: int,
    *,
    line_id: UUID,
    actor: Actor | str,
) -> None:
    """Give back what is committed for a line that is cancelled, or given for less."""
    books = await _books(session, of.project_id)
    await _must_stand(session, line_id, amount_pence, Account.COMMITTED)
    why = Why(TransactionKind.CANCELLATION, line_id, today(), line_id)
    books.move(strand, Account.COMMITTED, Account.FREE, amount_pence, why)
    await post(session, books, actor)


async def open_pence(session: AsyncSession, line_id: UUID) -> int:
    """What is committed or accrued for a line and not invoiced. For who holds the project's money."""
    return await _standing(session, line_id, Account.COMMITTED, Account.ACCRUED)


async def invoiced_pence(session: AsyncSession, line_id: UUID) -> int:
    """What was invoiced of a line, paid or not."""
    return await _standing(session, line_id, Account.INVOICED, Account.SPENT)


async def give_back(
    session: AsyncSession, of: OfAProject, strand: FundingStrand, *, line_id: UUID, actor: Actor | str
) -> None:
    """Give back all that is committed or accrued for a line and not invoiced: it is cancelled."""
    if accrued := await _standing(session, line_id, Account.ACCRUED):
        await accrue(session, of.project_id, [Accrual(line_id, strand, -accrued)], actor)
    if committed := await _standing(session, line_id, Account.COMMITTED):
        await uncommit(session, of, strand, committed, line_id=line_id, actor=actor)


async def accrue(session: AsyncSession, project_id: UUID, accruals: Sequence[Accrual], actor: Actor | str) -> None:
    """Set apart what was given of lines and not invoiced; an amount below zero takes an accrual back."""
    books = await _books(session, project_id)
    standing = await standing_of_lines(session, project_id)
    for each in accruals:
        source = Account.COMMITTED if each.amount_pence > 0 else Account.ACCRUED
        _must_cover(standing.get(each.line_id, {}).get(source, 0), abs(each.amount_pence), source)
        kind = TransactionKind.ACCRUAL if each.amount_pence > 0 else TransactionKind.ACCRUAL_REVERSAL
        why = Why(kind, each.line_id, today(), each.line_id)
        books.move(each.strand, Account.COMMITTED, Account.ACCRUED, each.amount_pence, why)
    await post(session, books, actor)


async def standing_of_lines(session: AsyncSession, project_id: UUID) -> dict[UUID, dict[Account, int]]:
    """What stands in each account for each line of a project. For who holds the project's money."""
    rows = await session.execute(
        select(LedgerEntry.package_line_id, LedgerEntry.account, func.sum(LedgerEntry.amount_pence))
        .where(LedgerEntry.project_id == project_id)
        .group_by(LedgerEntry.package_line_id, LedgerEntry.account)
    )
    standing: dict[UUID, dict[Account, int]] = {}
    for line_id, account, pence in rows:
        if line_id is not None:
            standing.setdefault(line_id, {})[account] = int(pence)
    return standing


async def invoice(
    session: AsyncSession,
    of: OfAProject,
    strand: FundingStrand,
    amount_pence: int,
    *,
    line_id: UUID,
    invoice_id: UUID,
    actor: Actor | str,
) -> None:
    """A provider asks for money: first what was accrued for the line, then what is committed."""
    books = await _books(session, of.project_id)
    await _must_stand(session, line_id, amount_pence, Account.COMMITTED, Account.ACCRUED)
    why = Why(TransactionKind.INVOICE, invoice_id, today(), line_id)
    accrued = min(amount_pence, await _standing(session, line_id, Account.ACCRUED))
    books.move(strand, Account.ACCRUED, Account.INVOICED, accrued, why)
    books.move(strand, Account.COMMITTED, Account.INVOICED, amount_pence - accrued, why)
    await post(session, books, actor)


async def pay(
    session: AsyncSession,
    of: OfAProject,
    strand: FundingStrand,
    amount_pence: int,
    *,
    line_id: UUID,
    invoice_id: UUID,
    actor: Actor | str,
) -> None:
    """Pay an invoice."""
    books = await _books(session, of.project_id)
    await _must_stand(session, line_id, amount_pence, Account.INVOICED)
    why = Why(TransactionKind.PAYMENT, invoice_id, today(), line_id)
    books.move(strand, Account.INVOICED, Account.SPENT, amount_pence, why)
    await post(session, books, actor)


async def credit(
    session: AsyncSession,
    of: OfAProject,
    strand: FundingStrand,
    amount_pence: int,
    *,
    line_id: UUID,
    invoice_id: UUID,
    paid: bool,
    line_stands: bool,
    actor: Actor | str,
) -> None:
    """A provider takes an invoice back, paid or not: the money is the line's again, or free if the line is off."""
    books = await _books(session, of.project_id)
    source = Account.SPENT if paid else Account.INVOICED
    await _must_stand(session, line_id, amount_pence, source)
    why = Why(TransactionKind.CREDIT, invoice_id, today(), line_id)
    books.move(strand, source, Account.COMMITTED if line_stands else Account.FREE, amount_pence, why)
    await post(session, books, actor)


async def _budget(session: AsyncSession, project_id: UUID) -> ProjectBudget:
    budget = await session.scalar(
        select(ProjectBudget)
        .where(ProjectBudget.project_id == project_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if budget is None:
        raise errors.NothingAllocated
    return budget


async def _books(session: AsyncSession, project_id: UUID) -> Books:
    return await books_of(session, await _budget(session, project_id))


async def books_of(session: AsyncSession, budget: ProjectBudget) -> Books:
    """The balances under a budget that is locked."""
    found = await session.scalars(
        select(LedgerAccount)
        .where(LedgerAccount.project_id == budget.project_id)
        .execution_options(populate_existing=True)
    )
    return Books(budget, {(each.strand, each.account): each for each in found})


async def post(session: AsyncSession, books: Books, actor: Actor | str) -> None:
    """Keep what was moved, and announce each side of it."""
    session.add_all([*books.accounts.values(), *books.entries])
    await outbox.announce_each(session, LedgerEntryMade, books.entries, actor)
    books.entries.clear()


def _must_be_free(books: Books, strand: FundingStrand, amount_pence: int, said: rules.Said) -> None:
    budget = books.budget
    most = rules.ceiling(said, budget.allotted, budget.released_pence)
    rules.must_be_free(strand, amount_pence, said.up_to, budget.allotted, most, books.bound)
    budget.commitments_up_to = said.up_to


async def _must_stand(session: AsyncSession, line_id: UUID, amount_pence: int, *accounts: Account) -> None:
    _must_cover(await _standing(session, line_id, *accounts), amount_pence, *accounts)


def _must_cover(stands: int, amount_pence: int, *accounts: Account) -> None:
    if amount_pence > stands:
        where = " or ".join(accounts)
        raise errors.NotEnoughCommitted(
            f"{rules.pounds(stands)} of this line stand as {where}; {rules.pounds(amount_pence)} are asked for."
        )


async def _standing(session: AsyncSession, line_id: UUID, *accounts: Account) -> int:
    total = await session.scalar(
        select(func.coalesce(func.sum(LedgerEntry.amount_pence), 0)).where(
            LedgerEntry.package_line_id == line_id, LedgerEntry.account.in_(accounts)
        )
    )
    return int(total or 0)
