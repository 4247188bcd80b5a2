"""When a message is tried again, what a webhook hears of, and when it is given up on."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from services.reporting_api.webhooks import rules
from shared.contracts.catalogue import event_types
from shared.contracts.reporting.webhooks import DisabledReason

NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "event_type", "heard"),
    [
        ("partnership.project.started", "partnership.project.started", True),
        ("partnership.project.started", "partnership.project.changed", False),
        ("partnership.project.*", "partnership.project.changed", True),
        ("partnership.project.*", "partnership.project-x.changed", False),
        ("partnership.*", "partnership.member.joined", True),
        ("partnership.*", "assessment.survey.recorded", False),
    ],
)
def test_a_pattern_is_a_type_or_the_beginning_of_several(pattern: str, event_type: str, heard: bool):
    assert rules.matches(pattern, event_type) is heard


def test_a_pattern_that_stands_for_nothing_is_named_by_its_place():
    faults = rules.faults_of_types(["partnership.*", "partnership.projet.*", "x.*"], event_types())
    assert [each.pointer for each in faults] == ["/types/1", "/types/2"]


def test_attempts_go_on_for_about_a_day():
    delays = [rules.next_delay(number, 500, None, 0) for number in range(1, 8)]
    assert delays[0] == timedelta(seconds=5)
    assert timedelta(hours=22) < sum((each for each in delays if each), timedelta()) < timedelta(hours=26)
    assert rules.next_delay(8, 500, None, 0) is None


@given(st.integers(1, 7), st.floats(0, 1), st.floats(0, 10**9))
def test_a_wish_for_time_makes_the_wait_longer_but_only_within_bounds(failures: int, chance: float, wish: float):
    plain = rules.next_delay(failures, 500, wish, chance)
    asked = rules.next_delay(failures, 429, wish, chance)
    assert plain is not None
    assert asked is not None
    assert plain <= asked <= max(plain, timedelta(hours=6))
    assert rules.DELAYS[failures - 1] <= plain <= rules.DELAYS[failures - 1] * 1.1


@pytest.mark.parametrize(
    ("status", "error", "taken"),
    [(200, None, True), (204, None, True), (299, None, True), (302, "redirected", False), (404, None, False),
     (500, None, False), (None, "timed_out", False), (199, None, False)],
)  # fmt: skip
def test_only_an_answer_of_the_two_hundreds_is_success(status: int | None, error: str | None, taken: bool):
    assert rules.is_success(status, error) is taken


@pytest.mark.parametrize(
    ("status", "given_up", "failing_days", "reason"),
    [
        (500, 0, 0, None),
        (410, 0, 0, DisabledReason.GONE),
        (500, 19, 4, None),
        (500, 20, 0, DisabledReason.GIVEN_UP),
        (None, 0, 5, DisabledReason.FAILING_FOR_DAYS),
    ],
)
def test_a_webhook_is_given_up_on_when_gone_or_after_nothing_but_failures(
    status: int | None, given_up: int, failing_days: int, reason: DisabledReason | None
):
    since = NOW - timedelta(days=failing_days)
    assert rules.reason_to_disable(status, given_up, since, NOW) is reason
