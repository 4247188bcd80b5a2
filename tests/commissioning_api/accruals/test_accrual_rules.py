"""How much of a line is accrued, decided without a database."""

import pytest
from hypothesis import given, strategies as st

from services.commissioning_api.accruals.rules import to_accrue
from services.commissioning_api.delivery.rules import given_pence

QUARTERS = st.integers(1, 800).map(lambda quarters: quarters / 4)


@pytest.mark.parametrize(
    ("held", "completed", "worth"),
    [(0, False, 0), (1, False, 33_333), (1.5, False, 50_000), (3, False, 100_000), (1, True, 100_000)],
)
def test_given_is_the_part_of_the_hours_that_were_held_and_all_of_what_is_completed(
    held: float, completed: bool, worth: int
):
    assert given_pence(100_000, 3, held, completed=completed) == worth


@given(cost=st.integers(0, 10**12), bought=QUARTERS, one=QUARTERS, more=QUARTERS)
def test_more_hours_are_never_worth_less_nor_more_than_the_line(cost: int, bought: float, one: float, more: float):
    less, all_of_it = (given_pence(cost, bought, held, completed=False) for held in (one, one + more))
    assert 0 <= less <= all_of_it <= cost
    assert given_pence(cost, bought, bought, completed=False) == cost


@pytest.mark.parametrize(
    ("worth", "invoiced", "left", "accrued"),
    [(40_000, 0, 120_000, 40_000), (40_000, 40_000, 80_000, 0), (40_000, 100_000, 20_000, 0), (90, 0, 80, 80)],
)
def test_accrued_is_what_was_given_and_not_invoiced_and_never_more_than_is_open(
    worth: int, invoiced: int, left: int, accrued: int
):
    assert to_accrue(worth, invoiced, left) == accrued
