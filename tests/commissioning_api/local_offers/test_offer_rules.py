"""What must hold of an offer, and the hours it comes to."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from services.commissioning_api.local_offers import rules
from shared.contracts.commissioning.local_offers import OfferUnit

WINDOW = (date(2025, 4, 1), date(2026, 3, 31))


@dataclass
class Offer:
    unit: OfferUnit
    hours_per_unit: float
    la_codes: list[str]
    exists_locally: bool
    exists_for: str | None
    available_from: date
    available_until: date


GOOD = Offer(OfferUnit.HALF_DAY, 3, ["383"], False, None, *WINDOW)
LIMITS = rules.Limits({"383", "380"}, None, WINDOW)


def found(limits: rules.Limits = LIMITS, **more: Any) -> list[tuple[str | None, str]]:
    return [(fault.pointer, fault.code) for fault in rules.faults(replace(GOOD, **more), limits)]


def test_a_good_offer_has_no_fault():
    assert found() == []


@pytest.mark.parametrize(
    ("unit", "hours", "fits"),
    [
        ("hour", 1, True), ("hour", 0.75, False), ("hour", 1.25, False), ("half_day", 1.75, False),
        ("half_day", 2, True), ("half_day", 5, True), ("half_day", 5.25, False), ("day", 3.75, False),
        ("day", 4, True), ("day", 10, True), ("day", 10.25, False), ("session", 0.25, True), ("session", 12, True),
        ("session", 12.25, False), ("pack", 0.25, True), ("pack", 200, True),
    ],
)  # fmt: skip
def test_a_unit_has_as_many_hours_as_its_name_says(unit: str, hours: float, fits: bool):
    assert found(unit=OfferUnit(unit), hours_per_unit=hours) == ([] if fits else [("/hours_per_unit", "not_this_unit")])


def test_an_offer_is_for_authorities_that_its_provider_covers_and_its_board_answers_for():
    assert found(la_codes=["383", "373", "383"]) == [("/la_codes/1", "not_covered"), ("/la_codes/2", "repeated")]
    foreign = replace(LIMITS, area={"380"})
    assert found(foreign, la_codes=["380", "383"]) == [("/la_codes/1", "outside_the_area")]


@pytest.mark.parametrize(
    ("exists", "whom", "fault"),
    [
        (True, "Schools of the trust.", []), (False, None, []), (True, None, [("/exists_for", "missing")]),
        (False, "Schools.", [("/exists_for", "not_said_to_exist")]),
    ],
)  # fmt: skip
def test_for_whom_a_service_exists_is_said_where_it_does(exists: bool, whom: str | None, fault: list[tuple[str, str]]):
    assert found(exists_locally=exists, exists_for=whom) == fault


@pytest.mark.parametrize(
    ("first", "last", "faults"),
    [
        ("2025-04-01", "2025-04-01", []),
        ("2025-03-31", "2026-03-31", [("/available_from", "outside_the_year")]),
        ("2025-04-01", "2026-04-01", [("/available_until", "outside_the_year")]),
        ("2025-10-02", "2025-10-01", [("/available_until", "before_it_starts")]),
        (
            "2027-01-02", "2027-01-01",
            [
                ("/available_until", "before_it_starts"), ("/available_from", "outside_the_year"),
                ("/available_until", "outside_the_year"),
            ],
        ),
    ],
)  # fmt: skip
def test_an_offer_is_for_days_of_the_year_in_order(first: str, last: str, faults: list[tuple[str, str]]):
    days = {"available_from": date.fromisoformat(first), "available_until": date.fromisoformat(last)}
    assert found(**days) == faults
    inside = [fault for fault in faults if fault[1] != "outside_the_year"]
    assert found(replace(LIMITS, window=None), **days) == inside, "where the days are not new, the year is not asked"


def test_every_fault_is_found_at_once():
    faults = found(
        unit=OfferUnit.HOUR, la_codes=["999"], exists_locally=True, available_from=date(2025, 3, 1),
    )  # fmt: skip
    assert faults == [
        ("/hours_per_unit", "not_this_unit"), ("/la_codes/0", "not_covered"), ("/exists_for", "missing"),
        ("/available_from", "outside_the_year"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-04-01", "2026-03-31", 12), ("2025-04-01", "2025-04-30", 1), ("2025-04-16", "2025-04-30", 0.5),
        ("2025-04-30", "2025-05-31", 1 + 1 / 30), ("2025-05-02", "2025-05-01", 0),
        ("2028-02-15", "2028-02-29", 15 / 29),
    ],
)  # fmt: skip
def test_a_part_of_a_month_counts_by_its_days(first: str, last: str, months: float):
    assert rules.months_between(date.fromisoformat(first), date.fromisoformat(last)) == pytest.approx(months)


DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@given(DAYS, st.integers(0, 800), st.integers(0, 800))
def test_months_add_up(first: date, before: int, after: int):
    between = first + timedelta(days=before)
    last = between + timedelta(days=after)
    whole = rules.months_between(first, last)
    parts = rules.months_between(first, between) + rules.months_between(between + timedelta(days=1), last)
    assert whole == pytest.approx(parts)
    assert rules.hours_between(10, first, last) == pytest.approx(10 * whole)
