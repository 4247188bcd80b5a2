"""What charts are made of: bars that fill what they should, steps of colour that do not lie."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from services.reporting_api.measures.catalogue import measures
from services.reporting_api.pages import drawing, months, words
from services.reporting_api.pages.boards import boards
from services.reporting_api.pages.schemas import Measure
from shared.contracts.reporting.areas import DashboardIcb
from shared.contracts.reporting.measures import SeriesMeasure, SeriesValue

AMOUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=7)


@given(AMOUNTS, st.integers(0, 10**9))
def test_the_pieces_of_a_bar_lie_beside_one_another_and_never_past_its_end(amounts: list[int], whole: int):
    pieces = drawing.bar([(str(place), "", value, "") for place, value in enumerate(amounts)], whole)
    at = 0.0
    for piece in pieces:
        assert piece.start == pytest.approx(at, abs=0.1)
        at += piece.width
    assert at <= 100.1
    if sum(amounts) >= max(whole, 1):
        assert at == pytest.approx(100, abs=0.1)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_whole_only_when_everything_is_there(part: int, whole: int):
    percent = drawing.share(part, whole)
    assert (percent >= 100) == (part >= whole)
    assert 1 <= drawing.step_of_share(percent) <= drawing.STEPS


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_greatest_count_has_the_darkest_step_and_more_is_never_lighter(value: int, more: int):
    greatest = value + more
    steps = [drawing.step_of_count(each, greatest) for each in (value, greatest)]
    assert steps[0] <= steps[1]
    assert steps[1] == (drawing.STEPS if greatest else 1)


def a_board(**counts: int) -> DashboardIcb:
    found: dict[str, object] = dict.fromkeys(DashboardIcb.model_fields, 0) | counts
    return DashboardIcb.model_construct(**found | {"icb_code": "QWO"})


@given(st.integers(0, 200))
def test_the_key_of_counts_says_which_colour_each_has(greatest: int):
    key = drawing.legend(Measure.SCHOOLS, [a_board(new_confirmed=greatest)])
    assert len(key) == drawing.STEPS
    for value in range(greatest + 1):
        start, _, end = key[drawing.step_of_count(value, greatest) - 1].partition(" to ")
        assert int(start) <= value <= int(end or start)


def test_a_board_whose_schools_have_all_done_their_part_is_whole_on_the_map():
    done = {"new_confirmed": 3, "existing_confirmed": 4, "baselines_submitted": 3, "embedding_reviews_submitted": 4}
    row = a_board(follow_ups_submitted=3, **done)
    for measure in (Measure.ASSESSED, Measure.FOLLOWED_UP):
        [tile] = drawing.tiles([boards()["QWO"]], [row], measure)
        assert tile.text == "100%", measure


def test_what_there_was_before_the_months_that_are_shown_is_counted():
    rows = [a_month(2023 * 12, 5.0), a_month(2026 * 12, 7.0)]
    shown = months.drawn(rows, list(measures().values()), SeriesMeasure.HOURS_HELD)
    assert [shown.bars[0].so_far, shown.bars[-1].so_far] == ["5", "7"]


@pytest.mark.parametrize(
    ("percent", "step"),
    [(None, 0), (0, 1), (19.9, 1), (20, 2), (39.9, 2), (40, 3), (60, 4), (79.9, 4), (80, 5), (100, 5), (130, 5)],
)
def test_the_steps_are_those_of_the_key(percent: float | None, step: int):
    assert drawing.step_of_share(percent) == step


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.pounds(20_900_000), "£209,000"),
        (words.pounds(-150), "\N{MINUS SIGN}£2"),
        (words.number(1204.0), "1,204"),
        (words.number(27.5), "27.5"),
        (words.change(4.5), "+4.5"),
        (words.change(-4.5), "\N{MINUS SIGN}4.5"),
        (words.change(None), "\N{EN DASH}"),
        (words.score(61), "61.0"),
        (words.part_of(2, 3), "2 of 3"),
        (words.part_of(0, 0), "\N{EN DASH}"),
        (words.counted(1, "activity"), "1 activity"),
        (words.counted(2, "activity"), "2 activities"),
        (words.counted(1204, "school"), "1,204 schools"),
        (words.day(date(2026, 3, 31)), "31 March 2026"),
        (words.moment(datetime(2026, 3, 31, 23, 5, tzinfo=UTC)), "1 April 2026 at 12:05am"),
        (words.of_day(datetime(2026, 3, 31, 23, 5, tzinfo=UTC)), "1 April 2026"),
        (words.words("support_agreed"), "Support agreed"),
        (words.year("2025-26"), "2025 to 2026"),
        (words.year_of(date(2026, 3, 31)), "2025-26"),
        (words.year_of(date(2026, 4, 1)), "2026-27"),
    ],
)
def test_numbers_and_days_read_as_they_are_said(said: str, expected: str):
    assert said == expected


def a_month(index: int, value: float) -> SeriesValue:
    begins = date(index // 12, index % 12 + 1, 1)
    return SeriesValue.model_construct(starts_on=begins, value=value, cumulative_value=value)


@given(
    st.dictionaries(
        st.integers(2020 * 12, 2026 * 12),
        st.integers(-(10**11), 10**11).map(lambda hundredths: hundredths / 100),
        max_size=40,
    )
)
def test_the_months_lie_beside_one_another_within_the_picture_and_none_is_left_out(found: dict[int, float]):
    catalogue = list(measures().values())
    rows = [a_month(index, value) for index, value in found.items()]
    shown = months.drawn(rows, catalogue, SeriesMeasure.FREE_PENCE)
    assert len(shown.bars) == (min(months.MOST_MONTHS, max(found) - min(found) + 1) if found else 0)
    assert all(before.x + before.width <= after.x for before, after in pairwise(shown.bars))
    for bar in shown.bars:
        assert bar.x + bar.width <= 100
        assert -0.1 <= bar.y <= bar.y + bar.height <= months.HEIGHT + 2.2
