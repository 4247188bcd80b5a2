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
from shared.contracts.partnership.programmes import CommitmentsUpTo
from tests.commissioning_api.ledger.money import (
    ALLOCATED,
    BOARD,
    PARENTS,
    RELEASED,
    SUPPORT,
    Balances,
    Money,
    at,
    must_balance,
    no_less,
)
from tests.commissioning_api.participations.said import apply
from tests.support.databases import Databases
from tests.support.serving import Served, live

CONNECTIONS, LINES_EACH, OF_EACH = 50, 6, 20_000
BOUND = (Account.COMMITTED, Account.ACCRUED, Account.INVOICED, Account.SPENT)


@dataclass
class Told:
    """What each attempt was told. One that was cut may have been done or not: nobody can know."""

    done: dict[UUID, int] = field(default_factory=dict)
    refused: set[UUID] = field(default_factory=set)
    cut: set[UUID] = field(default_factory=set)


async def buy(
    commissioning: Served, money: Money, told: Told, dice: random.Random, up_to: CommitmentsUpTo = RELEASED
) -> None:
    for _ in range(LINES_EACH):
        line, pence = uuid4(), dice.randint(1, 200)
        try:
            async with commissioning.database.transaction() as session:
                await service.commit(session, money, SUPPORT, pence, line_id=line, said=no_less(up_to), actor=BOARD)
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
        await apply(commissioning, money.allotted(tailored_support=OF_EACH, parent_carer_engagement=OF_EACH))
        await apply(commissioning, money.released(2 * OF_EACH))
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
    assert at(kept, SUPPORT, *BOUND) + at(kept, SUPPORT, Account.FREE) == OF_EACH
    assert 0 <= at(kept, SUPPORT, Account.FREE) < 200
    assert at(kept, PARENTS, Account.FREE) == OF_EACH


async def test_fifty_connections_commit_at_once_while_it_is_released_and_never_go_over_the_allocation(
    databases: Databases,
):
    money, told, dice = Money(), Told(), random.Random(8)
    async with databases.copy(SERVICE) as url, live(SERVICE, url, write_connections=CONNECTIONS) as commissioning:
        await apply(commissioning, money.allotted(tailored_support=OF_EACH, parent_carer_engagement=OF_EACH))

        async def release() -> None:
            for _ in range(4):
                await apply(commissioning, money.released(OF_EACH // 4))

        await asyncio.gather(release(), *(buy(commissioning, money, told, dice, ALLOCATED) for _ in range(CONNECTIONS)))
        kept, lines = await what_stands(commissioning, money)
        shown = (await commissioning.as_(BOARD).get(f"/v1/projects/{money.project_id}/position")).json()
    assert lines == told.done
    assert told.refused, "there was not enough for everybody"
    assert not told.cut
    assert OF_EACH - 200 < at(kept, SUPPORT, Account.COMMITTED) <= OF_EACH
    assert at(kept, SUPPORT, Account.FREE) == OF_EACH // 2 - sum(lines.values()) < 0, "half of it is released so far"
    assert shown["over_committed"] is False


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
        assert at(kept, SUPPORT, Account.COMMITTED) == sum(lines.values()) <= OF_EACH
        async with commissioning.database.transaction() as session:
            left = at(kept, SUPPORT, Account.FREE)
            await service.commit(session, money, SUPPORT, left, line_id=uuid4(), said=no_less(), actor=BOARD)
        kept, _ = await what_stands(commissioning, money)
    assert at(kept, SUPPORT, Account.COMMITTED) == OF_EACH, "and what is left can still be had, to the penny"


async def test_recoveries_and_commitments_at_once_keep_the_books_and_show_what_is_overdrawn(databases: Databases):
    money, told, dice, tranche = Money(), Told(), random.Random(7), uuid4()
    async with opened(databases, money) as (commissioning, _):
        await apply(commissioning, money.allotted(2, tailored_support=OF_EACH, parent_carer_engagement=2 * OF_EACH))
        await apply(commissioning, money.released(OF_EACH, tranche))

        async def take_back() -> None:
            for version in range(3, 8):
                await apply(commissioning, money.recovered(OF_EACH, 2000 * (version - 2), tranche, version))

        await asyncio.gather(take_back(), *(buy(commissioning, money, told, dice) for _ in range(CONNECTIONS)))
        kept, lines = await what_stands(commissioning, money)
        shown = (await commissioning.as_(BOARD).get(f"/v1/projects/{money.project_id}/position")).json()
    assert lines == told.done
    assert at(kept, SUPPORT, Account.COMMITTED) == sum(told.done.values())
    assert shown["over_committed"] is (at(kept, SUPPORT, Account.FREE) < 0)
    assert shown["total"]["released_pence"] == 3 * OF_EACH - 10_000
