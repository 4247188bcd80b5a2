"""How released money is split between strands, and what may be committed of it (R18)."""

import pytest
from hypothesis import given, strategies as st

from services.commissioning_api.ledger import errors, rules
from shared.contracts.partnership.funding import FundingStrand
from tests.commissioning_api.ledger.money import PARENTS, SUPPORT

PENCE = st.one_of(st.integers(0, 12), st.integers(0, 10**12))
PROFILES = st.dictionaries(st.sampled_from(FundingStrand), PENCE)


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


def free(amount: int, *, allotted: tuple[int, int], released: tuple[int, int], bound: tuple[int, int]) -> None:
    told = [dict(zip((SUPPORT, PARENTS), each, strict=True)) for each in (allotted, released, bound)]
    rules.must_be_free(SUPPORT, amount, *told)


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


def test_a_refusal_says_how_much_is_free_and_how_much_is_needed():
    with pytest.raises(errors.NotEnoughReleased) as refused:
        free(12_345_67, allotted=(209_000_00, 0), released=(10_000_00, 0), bound=(500_01, 0))
    assert refused.value.detail == (
        "Of the £10,000.00 released for tailored support, £9,499.99 are free; £12,345.67 are needed."
    )
