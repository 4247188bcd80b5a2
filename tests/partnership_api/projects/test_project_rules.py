"""Which boards run a year's project, and whether it continues one of the year before."""

from datetime import date

import pytest

from services.partnership_api import reference
from services.partnership_api.projects import rules
from services.partnership_api.projects.rules import Succession
from shared.contracts.partnership.projects import ProjectKind

SUCCESSIONS = [
    Succession(each.predecessor_ods_code, each.successor_ods_code, each.effective_on)
    for each in reference.icb_successions()
]
MARCH_2026, APRIL_2026 = date(2026, 3, 31), date(2026, 4, 1)


@pytest.mark.parametrize(("code", "before"), [("2025-26", "2024-25"), ("2000-01", "1999-00"), ("2100-01", "2099-00")])
def test_the_year_before_is_the_financial_year_before(code, before):
    assert rules.year_before(code) == before


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "reason"),
    [
        (date(2022, 7, 1), None, None),
        (date(2022, 7, 1), MARCH_2026, "The board was dissolved on 31 March 2026, before this year starts on"),
        (date(2022, 7, 1), APRIL_2026, None),
        (date(2027, 3, 31), None, None),
        (date(2027, 4, 1), None, "The board exists from 1 April 2027, after this year has ended on 31 March 2027."),
    ],
)
def test_a_board_runs_a_project_only_in_a_year_in_which_it_exists(valid_from, valid_to, reason):
    found = rules.why_not_in_year(valid_from, valid_to, APRIL_2026, date(2027, 3, 31))
    assert (found or "").startswith(reason or "")
    assert (found is None) == (reason is None)


@pytest.mark.parametrize(
    ("icb_code", "by", "behind"),
    [
        ("S1Y5D", APRIL_2026, {"S1Y5D", "QHG", "QUE", "QM7"}),
        ("S1Y5D", MARCH_2026, {"S1Y5D"}),
        ("D7T5G", APRIL_2026, {"D7T5G", "QH8", "QJG", "QM7"}),
        ("QRL", APRIL_2026, {"QRL", "QNQ"}),
        ("QWO", APRIL_2026, {"QWO"}),
        ("QHG", APRIL_2026, {"QHG"}),
    ],
)
def test_a_board_stands_for_those_it_succeeded_whole_or_in_part(icb_code, by, behind):
    assert rules.boards_behind(icb_code, SUCCESSIONS, by) == behind


def test_successions_follow_each_other():
    chain = [Succession("QAA", "QBB", MARCH_2026), Succession("QBB", "QCC", APRIL_2026)]
    assert rules.boards_behind("QCC", chain, APRIL_2026) == {"QAA", "QBB", "QCC"}


def test_a_board_that_passes_areas_to_and_fro_is_counted_once():
    circle = [Succession("QAA", "QBB", MARCH_2026), Succession("QBB", "QAA", APRIL_2026)]
    assert rules.boards_behind("QAA", circle, APRIL_2026) == {"QAA", "QBB"}


@pytest.mark.parametrize(
    ("board_valid_from", "by"),
    [(date(2022, 7, 1), APRIL_2026), (APRIL_2026, APRIL_2026), (date(2026, 10, 1), date(2026, 10, 1))],
)
def test_a_succession_counts_up_to_the_first_day_the_board_could_run_the_project(board_valid_from, by):
    assert rules.succeeded_by(APRIL_2026, board_valid_from) == by


@pytest.mark.parametrize(
    ("had_project_before", "continuing", "kind", "target"),
    [
        (False, 30, ProjectKind.NEW, 40),
        (True, 30, ProjectKind.CONTINUING, 30),
        (True, None, ProjectKind.CONTINUING, None),
    ],
)
def test_the_target_follows_the_kind(had_project_before, continuing, kind, target):
    found = rules.kind_of(had_project_before=had_project_before)
    assert (found, rules.target_of(found, 40, continuing)) == (kind, target)
