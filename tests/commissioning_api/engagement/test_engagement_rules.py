from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from services.commissioning_api.engagement import rules
from shared.contracts.commissioning.engagement import EngagementKind, EngagementTerm, GroupState

TODAY = date(2026, 2, 10)
YEAR = (date(2025, 4, 1), date(2026, 3, 31))


@dataclass
class Said:
    kind: EngagementKind = EngagementKind.MEETING
    held_on: date = date(2025, 10, 9)
    led_to: str | None = None
    parent_carers: int | None = 4
    senior_leaders: int | None = 2


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2025, 4, 1), "summer"), (date(2025, 7, 31), "summer"), (date(2025, 8, 1), "autumn"),
        (date(2025, 12, 31), "autumn"), (date(2026, 1, 1), "spring"), (date(2026, 3, 31), "spring"),
    ],
)  # fmt: skip
def test_a_day_lies_in_a_term(day: date, term: str):
    assert rules.term_of(day) == term


@given(st.dates(date(2000, 4, 1), date(2100, 3, 31)))
def test_the_terms_of_a_financial_year_follow_each_other_once(day: date):
    first = date(day.year if day.month >= 4 else day.year - 1, 4, 1)
    order = list(EngagementTerm)
    assert order == [EngagementTerm.SUMMER, EngagementTerm.AUTUMN, EngagementTerm.SPRING]
    following = [order.index(rules.term_of(first + timedelta(days=n))) for n in range((day - first).days + 1)]
    assert following == sorted(following)


@pytest.mark.parametrize(
    ("said", "places"),
    [
        (Said(), []),
        (Said(parent_carers=1, senior_leaders=1), []),
        (Said(parent_carers=0), [("/parent_carers", "nobody")]),
        (Said(senior_leaders=None), [("/senior_leaders", "nobody")]),
        (Said(EngagementKind.ACTIVITY, parent_carers=None, senior_leaders=None), []),
        (Said(EngagementKind.CHANGE), [("/led_to", "missing")]),
        (Said(EngagementKind.CHANGE, led_to="Said and done."), []),
        (Said(held_on=TODAY), []),
        (Said(held_on=date(2026, 2, 11)), [("/held_on", "in_the_future")]),
        (Said(held_on=date(2025, 3, 31)), [("/held_on", "outside_the_year")]),
        (Said(held_on=date(2026, 4, 1)), [("/held_on", "in_the_future"), ("/held_on", "outside_the_year")]),
        (
            Said(held_on=date(2025, 3, 31), parent_carers=None, senior_leaders=0),
            [("/parent_carers", "nobody"), ("/senior_leaders", "nobody"), ("/held_on", "outside_the_year")],
        ),
    ],
)
def test_every_fault_of_an_entry_is_named_at_once(said: Said, places: list[tuple[str, str]]):
    assert [(fault.pointer, fault.code) for fault in rules.entry_faults(said, TODAY, YEAR)] == places


@pytest.mark.parametrize(
    ("state", "since", "members", "places"),
    [
        ("none", None, None, []),
        ("none", date(2025, 9, 1), 3, [("/since", "no_group"), ("/members", "no_group")]),
        ("none", None, 0, [("/members", "no_group")]),
        ("formed", None, 3, [("/since", "missing")]),
        ("formed", date(2025, 9, 1), None, []),
        ("developed", date(2019, 9, 1), 12, []),
        ("developed", date(2026, 2, 11), 12, [("/since", "in_the_future")]),
    ],
)
def test_what_is_said_of_a_group_holds_together(
    state: str, since: date | None, members: int | None, places: list[tuple[str, str]]
):
    found = rules.group_faults(GroupState(state), since, members, TODAY)
    assert [(fault.pointer, fault.code) for fault in found] == places
