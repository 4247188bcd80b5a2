"""What the database itself refuses, whatever the code above it does."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.ledger.models import LedgerEntry
from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning.ledger import Account, TransactionKind
from shared.contracts.partnership.funding import FundingStrand
from shared.kit.clock import today, utc_now
from tests.commissioning_api.ledger.money import PARENTS, SUPPORT, Money
from tests.commissioning_api.participations.said import apply
from tests.support.databases import Databases
from tests.support.serving import Served, live


@pytest.fixture
async def shared(databases: Databases) -> AsyncIterator[Served]:
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as running:
        yield running


def sides(*amounts: tuple[FundingStrand, int]) -> list[dict[str, object]]:
    transaction_id, project_id, source_id = uuid4(), uuid4(), uuid4()
    return [
        {
            "id": uuid4(), "transaction_id": transaction_id, "project_id": project_id, "icb_code": "QWO",
            "programme_year": "2025-26", "strand": strand, "account": Account.FREE, "amount_pence": pence,
            "kind": TransactionKind.RELEASE, "package_line_id": None, "source_id": source_id, "booked_on": today(),
            "recorded_at": utc_now(),
        }
        for strand, pence in amounts
    ]  # fmt: skip


async def post(session: AsyncSession, *amounts: tuple[FundingStrand, int]) -> None:
    await session.execute(insert(LedgerEntry), sides(*amounts))


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_entries set amount_pence = amount_pence + 1",
        "update ledger_entries set booked_on = booked_on - 40",
        "delete from ledger_entries",
        "truncate ledger_entries",
    ],
)
async def test_an_entry_is_never_changed_or_deleted(shared: Served, statement: str):
    await apply(shared, Money().allotted(tailored_support=100))
    with pytest.raises(DBAPIError, match="only ever added to"):
        async with shared.database.transaction() as session:
            await session.execute(text(statement))


@pytest.mark.parametrize(
    "amounts", [[(SUPPORT, 5)], [(SUPPORT, 5), (SUPPORT, -4)], [(SUPPORT, 5), (PARENTS, -5)]], ids=str
)
async def test_a_transaction_that_does_not_add_up_in_its_strand_is_refused(
    shared: Served, amounts: list[tuple[FundingStrand, int]]
):
    with pytest.raises(DBAPIError, match="do not add up to nothing"):
        async with shared.database.transaction() as session:
            await post(session, *amounts)
    async with shared.database.transaction() as session:
        assert await session.scalar(text("select count(*) from ledger_entries")) == 0
        await post(session, (SUPPORT, 5), (SUPPORT, -5))


async def test_nothing_is_posted_that_moves_nothing(shared: Served):
    with pytest.raises(DBAPIError, match="moves_something"):
        async with shared.database.transaction() as session:
            await post(session, (SUPPORT, 0), (SUPPORT, 0))


@pytest.mark.parametrize("account", [account for account in Account if account not in (Account.FUNDER, Account.FREE)])
async def test_no_account_but_the_funder_and_free_money_is_ever_overdrawn(shared: Served, account: Account):
    statement = text("insert into ledger_accounts values (gen_random_uuid(), 'embedding', :account, -1)")
    with pytest.raises(DBAPIError, match="not_overdrawn"):
        async with shared.database.transaction() as session:
            await session.execute(statement, {"account": account.value})
