"""Fifty connections commit against one budget, some of them killed in the middle: the ledger balances all the same."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy import text

from services.commissioning_api.ledger import service
from services.commissioning_api.ledger.errors import NotEnoughInTheStrand, NotEnoughReleased
from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning.ledger import Account
from tests.commissioning_api.ledger.money import BOARD, PARENTS, SUPPORT, Balances, Money, at, must_balance
from tests.commissioning_api.participations.said import apply
from tests.support.databases import Databases
from tests.support.serving import Served, live

CONNECTIONS, LINES_EACH, RELEASED = 50, 6, 20_000
BOUND = (Account.COMMITTED, Account.ACCRUED, Account.INVOICED, Account.SPENT)


@dataclass
class Told:
    """What each attempt was told. One that was cut may have been done or not: nobody can know."""

    done: dict[UUID, int] = field(default_factory=dict)
    refused: set[UUID] = field(default_factory=set)
    cut: set[UUID] = field(default_factory=set)


async def buy(commissioning: Served, money: Money, told: Told, dice: random.Random) -> None:
    for _ in range(LINES_EACH):
        line, pence = uuid4(), dice.randint(1, 200)
        try:
            async with commissioning.database.transaction() as session:
                await service.commit(session, money, SUPPORT, pence, line_id=line, released_pence=10**12, actor=BOARD)
        except (NotEnoughReleased, NotEnoughInTheStrand):
            told.refused.add(line)
        except asyncio.CancelledError:
            told.cut.add(line)
            raise
        except Exception:  # noqa: BLE001 (a killed connection shows as one of many)
            told.cut.add(line)
        else:
            told.done[line] = pence


async def kill(url: str, buyers: list[asyncio.Task[None]], dice: random.Random) -> int:
    """Ends connections of the database from under those who use them, and some buyers themselves."""
    killer, killed = await asyncpg.connect(url), 0
    try:
        while not all(buyer.done() for buyer in buyers):
            killed += await killer.fetchval(
                "select count(*) filter (where pg_terminate_backend(pid)) from (select pid from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'"
                " order by random() limit 2) as victims"
            )
            dice.choice(buyers).cancel()
            await asyncio.sleep(0.02)
    finally:
        await killer.close()
    return killed


@asynccontextmanager
async def opened(databases: Databases, money: Money) -> AsyncIterator[tuple[Served, str]]:
    async with (
        databases.copy(SERVICE) as url,
        live(SERVICE, url, write_connections=CONNECTIONS) as commissioning,
    ):
        await apply(commissioning, money.allotted(tailored_support=RELEASED, parent_carer_engagement=RELEASED))
        await apply(commissioning, money.released(2 * RELEASED))
        yield commissioning, url


async def what_stands(commissioning: Served, money: Money) -> tuple[Balances, dict[UUID, int]]:
    async with commissioning.database.transaction() as session:
        kept = await must_balance(session, money.project_id)
        rows = await session.execute(
            text("select package_line_id, amount_pence from ledger_entries where account = 'committed'")
        )
        return kept, {row.package_line_id: row.amount_pence for row in rows}


async def test_fifty_connections_commit_at_once_and_never_go_over(databases: Databases):
    money, told, dice = Money(), Told(), random.Random(5)
    async with opened(databases, money) as (commissioning, _):
        await asyncio.gather(*(buy(commissioning, money, told, dice) for _ in range(CONNECTIONS)))
        kept, lines = await what_stands(commissioning, money)
    assert lines == told.done
    assert not told.cut
    assert told.refused, "there was not enough for everybody"
    assert at(kept, SUPPORT, *BOUND) + at(kept, SUPPORT, Account.FREE) == RELEASED
    assert 0 <= at(kept, SUPPORT, Account.FREE) < 200
    assert at(kept, PARENTS, Account.FREE) == RELEASED


async def test_connections_killed_in_the_middle_leave_nothing_half_done(databases: Databases):
    money, told, dice = Money(), Told(), random.Random(6)
    async with opened(databases, money) as (commissioning, url):
        buyers = [asyncio.create_task(buy(commissioning, money, told, dice)) for _ in range(CONNECTIONS)]
        killed = await kill(url, buyers, dice)
        await asyncio.gather(*buyers, return_exceptions=True)
        kept, lines = await what_stands(commissioning, money)
        assert killed
        assert told.cut
        assert told.done.items() <= lines.items(), "what was promised is there"
        assert lines.keys() <= told.done.keys() | told.cut, "and nothing that was refused"
        assert at(kept, SUPPORT, Account.COMMITTED) == sum(lines.values()) <= RELEASED
        async with commissioning.database.transaction() as session:
            left = at(kept, SUPPORT, Account.FREE)
            await service.commit(session, money, SUPPORT, left, line_id=uuid4(), released_pence=10**12, actor=BOARD)
        kept, _ = await what_stands(commissioning, money)
    assert at(kept, SUPPORT, Account.COMMITTED) == RELEASED, "and what is left can still be had, to the penny"


async def test_recoveries_and_commitments_at_once_keep_the_books_and_show_what_is_overdrawn(databases: Databases):
    money, told, dice, tranche = Money(), Told(), random.Random(7), uuid4()
    async with opened(databases, money) as (commissioning, _):
        await apply(commissioning, money.allotted(2, tailored_support=RELEASED, parent_carer_engagement=2 * RELEASED))
        await apply(commissioning, money.released(RELEASED, tranche))

        async def take_back() -> None:
            for version in range(3, 8):
                await apply(commissioning, money.recovered(RELEASED, 2000 * (version - 2), tranche, version))

        await asyncio.gather(take_back(), *(buy(commissioning, money, told, dice) for _ in range(CONNECTIONS)))
        kept, lines = await what_stands(commissioning, money)
        shown = (await commissioning.as_(BOARD).get(f"/v1/projects/{money.project_id}/position")).json()
    assert lines == told.done
    assert at(kept, SUPPORT, Account.COMMITTED) == sum(told.done.values())
    assert shown["over_committed"] is (at(kept, SUPPORT, Account.FREE) < 0)
    assert shown["total"]["released_pence"] == 3 * RELEASED - 10_000
