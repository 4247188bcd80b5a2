"""At a commitment the owner's word counts where it says less than was followed so far."""

from uuid import uuid4

import pytest

from services.commissioning_api.ledger import errors, service
from services.commissioning_api.ledger.rules import Said
from shared.contracts.commissioning.ledger import Account
from shared.contracts.partnership.programmes import CommitmentsUpTo
from tests.commissioning_api.buying import funded
from tests.commissioning_api.ledger.money import ALLOCATED, BOARD, RELEASED, SUPPORT, Money, at, must_balance
from tests.commissioning_api.participations.said import apply
from tests.support.serving import Served


async def commit(
    commissioning: Served, money: Money, pence: int, owner_says: int, up_to: CommitmentsUpTo = RELEASED
) -> None:
    said = Said(up_to, allocated_pence=owner_says, released_pence=owner_says)
    async with commissioning.database.transaction() as session:
        await service.commit(session, money, SUPPORT, pence, line_id=uuid4(), said=said, actor=BOARD)


@pytest.mark.parametrize(
    ("pence", "owner_says", "refusal"),
    [
        # 1,000 were followed for each of two strands. The owner took 500 of them back, 250 of each strand.
        (750, 1500, None),
        (751, 1500, errors.NotEnoughReleased),
        (1, 0, errors.NothingReleased),
        # It released more, which was not followed so far: what is posted counts.
        (1000, 9000, None),
        (1001, 9000, errors.NotEnoughInTheStrand),
    ],
)
async def test_the_lower_of_what_is_posted_and_what_the_owner_says_counts(
    commissioning: Served, pence: int, owner_says: int, refusal: type[Exception] | None
):
    money = await funded(commissioning, Money(), 1000)
    if refusal is None:
        await commit(commissioning, money, pence, owner_says)
    else:
        with pytest.raises(refusal):
            await commit(commissioning, money, pence, owner_says)
    async with commissioning.database.transaction() as session:
        kept = await must_balance(session, money.project_id)
    assert at(kept, SUPPORT, Account.COMMITTED) == (0 if refusal else pence)


async def test_a_project_nobody_funded_buys_nothing(commissioning: Served):
    with pytest.raises(errors.NothingAllocated):
        await commit(commissioning, Money(), 1, 10**6)


@pytest.mark.parametrize(
    ("pence", "owner_says", "refusal"),
    [
        # 1,000 are allotted to each of two strands, and nothing is released. The owner took 500 of them back.
        (750, 1500, None),
        (751, 1500, errors.NotEnoughAllocated),
        (1, 0, errors.NothingAllocated),
        # It allotted more, which was not followed so far: what is posted counts.
        (1000, 9000, None),
        (1001, 9000, errors.NotEnoughInTheStrand),
    ],
)
async def test_where_the_allocation_bounds_the_owners_word_of_it_counts_too(
    commissioning: Served, pence: int, owner_says: int, refusal: type[Exception] | None
):
    money = Money()
    await apply(commissioning, money.allotted(tailored_support=1000, parent_carer_engagement=1000))
    if refusal is None:
        await commit(commissioning, money, pence, owner_says, ALLOCATED)
    else:
        with pytest.raises(refusal):
            await commit(commissioning, money, pence, owner_says, ALLOCATED)
    async with commissioning.database.transaction() as session:
        kept = await must_balance(session, money.project_id)
    assert -at(kept, SUPPORT, Account.FREE) == at(kept, SUPPORT, Account.COMMITTED) == (0 if refusal else pence)


async def test_no_line_gives_back_more_than_stands_for_it(commissioning: Served):
    money = await funded(commissioning, Money(), 1000)
    await commit(commissioning, money, 500, 2000)
    async with commissioning.database.transaction() as session:
        with pytest.raises(errors.NotEnoughCommitted) as refused:
            await service.uncommit(session, money, SUPPORT, 1, line_id=uuid4(), actor=BOARD)
    assert refused.value.detail == "£0.00 of this line stand as committed; £0.01 are asked for."
