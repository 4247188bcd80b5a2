"""What a line costs, how its hours fall on months, and whether an offer has them: properties and tables."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from services.commissioning_api.packages import errors, rules
from services.commissioning_api.packages.rules import Hours
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import ConsideredSource
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.participations import Offer

QUARTERS = st.integers(1, 800).map(lambda number: number / 4)
PENCE = st.integers(0, 10**8)
TODAY = date(2025, 9, 1)


@st.composite
def given_hours(draw: st.DrawFn) -> Hours:
    """Hours on days of the programme year, as many as a line may have."""
    starts_on = draw(st.dates(date(2025, 4, 1), date(2026, 3, 31)))
    ends_on = draw(st.dates(starts_on, date(2026, 3, 31)))
    return Hours(draw(QUARTERS), starts_on, ends_on)


def days_of(line: Hours) -> list[date]:
    return [line.starts_on + timedelta(number) for number in range((line.ends_on - line.starts_on).days + 1)]


@pytest.mark.parametrize(
    ("hours", "hours_per_unit", "unit_cost_pence", "units", "cost_pence"),
    [
        (6, 1, 6_500, 6, 39_000),
        (6, 3, 48_000, 2, 96_000),
        (6.25, 3, 48_000, 3, 144_000),
        (0.25, 3, 48_000, 1, 48_000),
        (1.5, 0.25, 1, 6, 6),
        (200, 0.25, 10**8, 800, 800 * 10**8),
        (3, 1, 0, 3, 0),
    ],
)
def test_the_last_unit_is_paid_for_whole(
    hours: float, hours_per_unit: float, unit_cost_pence: int, units: int, cost_pence: int
):
    assert rules.price(hours, hours_per_unit, unit_cost_pence) == rules.Price(units, cost_pence)


@given(QUARTERS, QUARTERS, PENCE)
def test_a_line_has_the_fewest_units_that_hold_its_hours(hours: float, hours_per_unit: float, unit_cost_pence: int):
    price = rules.price(hours, hours_per_unit, unit_cost_pence)
    assert (price.units - 1) * hours_per_unit < hours <= price.units * hours_per_unit
    assert price.cost_pence == price.units * unit_cost_pence
    assert isinstance(price.cost_pence, int)


@given(QUARTERS, QUARTERS, QUARTERS, PENCE)
def test_more_hours_never_cost_less(hours: float, more: float, hours_per_unit: float, unit_cost_pence: int):
    fewer = rules.price(hours, hours_per_unit, unit_cost_pence)
    assert rules.price(hours + more, hours_per_unit, unit_cost_pence).cost_pence >= fewer.cost_pence


@pytest.mark.parametrize(
    ("line", "months"),
    [
        (Hours(3, date(2025, 10, 1), date(2025, 10, 31)), {date(2025, 10, 1): 3}),
        (Hours(3, date(2025, 10, 31), date(2025, 10, 31)), {date(2025, 10, 1): 3}),
        (Hours(3, date(2025, 10, 31), date(2025, 11, 2)), {date(2025, 10, 1): 1, date(2025, 11, 1): 2}),
        (Hours(62, date(2025, 12, 1), date(2026, 1, 31)), {date(2025, 12, 1): 31, date(2026, 1, 1): 31}),
    ],
)
def test_hours_fall_on_months_by_their_days(line: Hours, months: dict[date, int]):
    assert rules.by_month(line) == months


@given(given_hours())
def test_the_hours_of_all_months_add_up_to_the_hours_and_each_day_has_as_many(line: Hours):
    by_month, days = rules.by_month(line), Counter(day.replace(day=1) for day in days_of(line))
    assert sum(by_month.values()) == Fraction(line.hours)
    each_day = Fraction(line.hours) / days.total()
    assert by_month == {month: number * each_day for month, number in days.items()}


@given(st.lists(given_hours(), max_size=4), given_hours(), st.integers(0, 1600).map(lambda number: number / 4))
def test_a_line_fits_exactly_when_none_of_its_months_is_overfilled(
    others: Sequence[Hours], wanted: Hours, capacity: float
):
    per_day = Counter[date]()
    for line in (*others, wanted):
        per_day.update(dict.fromkeys(days_of(line), Fraction(line.hours) / len(days_of(line))))  # type: ignore[arg-type]
    months = {day.replace(day=1) for day in days_of(wanted)}
    fullest = max(sum(hours for day, hours in per_day.items() if day.replace(day=1) == month) for month in months)
    try:
        rules.capacity_must_hold(others, wanted, capacity)
    except errors.BeyondCapacity:
        assert fullest > capacity
    else:
        assert fullest <= capacity


def test_the_refusal_names_the_month_and_what_is_left():
    taken = [Hours(4, date(2025, 11, 1), date(2025, 11, 30))]
    wanted = Hours(3, date(2025, 10, 31), date(2025, 11, 2))
    with pytest.raises(errors.BeyondCapacity, match=r"In November 2025 the offer has 1\.00 of its 5 hours left"):
        rules.capacity_must_hold(taken, wanted, 5)
    rules.capacity_must_hold(taken, wanted, 6)


@pytest.mark.parametrize(
    ("starts_on", "in_time"),
    [
        (TODAY + timedelta(14), True),
        (TODAY + timedelta(13), False),
        (TODAY, False),
        (TODAY - timedelta(1), True),
    ],
)
def test_notice_is_given_for_what_has_still_to_begin(starts_on: date, in_time: bool):
    if in_time:
        rules.notice_must_be_given(starts_on, TODAY, 14)
    else:
        with pytest.raises(errors.EarlierThanItsLeadTime, match="2025-09-15 or later"):
            rules.notice_must_be_given(starts_on, TODAY, 14)


@pytest.mark.parametrize("strand", Strand)
@pytest.mark.parametrize("offer", Offer)
def test_the_embedding_offer_has_its_own_budget_line(strand: Strand, offer: Offer):
    paid_from = rules.paid_from(strand, offer)
    assert (paid_from is FundingStrand.EMBEDDING) == (offer is Offer.EMBEDDING)
    if offer is not Offer.EMBEDDING:
        assert paid_from.value == strand.value


@given(st.sets(st.sampled_from(ConsideredSource)))
def test_nothing_is_agreed_until_both_sources_were_considered(said: set[ConsideredSource]):
    if said == set(ConsideredSource):
        rules.both_must_be_considered(said)
    else:
        with pytest.raises(errors.NotConsidered):
            rules.both_must_be_considered(said)
