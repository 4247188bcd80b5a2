"""The reference data is complete, consistent, and says what it does not know."""

from collections import Counter
from datetime import date, timedelta

import pytest

from services.partnership_api import reference


def codes_on(day: date) -> set[str]:
    return {
        icb.ods_code
        for icb in reference.icbs()
        if icb.valid_from <= day and (icb.valid_to is None or day <= icb.valid_to)
    }


@pytest.mark.parametrize(("day", "boards"), [(date(2026, 3, 31), 42), (date(2026, 4, 1), 36)])
def test_there_are_42_boards_until_march_2026_and_36_after(day: date, boards: int) -> None:
    assert len(codes_on(day)) == boards


def test_every_dissolved_board_has_a_successor_that_starts_the_day_after() -> None:
    dissolved = {icb.ods_code: icb.valid_to for icb in reference.icbs() if icb.valid_to}
    assert len(dissolved) == 12
    assert {pair.predecessor_ods_code for pair in reference.icb_successions()} == set(dissolved)
    for pair in reference.icb_successions():
        assert dissolved[pair.predecessor_ods_code] == pair.effective_on - timedelta(days=1)
        assert pair.successor_ods_code in codes_on(pair.effective_on)


def test_only_boards_with_several_successors_are_split() -> None:
    successors = Counter(pair.predecessor_ods_code for pair in reference.icb_successions())
    assert {code for code, number in successors.items() if number > 1} == {
        "QM7",
        "QJG",
        "QNQ",
    }
    for pair in reference.icb_successions():
        assert pair.kind == ("split" if successors[pair.predecessor_ods_code] > 1 else "merger")


def test_there_are_153_authorities_in_nine_regions() -> None:
    authorities = reference.local_authorities()
    assert len({authority.la_code for authority in authorities}) == len(authorities) == 153
    regions = {(a.region_code, a.region_name, a.region_gss_code) for a in authorities}
    assert len(regions) == len({region[0] for region in regions}) == 9


def test_every_authority_lies_wholly_in_boards_of_before_april_2026() -> None:
    pairs = reference.la_icbs()
    assert {pair.la_code for pair in pairs} == {a.la_code for a in reference.local_authorities()}
    assert {pair.icb_code for pair in pairs} == codes_on(date(2026, 3, 31))
    shares: Counter[str] = Counter()
    for pair in pairs:
        shares[pair.la_code] += pair.lsoa_share  # type: ignore[assignment]  # Counter is typed for int only
    assert all(abs(share - 1) < 0.001 for share in shares.values())
    assert sum(1 for number in Counter(pair.la_code for pair in pairs).values() if number > 1) == 10


def test_the_year_2025_to_2026_says_what_the_guidance_says() -> None:
    year = {year.code: year for year in reference.programme_years()}["2025-26"]
    assert (year.target_schools_new, year.target_schools_continuing) == (40, 30)
    assert year.ends_on == date(2026, 3, 31)
    assert year.evaluation_ends_on == date(2026, 9, 30)
    assert year.minimum_funding_pence == 209_000_00
    assert year.commitments_up_to == "released"
    assert year.required_partner_kinds == (
        "icb",
        "local_authority",
        "school",
        "parent_carer_group",
    )
    assert [domain.label for domain in year.domains] == [
        "Leadership culture and values",
        "Mental health",
        "Readiness to learn",
        "Teaching and learning",
        "Environment",
        "Communication",
    ]


def test_the_first_year_had_no_continuing_projects_and_no_published_minimum() -> None:
    year = reference.programme_years()[0]
    assert year.code == "2024-25"
    assert year.target_schools_continuing is None
    assert year.minimum_funding_pence is None


@pytest.mark.parametrize("year", reference.programme_years(), ids=lambda year: year.code)
def test_the_quarters_fill_the_year_and_their_deadlines_are_marked_illustrative(
    year: reference.ProgrammeYear,
) -> None:
    assert year.quarters[0].starts_on == year.starts_on
    assert year.quarters[-1].ends_on == year.ends_on
    for earlier, later in zip(year.quarters, year.quarters[1:], strict=False):
        assert later.starts_on == earlier.ends_on + timedelta(days=1)
    assert all(quarter.illustrative and quarter.report_due_on > quarter.ends_on for quarter in year.quarters)
