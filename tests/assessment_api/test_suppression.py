"""Nothing that is hidden can be worked out, by somebody who knows the rule and tries every row there could be."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, strategies as st

from services.assessment_api.suppression import publishable, published, published_part, published_question

Shown = tuple[int | None, ...]


def rows_of(length: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every row of so many counts that come to a total."""
    if length == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in rows_of(length - 1, total - first))


def worked_out(alike: dict[object, list[tuple[int, ...]]], shown: dict[object, Shown]) -> list[object]:
    """What somebody who sees it knows a hidden count from."""
    return [
        seen
        for seen, rows in alike.items()
        if any(hidden is None and len({row[place] for row in rows}) == 1 for place, hidden in enumerate(shown[seen]))
    ]


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (600, 600)])
def test_a_count_of_few_people_is_hidden(count: int, shown: int | None) -> None:
    assert publishable(count, 5) == shown


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ([20, 30, 0, 9], [20, 30, 0, 9]),
        ([0, 0, 0], [0, 0, 0]),
        ([20, 30, 0, 2], [None, 30, 0, None]),
        ([20, 20, 0, 2], [None, None, 0, None]),
        ([20, 30, 4, 2], [20, 30, None, None]),
        ([20, 30, 1, 2], [None, 30, None, None]),
        ([20, 30, 3, 3], [None, 30, None, None]),
        ([3, 3, 0, 0], [None, None, None, None]),
        ([2, 1, 1, 1, 0], [None] * 5),
        ([2, 1], [None, None]),
    ],
)
def test_with_a_small_count_the_next_ones_up_are_hidden(cells: list[int], shown: list[int | None]) -> None:
    assert published(cells, 5) == shown


@pytest.mark.parametrize("threshold", [3, 5])
@pytest.mark.parametrize(("length", "greatest"), [(1, 40), (2, 40), (3, 24), (4, 18), (5, 14), (6, 9)])
def test_no_hidden_count_of_a_row_can_be_worked_out(threshold: int, length: int, greatest: int) -> None:
    for total in range(threshold, greatest + 1):
        alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
        for row in rows_of(length, total):
            alike[tuple(published(row, threshold))].append(row)
        assert worked_out(alike, {seen: seen for seen in alike}) == []  # type: ignore[misc]


@pytest.mark.parametrize("threshold", [3, 4, 5])
@pytest.mark.parametrize(("good", "other", "greatest"), [(1, 3, 18), (2, 3, 14), (1, 4, 14), (2, 4, 11)])
def test_no_hidden_count_of_a_question_can_be_worked_out(threshold: int, good: int, other: int, greatest: int) -> None:
    for total in range(threshold, greatest + 1):
        alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
        shown: dict[object, Shown] = {}
        for row in rows_of(good + other, total):
            seen = published_question(row[:good], row[good:], threshold)
            key = (*seen.favourable_cells, *seen.other_cells, seen.favourable, seen.others)
            alike[key].append((*row, sum(row[:good]), sum(row[good:])))
            shown[key] = key
        assert worked_out(alike, shown) == []


def test_of_a_handful_of_respondents_nothing_is_shown() -> None:
    for row in product(range(3), repeat=4):
        if 0 < sum(row) < 5:
            seen = published_question(row[:1], row[1:], 5)
            assert {*seen.favourable_cells, *seen.other_cells, seen.favourable, seen.others} == {None}


@pytest.mark.parametrize(
    ("part", "total", "shown"), [(0, 30, 0), (30, 30, 30), (10, 30, 10), (4, 30, None), (26, 30, None), (0, 0, 0)]
)
def test_a_part_is_shown_when_the_rest_may_be_known_too(part: int, total: int, shown: int | None) -> None:
    assert published_part(part, total, 5) == shown


CELLS = st.lists(st.integers(0, 400), min_size=1, max_size=22)


@given(CELLS, st.integers(3, 20))
def test_every_small_count_is_hidden_and_never_one_alone(cells: list[int], threshold: int) -> None:
    shown = published(cells, threshold)
    hidden = [cell for cell, seen in zip(cells, shown, strict=True) if seen is None]
    assert all(seen is None or seen == cell for cell, seen in zip(cells, shown, strict=True))
    assert all(
        publishable(cell, threshold) is not None or seen is None for cell, seen in zip(cells, shown, strict=True)
    )
    if sum(cells) >= threshold and hidden:
        assert len(hidden) > 1
        assert sum(hidden) >= threshold


@given(CELLS, st.integers(3, 20), st.randoms())
def test_the_order_of_the_counts_makes_no_difference(cells: list[int], threshold: int, random: object) -> None:
    order = list(range(len(cells)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shown = published(cells, threshold)
    assert published([cells[place] for place in order], threshold) == [shown[place] for place in order]
