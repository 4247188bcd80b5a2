"""Who can be which kind of partner, when, and who is missing (R7)."""

from datetime import date

import pytest

from services.partnership_api.members import rules
from services.partnership_api.members.rules import Partner

REQUIRED = ["icb", "local_authority", "school", "parent_carer_group"]
BOARD = Partner("icb:QWO", "icb")
KIRKLEES, LEEDS = Partner("la:382", "local_authority"), Partner("la:383", "local_authority")
GROUP = Partner("pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "parent_carer_group")


@pytest.mark.parametrize(
    ("organisation", "can"),
    [
        ("icb:QWO", True),
        ("la:383", True),
        (GROUP.organisation, True),
        ("provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", True),
        ("school:107866", False),
        ("national:dfe", False),
        ("evaluator:ace", False),
        ("service:reporting", False),
    ],
)
def test_boards_authorities_groups_and_providers_become_members(organisation, can):
    assert rules.can_be_member(organisation) is can


@pytest.mark.parametrize(
    ("organisation", "kind", "fits"),
    [
        ("icb:QWO", "icb", True),
        ("icb:QWO", "local_authority", False),
        ("la:383", "local_authority", True),
        ("la:383", "parent_carer_group", False),
        (GROUP.organisation, "parent_carer_group", True),
        (GROUP.organisation, "school", False),
        ("provider:x", "voluntary_organisation", True),
        ("provider:x", "parent_carer_group", False),
        ("provider:x", "icb", False),
    ],
)
def test_an_organisation_is_a_partner_of_its_own_kind(organisation, kind, fits):
    assert rules.kind_fits(organisation, kind) is fits


@pytest.mark.parametrize(("joined_on", "refused"), [(date(2026, 5, 1), False), (date(2026, 5, 2), True)])
def test_nobody_joins_in_the_future(joined_on, refused):
    assert (rules.why_not_joined_on(joined_on, today=date(2026, 5, 1)) is not None) is refused


@pytest.mark.parametrize(
    ("left_on", "refused"),
    [(date(2026, 4, 1), False), (date(2026, 5, 1), False), (date(2026, 3, 31), True), (date(2026, 5, 2), True)],
)
def test_a_member_leaves_between_the_day_it_joined_and_today(left_on, refused):
    found = rules.why_not_left_on(left_on, joined_on=date(2026, 4, 1), today=date(2026, 5, 1))
    assert (found is not None) is refused


@pytest.mark.parametrize(
    ("required", "members", "las_with_schools", "missing"),
    [
        (REQUIRED, [BOARD, LEEDS, GROUP], ["383"], []),
        (REQUIRED, [BOARD, LEEDS, KIRKLEES, GROUP], ["383", "382"], []),
        (REQUIRED, [BOARD, LEEDS, GROUP], ["383", "382"], [("local_authority", "la:382")]),
        (
            REQUIRED,
            [BOARD, GROUP],
            ["383", "382"],
            [("local_authority", "la:382"), ("local_authority", "la:383")],
        ),
        (
            REQUIRED,
            [BOARD],
            [],
            [("local_authority", None), ("school", None), ("parent_carer_group", None)],
        ),
        (REQUIRED, [BOARD, LEEDS, GROUP], [], [("school", None)]),
        (REQUIRED, [LEEDS, GROUP], ["383"], [("icb", None)]),
        (["icb", "voluntary_organisation"], [BOARD], ["383"], [("voluntary_organisation", None)]),
        (
            ["icb", "voluntary_organisation"],
            [BOARD, Partner("provider:x", "voluntary_organisation")],
            ["383"],
            [],
        ),
        ([], [], [], []),
    ],
)
def test_a_partnership_lacks_the_kinds_nobody_is_of_and_each_authority_with_a_school(
    required, members, las_with_schools, missing
):
    found = rules.missing_partners(required, members, las_with_schools)
    assert [(each.kind, each.organisation) for each in found] == missing
    assert all(each.sentence.endswith(".") for each in found)
