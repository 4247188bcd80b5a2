"""Whom governance needs, case by case."""

from datetime import date

import pytest

from services.partnership_api.governance.rules import can_represent, flags, gaps, outside, why_not_on
from shared.contracts.partnership.governance import Represents

BOARD, LEEDS, BRADFORD, PARENTS = "icb:QWO", "la:383", "la:380", "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
HOST = "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12"
BOARD_GAP, PARENTS_GAP = ("board_absent", BOARD), ("parent_carers_absent", None)
LEEDS_GAP, BRADFORD_GAP = ("authority_absent", LEEDS), ("authority_absent", BRADFORD)


def named(absences):
    return [(each.code, each.organisation) for each in absences]


@pytest.mark.parametrize(
    ("la_codes", "members", "absent"),
    [
        ([], [], [BOARD_GAP, PARENTS_GAP]),
        ([], [(BOARD, "icb"), (PARENTS, "parent_carer_group")], []),
        (["383"], [(BOARD, "icb"), (PARENTS, "parent_carer_group")], [LEEDS_GAP]),
        (["383"], [(BOARD, "icb"), (LEEDS, "local_authority"), (PARENTS, "parent_carer_group")], []),
        (["383", "380"], [(BOARD, "icb"), (LEEDS, "local_authority"), (HOST, "parent_carer_group")], [BRADFORD_GAP]),
        (["383", "380"], [(LEEDS, "local_authority")], [BOARD_GAP, BRADFORD_GAP, PARENTS_GAP]),
        ([], [("icb:QOP", "icb"), (PARENTS, "other")], [BOARD_GAP, PARENTS_GAP]),
    ],
)
def test_a_group_lacks_the_board_each_authority_with_a_school_and_parent_carers(la_codes, members, absent):
    pairs = [(organisation, Represents(whom)) for organisation, whom in members]
    assert named(gaps("QWO", la_codes, pairs)) == absent


@pytest.mark.parametrize(
    ("attended", "parent_carers", "absent"),
    [
        ([BOARD, LEEDS, PARENTS], [], []),
        ([BOARD, LEEDS], [], [PARENTS_GAP]),
        ([BOARD, LEEDS, HOST], [], [PARENTS_GAP]),
        ([BOARD, LEEDS, HOST], [HOST], []),
        ([BOARD, PARENTS], [HOST], [LEEDS_GAP]),
        ([LEEDS, PARENTS], [], [BOARD_GAP]),
        (["national:dfe"], [], [BOARD_GAP, LEEDS_GAP, PARENTS_GAP]),
    ],
)
def test_a_meeting_is_flagged_for_each_that_was_absent(attended, parent_carers, absent):
    assert named(flags("QWO", ["383"], attended, parent_carers)) == absent


def test_every_absence_is_a_sentence_that_says_where():
    assert [each.sentence for each in gaps("QWO", ["383"], [])] == [
        "The integrated care board is not in the governance group.",
        "A local authority with a school in the project is not in the governance group.",
        "Nobody who speaks for parent carers is in the governance group.",
    ]
    assert [each.sentence for each in flags("QWO", ["383"], [], [])] == [
        "The integrated care board was not at the meeting.",
        "A local authority with a school in the project was not at the meeting.",
        "Nobody who speaks for parent carers was at the meeting.",
    ]


@pytest.mark.parametrize(
    ("organisation", "represents", "can"),
    [
        (BOARD, "icb", True),
        (LEEDS, "icb", False),
        (LEEDS, "local_authority", True),
        (BOARD, "local_authority", False),
        (PARENTS, "parent_carer_group", True),
        (HOST, "parent_carer_group", True),
        (LEEDS, "parent_carer_group", False),
        (BOARD, "parent_carer_group", False),
        (LEEDS, "other", True),
        ("school:107866", "other", False),
    ],
)
def test_an_organisation_speaks_for_its_own_kind(organisation, represents, can):
    assert can_represent(organisation, Represents(represents)) is can


def test_who_is_outside_is_named_once():
    assert outside([LEEDS, BRADFORD, LEEDS], [BRADFORD]) == [LEEDS]
    assert outside([BRADFORD], [BRADFORD, LEEDS]) == []


def test_what_is_recorded_has_happened():
    day = date(2025, 10, 7)
    assert why_not_on(day, day) is None
    assert why_not_on(day, date(2025, 10, 6)) is not None
