"""How released money is split between strands, and what may be committed of it (R18)."""

from contextlib import nullcontext

import pytest
from hypothesis import given, strategies as st

from services.commissioning_api.ledger import errors, rules
from shared.contracts.commissioning.ledger import Account
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.programmes import CommitmentsUpTo
from shared.kit.errors import Conflict
from tests.commissioning_api.ledger.money import ALLOCATED, PARENTS, RELEASED, SUPPORT

PENCE = st.one_of(st.integers(0, 12), st.integers(0, 10**12))
STRAND = st.sampled_from(FundingStrand)
PROFILES = st.dictionaries(STRAND, PENCE)


@given(PENCE, PROFILES)
def test_the_parts_add_up_to_what_was_released_and_none_is_above_its_allocation(released: int, profile: rules.Profile):
    parts = rules.split(released, profile)
    assert sum(parts.values()) == min(released, sum(profile.values()))
    assert all(0 <= parts[strand] <= profile.get(strand, 0) for strand in FundingStrand)


@given(PENCE, st.integers(0, 5), PROFILES)
def test_no_strand_loses_a_penny_when_more_is_released(released: int, more: int, profile: rules.Profile):
    before, after = rules.split(released, profile), rules.split(released + more, profile)
    assert all(before[strand] <= after[strand] for strand in FundingStrand)


@given(PENCE, PROFILES)
def test_each_strand_has_its_share_to_within_the_pennies_that_do_not_divide(released: int, profile: rules.Profile):
    allotted = sum(profile.values())
    whole = min(released, allotted)
    for strand, part in rules.split(released, profile).items():
        share = whole * profile.get(strand, 0)
        assert share // allotted <= part <= share // allotted + len(FundingStrand) - 1 if allotted else part == 0


@given(PROFILES)
def test_an_allocation_released_whole_is_its_profile(profile: rules.Profile):
    parts = rules.split(sum(profile.values()), profile)
    assert parts == {strand: profile.get(strand, 0) for strand in FundingStrand}


def test_where_the_largest_remainder_would_take_a_penny_back_none_is_taken():
    """By largest remainder 10 pence would be 4, 4 and 2, and 11 would be 5, 5 and 1."""
    profile = {SUPPORT: 6, PARENTS: 6, FundingStrand.EMBEDDING: 2}
    assert [list(rules.split(released, profile).values())[:3] for released in (10, 11)] == [[5, 4, 1], [5, 5, 1]]


@given(PENCE, PENCE, PENCE, PROFILES)
def test_the_year_says_whether_what_is_released_or_what_is_allocated_may_be_committed(
    posted: int, allocated: int, released: int, profile: rules.Profile
):
    allotted = sum(profile.values())
    up_to_released = rules.ceiling(rules.Said(RELEASED, allocated, released), profile, posted)
    assert sum(up_to_released.values()) == min(posted, released, allotted)
    up_to_allocated = rules.ceiling(rules.Said(ALLOCATED, allocated, released), profile, posted)
    assert sum(up_to_allocated.values()) == min(allocated, allotted)
    assert all(most[strand] <= profile.get(strand, 0) for most in (up_to_released, up_to_allocated) for strand in most)


@given(st.sampled_from(CommitmentsUpTo), PENCE, PENCE, PROFILES, st.lists(st.tuples(STRAND, st.integers(1, 10**12))))
def test_whatever_is_asked_for_what_is_committed_stays_within_the_rule_strand_by_strand(
    up_to: CommitmentsUpTo,
    allocated: int,
    released: int,
    profile: rules.Profile,
    asked: list[tuple[FundingStrand, int]],
):
    most = rules.ceiling(rules.Said(up_to, allocated, released), profile, released)
    bound = dict.fromkeys(FundingStrand, 0)
    for strand, pence in asked:
        fits = bound[strand] + pence <= most[strand]
        with nullcontext() if fits else pytest.raises(Conflict):
            rules.must_be_free(strand, pence, up_to, profile, most, bound)
        bound[strand] += pence if fits else 0
    assert all(bound[strand] <= most[strand] for strand in FundingStrand)


Pair = tuple[int, int]


def free(amount: int, *, allotted: Pair, released: Pair, bound: Pair, up_to: CommitmentsUpTo = RELEASED) -> None:
    """Of two strands that are allotted and released so much."""
    named = [dict(zip((SUPPORT, PARENTS), each, strict=True)) for each in (allotted, bound)]
    most = rules.ceiling(rules.Said(up_to, sum(allotted), sum(released)), named[0], sum(released))
    rules.must_be_free(SUPPORT, amount, up_to, named[0], most, named[1])


@pytest.mark.parametrize(
    ("amount", "allotted", "released", "bound", "refusal"),
    [
        (1, (0, 0), (0, 0), (0, 0), errors.NothingReleased),
        (1, (100, 0), (0, 0), (0, 0), errors.NothingReleased),
        (60, (100, 100), (60, 60), (0, 0), None),
        (61, (100, 100), (60, 60), (0, 0), errors.NotEnoughReleased),
        (1, (100, 100), (60, 60), (60, 0), errors.NotEnoughReleased),
        (0, (100, 100), (60, 60), (60, 0), None),
        (101, (100, 100), (60, 60), (0, 0), errors.NotEnoughInTheStrand),
        (41, (100, 100), (100, 100), (60, 0), errors.NotEnoughInTheStrand),
        # The other strand is overdrawn by 30 after a recovery: only 10 of the 40 are really there.
        (10, (100, 100), (50, 50), (10, 80), None),
        (11, (100, 100), (50, 50), (10, 80), errors.NotEnoughReleased),
    ],
)
def test_what_may_be_committed(amount, allotted, released, bound, refusal):
    if refusal is None:
        free(amount, allotted=allotted, released=released, bound=bound)
    else:
        with pytest.raises(refusal):
            free(amount, allotted=allotted, released=released, bound=bound)


@pytest.mark.parametrize(
    ("amount", "allotted", "bound", "refusal"),
    [
        (1, (0, 0), (0, 0), errors.NothingAllocated),
        (100, (100, 100), (0, 0), None),
        (101, (100, 100), (0, 0), errors.NotEnoughInTheStrand),
        (40, (100, 100), (60, 0), None),
        (41, (100, 100), (60, 0), errors.NotEnoughInTheStrand),
        # The other strand was committed before its part was reduced by 30: only 10 of the 40 are really there.
        (10, (50, 50), (10, 80), None),
        (11, (50, 50), (10, 80), errors.NotEnoughAllocated),
    ],
)
@pytest.mark.parametrize("released", [(0, 0), (20, 20)])
def test_what_may_be_committed_where_the_allocation_bounds_it_whatever_is_released(
    amount, allotted, released, bound, refusal
):
    with nullcontext() if refusal is None else pytest.raises(refusal):
        free(amount, allotted=allotted, released=released, bound=bound, up_to=ALLOCATED)


@pytest.mark.parametrize(
    ("free_pence", "pledged", "released_rule", "allocated_rule"),
    [(0, 0, False, False), (-40, 100, True, False), (-100, 100, True, False), (-101, 100, True, True)],
)
def test_a_year_that_lets_the_allocation_be_committed_is_over_committed_beyond_it(
    free_pence, pledged, released_rule, allocated_rule
):
    balances = {
        Account.FUNDER: -500, Account.PLEDGED: pledged, Account.FREE: free_pence,
        Account.COMMITTED: 500 - pledged - free_pence,
    }  # fmt: skip
    strands = [rules.standing(SUPPORT, balances)]
    assert rules.over_committed(RELEASED, strands) is released_rule
    assert rules.over_committed(ALLOCATED, strands) is allocated_rule


def test_a_refusal_says_how_much_is_free_and_how_much_is_needed():
    with pytest.raises(errors.NotEnoughReleased) as refused:
        free(12_345_67, allotted=(209_000_00, 0), released=(10_000_00, 0), bound=(500_01, 0))
    assert refused.value.detail == (
        "Of the £10,000.00 released for tailored support, £9,499.99 are free; £12,345.67 are needed."
    )
