"""What can be had for a project: by cases, and by what must hold of every case."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from services.commissioning_api.availability.rules import Item, Offered, Schools, of_item, of_project
from shared.contracts.commissioning.local_offers import Availability
from shared.contracts.commissioning.menus import Strand

ON = date(2025, 9, 1)
ITEM = Item("audit", "Audit", Strand.TAILORED_SUPPORT, 5, ["full", "embedding"])
OFFER = Offered(
    id=UUID(int=1), menu_item_code="audit", la_codes=["383"], unit_cost_pence=10_000, hours_per_unit=3,
    capacity_hours_per_month=10, lead_time_days=0, exists_locally=False, available_from=date(2025, 4, 1),
    available_until=date(2025, 12, 31), taken=0,
)  # fmt: skip
LEEDS = Schools("383", "full", 4)
ORDER = [Availability.ABSENT, Availability.SCARCE, Availability.AVAILABLE]


def seen(*offers: Offered, schools: list[Schools] | None = None, item: Item = ITEM, on: date = ON) -> Any:
    return of_item(item, [LEEDS] if schools is None else schools, offers, on)


@pytest.mark.parametrize(
    ("more", "left", "availability"),
    [
        ({}, 40, "available"), ({"capacity_hours_per_month": 5}, 20, "available"),
        ({"capacity_hours_per_month": 4.75}, 19, "scarce"), ({"capacity_hours_per_month": 0}, 0, "absent"),
        ({"taken": 20}, 20, "available"), ({"taken": 21}, 19, "scarce"), ({"taken": 50}, 0, "absent"),
        ({"lead_time_days": 30}, 30, "available"), ({"lead_time_days": 121}, 3.23 / 10, "scarce"),
        ({"lead_time_days": 122}, 0, "absent"), ({"available_from": date(2025, 12, 1)}, 10, "scarce"),
        ({"available_until": date(2025, 8, 31)}, 0, "absent"), ({"la_codes": ["380"]}, 0, "absent"),
    ],
)  # fmt: skip
def test_what_is_left_is_held_against_what_is_needed(more: dict[str, Any], left: float, availability: str):
    found = seen(replace(OFFER, **more))
    assert (found.schools, found.hours_needed) == (4, 20)
    assert found.hours_left == pytest.approx(left, abs=0.01)
    assert found.availability == availability


def test_prices_and_lead_times_are_of_the_offers_that_can_still_give():
    full = replace(OFFER, unit_cost_pence=3, taken=1000)
    dear = replace(OFFER, unit_cost_pence=10_000, lead_time_days=5)
    slow = replace(OFFER, unit_cost_pence=6_001, hours_per_unit=2, lead_time_days=60, exists_locally=True)
    found = seen(full, dear, slow)
    assert found.offers == 3
    assert (found.least_cost_per_hour_pence, found.shortest_lead_time_days) == (3001, 5), "rounded up"
    assert found.exists_locally
    assert seen(dear).least_cost_per_hour_pence == 3334
    nothing = seen(full)
    assert (nothing.least_cost_per_hour_pence, nothing.shortest_lead_time_days, nothing.offers) == (None, None, 1)


def test_only_confirmed_schools_that_the_item_is_for_count():
    schools = [LEEDS, Schools("383", "training", 3), Schools("380", "embedding", 2), Schools("373", "full", 0)]
    found = seen(OFFER, schools=schools)
    assert (found.schools, found.hours_needed) == (6, 30)


def test_what_another_authority_has_does_not_help():
    schools = [LEEDS, Schools("380", "full", 1)]
    assert seen(OFFER, schools=schools).availability == "scarce", "40 hours for 25, and none of them in Bradford"
    assert seen(replace(OFFER, la_codes=["383", "380"]), schools=schools).availability == "available"
    assert seen(OFFER, replace(OFFER, la_codes=["380"], taken=36), schools=schools).availability == "scarce"


def test_before_a_school_is_confirmed_it_is_shown_what_can_be_had_where_they_are():
    selected = [Schools("383", "full", 0)]
    found = seen(OFFER, schools=selected)
    assert (found.schools, found.hours_needed, found.hours_left, found.availability) == (0, 0, 40, "available")
    assert seen(schools=selected).availability == "absent"


def test_an_offer_of_what_has_left_the_menu_is_not_counted():
    items = of_project([LEEDS], [ITEM, replace(ITEM, code="other")], [OFFER, replace(OFFER, menu_item_code="gone")], ON)
    assert [(each.menu_item_code, each.offers) for each in items] == [("audit", 1), ("other", 0)]


AUTHORITIES = ["370", "373", "380", "383"]
OFFERS = st.builds(
    Offered,
    menu_item_code=st.just("audit"),
    la_codes=st.lists(st.sampled_from(AUTHORITIES), min_size=1, unique=True),
    unit_cost_pence=st.integers(0, 10**8),
    hours_per_unit=st.integers(1, 800).map(lambda quarters: quarters / 4),
    capacity_hours_per_month=st.integers(0, 400).map(lambda quarters: quarters / 4),
    lead_time_days=st.integers(0, 365),
    exists_locally=st.booleans(),
    available_from=st.dates(date(2025, 4, 1), date(2025, 10, 1)),
    available_until=st.dates(date(2025, 10, 1), date(2026, 3, 31)),
    taken=st.floats(0, 300),
)
SCHOOLS = st.builds(
    Schools, la_code=st.sampled_from(AUTHORITIES), offer=st.sampled_from(["full", "embedding", "training"]),
    confirmed=st.integers(0, 40),
)  # fmt: skip
DAYS = st.dates(date(2025, 3, 1), date(2026, 6, 1))
SOME_OFFERS, SOME_SCHOOLS = st.lists(OFFERS, max_size=6), st.lists(SCHOOLS, min_size=1, max_size=6)


def rank(found: Any) -> int:
    return ORDER.index(found.availability)


@given(SOME_OFFERS, SOME_SCHOOLS, OFFERS, st.integers(0, 400), DAYS)
def test_more_capacity_never_makes_it_worse(
    offers: list[Offered], schools: list[Schools], offer: Offered, more: int, on: date
):
    before = seen(*offers, offer, schools=schools, on=on)
    larger = replace(offer, capacity_hours_per_month=offer.capacity_hours_per_month + more)
    after = seen(*offers, larger, schools=schools, on=on)
    assert after.hours_left >= before.hours_left
    assert rank(after) >= rank(before)
    without = seen(*offers, schools=schools, on=on)
    assert (rank(without), without.hours_left) <= (rank(before), before.hours_left), "nor does another offer"


@given(SOME_OFFERS, SOME_SCHOOLS, st.integers(0, 5), st.integers(1, 40), DAYS)
def test_more_schools_where_there_are_some_never_make_it_better(
    offers: list[Offered], schools: list[Schools], which: int, more: int, on: date
):
    place = which % len(schools)
    added = [*schools]
    added[place] = replace(schools[place], confirmed=schools[place].confirmed + more)
    before, after = seen(*offers, schools=schools, on=on), seen(*offers, schools=added, on=on)
    assert after.hours_needed >= before.hours_needed
    if before.schools and schools[place].confirmed:
        assert rank(after) <= rank(before)


@given(SOME_OFFERS, SOME_SCHOOLS, SCHOOLS, DAYS)
def test_no_further_school_makes_enough_of_what_was_not_enough(
    offers: list[Offered], schools: list[Schools], school: Schools, on: date
):
    before, after = seen(*offers, schools=schools, on=on), seen(*offers, schools=[*schools, school], on=on)
    if before.schools and before.availability != Availability.AVAILABLE:
        assert after.availability != Availability.AVAILABLE


@given(SOME_OFFERS, SOME_SCHOOLS, DAYS, st.integers(0, 200))
def test_the_longer_one_waits_the_less_is_left(offers: list[Offered], schools: list[Schools], on: date, later: int):
    # What is taken is taken from a day on and would fall too: here it is left as it is.
    now, then = (seen(*offers, schools=schools, on=day) for day in (on, on + timedelta(days=later)))
    assert then.hours_left <= now.hours_left
    assert rank(then) <= rank(now)


@given(SOME_OFFERS, SOME_SCHOOLS, DAYS)
def test_the_verdict_agrees_with_the_figures_beside_it(offers: list[Offered], schools: list[Schools], on: date):
    found = seen(*offers, schools=schools, on=on)
    assert (found.availability == Availability.ABSENT) == (found.hours_left == 0)
    if found.availability == Availability.AVAILABLE:
        assert found.hours_left >= found.hours_needed
    assert (found.least_cost_per_hour_pence is None) == (found.shortest_lead_time_days is None)
