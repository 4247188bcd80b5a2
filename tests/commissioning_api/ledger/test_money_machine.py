"""Whatever is allotted, released, recovered, bought, invoiced and paid, in whatever order, the books hold (R18)."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.ledger import errors, rules, service
from services.commissioning_api.ledger.following import follow_allocation, follow_release
from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning.ledger import Account
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.programmes import CommitmentsUpTo
from tests.commissioning_api.ledger.money import (
    BOARD,
    PARENTS,
    RELEASED,
    SUPPORT,
    Money,
    balances,
    must_balance,
    no_less,
)
from tests.support.databases import Databases, rolled_back

STRANDS = (SUPPORT, PARENTS)
LINES = [uuid4() for _ in range(3)]
INVOICES = [uuid4() for _ in range(3)]
TRANCHES = [uuid4() for _ in range(2)]
REFUSALS = (
    errors.NothingAllocated, errors.NothingReleased, errors.NotEnoughAllocated, errors.NotEnoughReleased,
    errors.NotEnoughInTheStrand, errors.NotEnoughCommitted,
)  # fmt: skip
PENCE, PLACE = st.integers(1, 9), st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("allot"), st.integers(0, 20), st.integers(0, 20)),
        st.tuples(st.just("release"), st.integers(0, 1), st.integers(1, 20)),
        st.tuples(st.just("recover"), st.integers(0, 1), PENCE),
        *(
            st.tuples(st.just(step), PLACE, PENCE)
            for step in ("commit", "commit", "more", "less", "uncommit", "accrue", "reverse", "invoice")
        ),
        st.tuples(st.just("pay"), PLACE, st.just(0)),
        st.tuples(st.just("credit"), PLACE, st.just(0)),
    ),
    min_size=12,
    max_size=30,
)


@dataclass
class Line:
    strand: FundingStrand
    committed: int = 0
    accrued: int = 0


@dataclass
class Invoice:
    line: int
    pence: int
    paid: bool = False


@dataclass
class Purse:
    """The rules of R18 in as few words as they can be said."""

    up_to: CommitmentsUpTo
    allotted: dict[FundingStrand, int] = field(default_factory=lambda: dict.fromkeys(STRANDS, 0))
    tranches: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # amount, back, version
    lines: list[Line] = field(default_factory=lambda: [Line(STRANDS[place % 2]) for place in range(3)])
    invoices: dict[int, Invoice] = field(default_factory=dict)
    version: int = 0

    def released(self) -> dict[FundingStrand, int]:
        return rules.split(sum(amount - back for amount, back, _ in self.tranches.values()), self.allotted)

    def bound(self, strand: FundingStrand) -> int:
        of_lines = sum(line.committed + line.accrued for line in self.lines if line.strand is strand)
        return of_lines + sum(each.pence for each in self.invoices.values() if self.lines[each.line].strand is strand)

    def allows(self, step: str, place: int, pence: int) -> bool:
        line, invoice = self.lines[place], self.invoices.get(place)
        if step in ("commit", "more"):
            most = self.released() if self.up_to is RELEASED else self.allotted
            left = {strand: most[strand] - self.bound(strand) for strand in STRANDS}
            return pence <= left[line.strand] and pence <= sum(left.values())
        if step in ("uncommit", "accrue"):
            return pence <= line.committed
        if step == "reverse":
            return pence <= line.accrued
        if step in ("less", "invoice"):
            return pence <= line.committed + line.accrued
        return step != "pay" or (invoice is not None and not invoice.paid)

    def take(self, step: str, place: int, pence: int) -> None:
        line = self.lines[place]
        if step in ("commit", "more"):
            line.committed += pence
        elif step in ("less", "uncommit"):
            of_accrued = max(pence - line.committed, 0)
            line.accrued, line.committed = line.accrued - of_accrued, line.committed - pence + of_accrued
        elif step in ("accrue", "reverse"):
            moved = pence if step == "accrue" else -pence
            line.committed, line.accrued = line.committed - moved, line.accrued + moved
        elif step == "invoice":
            of_accrued = min(pence, line.accrued)
            line.accrued, line.committed = line.accrued - of_accrued, line.committed - pence + of_accrued
            self.invoices[place] = Invoice(place, pence)
        elif step == "pay":
            self.invoices[place].paid = True
        else:
            line.committed += self.invoices.pop(place).pence

    def shown(self) -> dict[tuple[str, str], int]:
        told: dict[tuple[str, str], int] = {}
        for strand, part in self.released().items():
            of_strand = [line for line in self.lines if line.strand is strand]
            asked = [each for each in self.invoices.values() if self.lines[each.line].strand is strand]
            allotted = self.allotted.get(strand, 0)
            told |= {
                (strand, Account.FUNDER): -allotted, (strand, Account.PLEDGED): allotted - part,
                (strand, Account.FREE): part - self.bound(strand),
                (strand, Account.COMMITTED): sum(line.committed for line in of_strand),
                (strand, Account.ACCRUED): sum(line.accrued for line in of_strand),
                (strand, Account.INVOICED): sum(each.pence for each in asked if not each.paid),
                (strand, Account.SPENT): sum(each.pence for each in asked if each.paid),
            }  # fmt: skip
        return {(strand, account): pence for (strand, account), pence in told.items() if pence}


async def fund(session: AsyncSession, money: Money, purse: Purse, step: str, first: int, second: int) -> None:
    """What the owner does, as its feed tells of it; it never allots less than is released."""
    if step == "allot":
        if first + second >= sum(amount - back for amount, back, _ in purse.tranches.values()):
            purse.allotted, purse.version = {SUPPORT: first, PARENTS: second}, purse.version + 1
            said = money.allotted(purse.version, tailored_support=first, parent_carer_engagement=second)
            await follow_allocation(session, said)
        return
    amount, back, version = purse.tranches.get(first, (0, 0, 1))
    if step == "release" and not version > 1:
        purse.tranches[first] = (second, 0, 2)
        await follow_release(session, money.released(second, TRANCHES[first]))
    elif step == "recover" and version > 1 and back + second <= amount:
        purse.tranches[first] = (amount, back + second, version + 1)
        await follow_release(session, money.recovered(amount, back + second, TRANCHES[first], version + 1))


def move(session: AsyncSession, money: Money, purse: Purse, step: str, place: int, pence: int) -> Awaitable[None]:
    """The same step on the ledger."""
    strand, line = purse.lines[place].strand, LINES[place]
    if step in ("commit", "more", "less"):
        act = service.commit if step == "commit" else service.vary
        signed = -pence if step == "less" else pence
        return act(session, money, strand, signed, line_id=line, said=no_less(purse.up_to), actor=BOARD)
    if step == "uncommit":
        return service.uncommit(session, money, strand, pence, line_id=line, actor=BOARD)
    if step in ("accrue", "reverse"):
        accrual = service.Accrual(line, strand, pence if step == "accrue" else -pence)
        return service.accrue(session, money.project_id, [accrual], BOARD)
    named = {"line_id": line, "invoice_id": INVOICES[place], "actor": BOARD}
    if step == "invoice":
        return service.invoice(session, money, strand, pence, **named)
    asked = purse.invoices[place]
    if step == "pay":
        return service.pay(session, money, strand, asked.pence, **named)
    return service.credit(session, money, strand, asked.pence, **named, paid=asked.paid, line_stands=True)


async def run(url: str, up_to: CommitmentsUpTo, steps: list[tuple[str, int, int]]) -> None:
    money, purse = Money(), Purse(up_to)
    async with rolled_back(url) as database, database.transaction() as session:
        for step, first, second in steps:
            if step in ("allot", "release", "recover"):
                await fund(session, money, purse, step, first, second)
            elif (step in ("pay", "credit", "invoice")) and (step == "invoice") is (first in purse.invoices):
                continue  # one invoice at a time of each line, and nothing to pay or credit without one
            elif purse.allows(step, first, second):
                await move(session, money, purse, step, first, second)
                purse.take(step, first, second)
            else:
                before = await balances(session, money.project_id)
                with pytest.raises(REFUSALS):
                    await move(session, money, purse, step, first, second)
                assert await balances(session, money.project_id) == before
            assert await must_balance(session, money.project_id) == purse.shown()


@pytest.fixture(scope="module")
def url(databases: Databases) -> str:
    return databases.url(asyncio.run(databases.template(SERVICE)))


@pytest.mark.parametrize("up_to", CommitmentsUpTo)
@given(steps=STEPS)
@settings(max_examples=25, deadline=None)
def test_the_ledger_never_disagrees_with_the_rules(url: str, up_to: CommitmentsUpTo, steps: list[tuple[str, int, int]]):
    first = [("allot", 12, 8), ("release", 0, 14)] if up_to is RELEASED else [("allot", 12, 8)]
    asyncio.run(run(url, up_to, [*first, *steps]))
