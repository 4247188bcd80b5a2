"""What the owner says of a project's money is posted once, in whatever order and however often it comes."""

from itertools import permutations
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning.ledger import Account, TransactionKind
from shared.contracts.event import CloudEvent
from tests.commissioning_api.ledger.money import PARENTS, SUPPORT, Money, at, must_balance
from tests.commissioning_api.participations.said import apply
from tests.support.serving import Served

ONE, TWO = uuid4(), uuid4()


def a_year(money: Money) -> list[CloudEvent]:
    return [
        money.allotted(1, tailored_support=6, parent_carer_engagement=6, embedding=2),
        money.released(7, ONE),
        money.recovered(7, 3, ONE),
        money.released(5, TWO),
        money.allotted(2, reduced=True, tailored_support=10, parent_carer_engagement=1),
    ]


async def number_of_entries(commissioning: Served, money: Money) -> int:
    async with commissioning.database.transaction() as session:
        return int(
            await session.scalar(
                text("select count(*) from ledger_entries where project_id = :id"), {"id": money.project_id}
            )
            or 0
        )


@pytest.mark.parametrize("order", list(permutations(range(5)))[::7])
async def test_the_money_stands_where_the_owner_says_in_any_order(commissioning: Served, order: tuple[int, ...]):
    money = Money()
    events = a_year(money)
    await apply(commissioning, *(events[place] for place in order))
    async with commissioning.database.transaction() as session:
        kept = await must_balance(session, money.project_id)
    assert kept == {
        ("tailored_support", "funder"): -10, ("tailored_support", "free"): 9, ("tailored_support", "pledged"): 1,
        ("parent_carer_engagement", "funder"): -1, ("parent_carer_engagement", "pledged"): 1,
    }  # fmt: skip


async def test_a_replay_posts_nothing(commissioning: Served):
    money = Money()
    await apply(commissioning, *a_year(money))
    before = await number_of_entries(commissioning, money)
    await apply(commissioning, *a_year(money), *reversed(a_year(money)))
    assert await number_of_entries(commissioning, money) == before > 0


async def test_a_rebuild_deletes_no_entry_and_posts_none(commissioning: Served):
    money = Money()
    await apply(commissioning, *a_year(money))
    before = await number_of_entries(commissioning, money)
    async with commissioning.database.transaction() as session:
        for table in SERVICE.projections:
            await session.execute(text(f'delete from "{table}"'))
    await apply(commissioning, *a_year(money))
    assert await number_of_entries(commissioning, money) == before


async def test_each_movement_says_what_it_was_made_for(commissioning: Served):
    money = Money()
    await apply(commissioning, *a_year(money)[:3])
    entries = (await commissioning.as_("icb:QWO").get(f"/v1/ledger-entries?project_id={money.project_id}")).json()
    made_for = {entry["source_id"]: set() for entry in entries["items"]}
    for entry in entries["items"]:
        made_for[entry["source_id"]].add(entry["kind"])
    assert made_for == {str(money.allocation_id): {"allocation"}, str(ONE): {"release", "recovery"}}


async def test_a_release_known_before_its_allocation_waits_for_it(commissioning: Served):
    money = Money()
    await apply(commissioning, money.released(5))
    position = (await commissioning.as_("icb:QWO").get(f"/v1/projects/{money.project_id}/position")).json()
    assert (position["total"]["released_pence"], position["strands"]) == (0, [])
    await apply(commissioning, money.allotted(tailored_support=6, parent_carer_engagement=4))
    async with commissioning.database.transaction() as session:
        kept = await must_balance(session, money.project_id)
    assert [at(kept, strand, Account.FREE) for strand in (SUPPORT, PARENTS)] == [3, 2]


async def test_a_version_passed_over_is_not_posted_later(commissioning: Served):
    money = Money()
    await apply(commissioning, money.allotted(3, tailored_support=8), money.allotted(2, tailored_support=5))
    async with commissioning.database.transaction() as session:
        kept = await must_balance(session, money.project_id)
        kinds = set(await session.scalars(text("select kind from ledger_entries")))
    assert at(kept, SUPPORT, Account.PLEDGED) == 8
    assert kinds == {TransactionKind.ALLOCATION}
