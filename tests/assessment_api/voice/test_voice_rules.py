from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from services.assessment_api.voice.rules import faults, window

YEARS = st.integers(min_value=2020, max_value=2090)


def codes(held_on: date, *, method: str = "drawing", year: str = "2025-26", today: date = date(2026, 11, 1)):
    return [(fault.pointer, fault.code) for fault in faults(held_on, method, year, {"drawing", "walk"}, today)]


@pytest.mark.parametrize(
    ("held_on", "wrong"),
    [
        (date(2025, 3, 31), ["outside_the_year"]),
        (date(2025, 4, 1), []),
        (date(2026, 3, 31), []),
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), ["outside_the_year"]),
        (date(2026, 11, 1), ["outside_the_year"]),
        (date(2026, 11, 2), ["to_come"]),
    ],
)
def test_an_activity_is_held_from_the_start_of_the_year_to_the_september_after_it(held_on: date, wrong: list[str]):
    assert codes(held_on) == [("/held_on", code) for code in wrong]


def test_today_is_not_in_the_future_and_tomorrow_is():
    today = date(2025, 10, 7)
    assert codes(today, today=today) == []
    assert codes(today + timedelta(days=1), today=today) == [("/held_on", "to_come")]


def test_a_method_is_one_of_the_guides():
    assert codes(date(2025, 10, 7), method="interview") == [("/method", "unknown")]


def test_all_that_is_wrong_is_named_at_once():
    assert codes(date(2024, 1, 1), method="interview") == [("/held_on", "outside_the_year"), ("/method", "unknown")]


def test_a_refusal_names_the_days_and_the_methods():
    details = [
        fault.detail for fault in faults(date(2024, 1, 1), "x", "2025-26", {"walk", "drawing"}, date(2026, 1, 1))
    ]
    assert details == [
        "Activities of 2025-26 are held from 1 April 2025 to 30 September 2026.",
        "The guide has the methods drawing, walk.",
    ]


@given(YEARS)
def test_a_window_is_a_year_and_a_half(first: int):
    start, end = window(f"{first}-{(first + 1) % 100:02}")
    assert (start, end) == (date(first, 4, 1), date(first + 1, 9, 30))


@given(YEARS, st.integers(min_value=-2000, max_value=2000))
def test_a_day_that_has_come_fits_exactly_when_it_is_in_the_window(first: int, days: int):
    year = f"{first}-{(first + 1) % 100:02}"
    start, end = window(year)
    day = start + timedelta(days=days)
    assert (codes(day, year=year, today=date(2200, 1, 1)) == []) == (start <= day <= end)
