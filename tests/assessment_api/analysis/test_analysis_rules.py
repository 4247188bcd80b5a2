"""What of a sum is shown, so that no small count follows from all that one caller may see."""

from collections.abc import Hashable, Sequence
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from services.assessment_api.analysis import rules
from services.assessment_api.analysis.rules import Known, hide_completion, hide_distribution, hide_number, shown
from services.assessment_api.suppression import publishable
from tests.assessment_api.analysis.span import Span, total

_ = None


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ([4, 4, 0, 0, 0, 0], [_, _, _, _, _, _]),
        ([30, 10, 0, 8, 6, 6], [30, 10, 0, 8, 6, 6]),
        ([30, 1, 9, 8, 6, 6], [30, _, 9, 8, _, _]),
    ],
)
def test_of_a_few_schools_nothing_is_shown_and_a_small_band_hides_another(counts: list[int], seen: list[int | None]):
    assert hide_distribution(counts, 5) == seen


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ([30, 10, 10, 10], [30, 10, 10, 10]),
        ([30, 10, 3, 17], [30, _, _, 17]),
        ([30, 1, 1, 28], [30, _, _, 28]),
        ([30, 0, 2, 28], [30, _, _, 28]),
        ([30, 0, 0, 30], [30, 0, 0, 30]),
        ([30, 27, 0, 3], [30, _, 0, _]),
        ([3, 1, 1, 1], [3, _, _, _]),
    ],
)
def test_how_many_submitted_is_shown_unless_it_is_small(counts: list[int], seen: list[int | None]):
    assert hide_completion(counts, 5) == seen


def test_what_the_caller_knows_already_is_subtracted_before_a_count_is_judged():
    """Of six schools in a band five are the caller's own: the sum would tell it of the sixth."""
    assert shown(Known([6], [5]), [], 5, hide_number) == [None]
    assert shown(Known([6], [6]), [], 5, hide_number) == [6]
    assert shown(Known([6], [1]), [], 5, hide_number) == [6]


def test_what_the_tables_inside_give_away_is_subtracted_too():
    """England has nine, the caller's project six of them: the two tables would tell it of the three elsewhere."""
    assert shown(Known([9], [0]), [Known([6], [0])], 5, hide_number) == [None]
    assert shown(Known([9], [0]), [], 5, hide_number) == [9]
    # The project's three are hidden, and stay so: England's nine could be any three and six.
    assert shown(Known([9], [0]), [Known([3], [0])], 5, hide_number) == [9]
    # Nobody elsewhere: England's number would be the project's.
    assert shown(Known([9], [0]), [Known([3], [0]), Known([6], [0])], 5, hide_number) == [None]


def test_means_are_rounded_half_up_and_hidden_with_their_number():
    assert rules.mean(Decimal("0.25"), 1) == 0.3
    assert rules.mean(Decimal("-0.25"), 1) == -0.3
    assert rules.mean(Decimal("66.7"), 2) == 33.4
    assert rules.mean(Decimal(10), None) is None
    assert rules.share(1, 8) == 0.125
    assert rules.share(None, 8) is None
    assert rules.share(0, 0) is None


CELL = st.integers(0, 12) | st.integers(0, 3)
Vector = list[int]


def vectors(cells: int) -> st.SearchStrategy[Vector]:
    """A number of schools and how they are spread."""
    return st.lists(CELL, min_size=cells, max_size=cells).map(lambda row: [sum(row), *row])


def _plus(*rows: Sequence[int]) -> Vector:
    return [sum(cells) for cells in zip(*rows, strict=True)]


def _form(places: Sequence[Hashable], cell: int, cells: int) -> dict[Any, int]:
    """A count of a table over these places: of one cell, or of all for the number of schools (cell 0)."""
    if cells == 0:  # a number of schools by itself
        return dict(total(product(places, [0])))
    return dict(total(product(places, range(1, cells + 1) if cell == 0 else [cell])))


def _learn_what_is_nothing(span: Span, of_place: dict[Any, Vector], cells: int, sums: Sequence[int]) -> None:
    """No count is below nothing: so where a sum is known to be nothing, each count in it is."""
    subsets = [places for number in range(1, len(of_place) + 1) for places in combinations(of_place, number)]
    learning = True
    while learning:
        learning = False
        for places, cell in product(subsets, sums):
            form = _form(places, cell, cells)
            if sum(of_place[place][cell] for place in places) == 0 and span.gives(form):
                new = [{part: 1} for part in form if not span.gives({part: 1})]
                learning |= bool(new)
                for part in new:
                    span.add(part)


def _must_stay_hidden(
    cells: int, own: Vector, projects: list[Vector], elsewhere: Vector, hide: rules.Hide, always: Sequence[int] = ()
) -> None:
    nothing = [0] * (cells + 1)
    england = _plus(own, elsewhere, *projects)
    tables = {(place,): shown(Known(row, nothing), [], 5, hide) for place, row in enumerate(projects)}
    everywhere = (*range(len(projects)), "elsewhere")
    tables[everywhere] = shown(Known(england, own), [Known(row, nothing) for row in projects], 5, hide)

    span = Span()
    for places, row in tables.items():
        for cell, count in enumerate(row):
            if count is not None or cell in always:
                span.add(_form(places, cell, cells))
    of_place = {**dict(enumerate(projects)), "elsewhere": elsewhere}
    # How many schools are confirmed is public. That none of them in England is in one state is then a fact of each, and
    # published as such: so of completion only a place without schools is told apart.
    _learn_what_is_nothing(span, of_place, cells, always or range(cells + 1))
    for places, row in tables.items():
        for cell, count in enumerate(row):
            # That there is nobody gives nobody away.
            if count is None and cell not in always and sum(of_place[place][cell] for place in places):
                assert not span.gives(_form(places, cell, cells)), (places, cell)
    for place, row in of_place.items():
        for cell in set(range(cells + 1)) - set(always):
            if publishable(row[cell], 5) is None:
                assert not span.gives(_form([place], cell, cells)), (place, cell)


@settings(max_examples=150, deadline=None)
@given(own=vectors(5), projects=st.lists(vectors(5), max_size=3), elsewhere=vectors(5))
def test_no_hidden_band_follows_from_any_tables_together(own: Vector, projects: list[Vector], elsewhere: Vector):
    _must_stay_hidden(5, own, projects, elsewhere, hide_distribution)


@settings(max_examples=150, deadline=None)
@given(own=vectors(3), projects=st.lists(vectors(3), max_size=3), elsewhere=vectors(3))
def test_no_hidden_state_of_completion_follows_either(own: Vector, projects: list[Vector], elsewhere: Vector):
    _must_stay_hidden(3, own, projects, elsewhere, hide_completion, always=[0])


@settings(max_examples=150, deadline=None)
@given(own=CELL, projects=st.lists(CELL, max_size=3), elsewhere=CELL)
def test_no_small_number_of_schools_with_a_theme_follows_either(own: int, projects: list[int], elsewhere: int):
    _must_stay_hidden(0, [own], [[row] for row in projects], [elsewhere], hide_number)
