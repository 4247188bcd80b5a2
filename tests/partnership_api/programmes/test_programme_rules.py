"""What a programme year must hold, fault by fault."""

from datetime import date

import pytest

from services.partnership_api.programmes import rules
from shared.contracts.partnership.programmes import Domain, Quarter

STARTS, ENDS = date(2026, 4, 1), date(2027, 3, 31)
QUARTERS = [
    (1, date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 31)),
    (2, date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 31)),
    (3, date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 31)),
    (4, date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 30)),
]


def quarters(**changed):
    made = [
        Quarter(number=number, starts_on=starts, ends_on=ends, report_due_on=due, illustrative=True)
        for number, starts, ends, due in QUARTERS
    ]
    for place, values in changed.items():
        index = int(place.removeprefix("q")) - 1
        made[index] = made[index].model_copy(update=values)
    return made


def places(faults):
    return [(fault.pointer, fault.code) for fault in faults]


@pytest.mark.parametrize(
    ("ends_on", "evaluation_ends_on", "faults"),
    [
        (ENDS, date(2027, 9, 30), []),
        (ENDS, ENDS, []),
        (STARTS, date(2027, 9, 30), [("/ends_on", "too_early")]),
        (date(2025, 3, 31), date(2025, 9, 30), [("/ends_on", "too_early")]),
        (ENDS, date(2027, 3, 30), [("/evaluation_ends_on", "too_early")]),
    ],
)
def test_a_window_has_a_length_and_its_evaluation_outlasts_it(ends_on, evaluation_ends_on, faults):
    assert places(rules.faults_of_window(STARTS, ends_on, evaluation_ends_on)) == faults


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (quarters(), []),
        (quarters()[:3], [("/quarters", "not_four")]),
        (quarters(q4={"number": 3}), [("/quarters", "not_four")]),
        ([], [("/quarters", "not_four")]),
        (quarters(q1={"starts_on": date(2026, 3, 31)}), [("/quarters/0/starts_on", "outside_year")]),
        (quarters(q4={"ends_on": date(2027, 4, 1)}), [("/quarters/3/ends_on", "outside_year")]),
        (quarters(q3={"starts_on": date(2026, 10, 2)}), [("/quarters/2/starts_on", "not_contiguous")]),
        (quarters(q3={"starts_on": date(2026, 9, 30)}), [("/quarters/2/starts_on", "not_contiguous")]),
        (quarters(q2={"report_due_on": date(2026, 9, 30)}), [("/quarters/1/report_due_on", "too_early")]),
        (
            quarters(q4={"ends_on": date(2026, 12, 31), "report_due_on": date(2027, 1, 1)}),
            [("/quarters/3/ends_on", "too_early")],
        ),
    ],
)
def test_quarters_follow_each_other_inside_the_year_with_deadlines_after_them(given, faults):
    assert places(rules.faults_of_quarters(given, STARTS, ENDS)) == faults


def test_a_repeated_domain_is_named_where_it_is_repeated():
    domains = [Domain(code=code, label=code) for code in ("belonging", "environment", "belonging")]
    assert places(rules.faults_of_domains(domains)) == [("/domains/2/code", "repeated")]
    assert places(rules.faults_of_domains(domains[:2])) == []


@pytest.mark.parametrize(
    ("kinds", "faults"),
    [
        (["icb"], []),
        ([], [("/required_partner_kinds", "missing")]),
        (["icb", "school", "icb"], [("/required_partner_kinds/2", "repeated")]),
    ],
)
def test_a_year_requires_at_least_one_kind_of_partner_and_each_once(kinds, faults):
    assert places(rules.faults_of_partners(kinds)) == faults
