"""What of a sum is shown, so that no small count follows from all that one caller may see."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from services.assessment_api.analysis import rules
from services.assessment_api.analysis.rules import Known, hide, shown
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
    assert hide(counts, 5) == seen


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ([10, 10, 10], [10, 10, 10]),
        ([17, 10, 3], [17, _, _]),
        ([28, 1, 1], [28, _, _]),
        ([28, 0, 2], [28, _, _]),
        ([30, 0, 0], [30, 0, 0]),
        ([0, 20, 10], [0, 20, 10]),
        ([3, 27, 0], [_, _, _]),
        ([1, 1, 1], [_, _, _]),
    ],
)
def test_how_many_submitted_is_shown_unless_it_is_small(counts: list[int], seen: list[int | None]):
    """Beside it those that have not started, and those that are at it."""
    assert hide(counts, 5) == seen


def test_what_the_caller_knows_already_is_subtracted_before_a_count_is_judged():
    """Of six schools in a band five are the caller's own: the sum would tell it of the sixth."""
    assert shown(Known([6], [5]), [], 5) == [None]
    assert shown(Known([6], [6]), [], 5) == [6]
    assert shown(Known([6], [1]), [], 5) == [6]


def test_what_the_tables_inside_give_away_is_subtracted_too():
    """England has nine, the caller's project six of them: the two tables would tell it of the three elsewhere."""
    assert shown(Known([9], [0]), [Known([6], [0])], 5) == [None]
    assert shown(Known([9], [0]), [], 5) == [9]
    # The project's three are hidden, and stay so: England's nine could be any three and six.
    assert shown(Known([9], [0]), [Known([3], [0])], 5) == [9]
    # Nobody elsewhere: England's number would be the project's.
    assert shown(Known([9], [0]), [Known([3], [0]), Known([6], [0])], 5) == [None]


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


def _plus(*rows: Sequence[int]) -> Vector:
    return [sum(cells) for cells in zip(*rows, strict=True)]


Form = Callable[[Sequence[Hashable], int], dict[Any, int]]
"""A count of a table over these places: the number, or one of the cells it is spread over."""


def _of_scores(places: Sequence[Hashable], cell: int) -> dict[Any, int]:
    return dict(total(product(places, range(1, 6) if cell == 0 else [cell])))


def _by_itself(places: Sequence[Hashable], cell: int) -> dict[Any, int]:
    return dict(total(product(places, [cell])))


def _places(of_place: Mapping[Hashable, Vector]) -> Iterator[tuple[Hashable, ...]]:
    for number in range(1, len(of_place) + 1):
        yield from combinations(of_place, number)


def _learn_what_is_nothing(span: Span, of_place: Mapping[Hashable, Vector], form: Form, sums: Sequence[int]) -> None:
    """No count is below nothing: so where a sum is known to be nothing, each count in it is."""
    learning = True
    while learning:
        learning = False
        for places, cell in product(list(_places(of_place)), sums):
            if sum(of_place[place][cell] for place in places) == 0 and span.gives(form(places, cell)):
                new = [{part: 1} for part in form(places, cell) if not span.gives({part: 1})]
                learning |= bool(new)
                for part in new:
                    span.add(part)


def _must_stay_hidden(own: Vector, projects: list[Vector], elsewhere: Vector, form: Form, public: list[Any]) -> None:
    nothing = [0] * len(own)
    england = _plus(own, elsewhere, *projects)
    of_place: dict[Hashable, Vector] = {**dict(enumerate(projects)), "elsewhere": elsewhere}
    tables = {(place,): shown(Known(row, nothing), [], 5) for place, row in enumerate(projects)}
    tables[tuple(of_place)] = shown(Known(england, own), [Known(row, nothing) for row in projects], 5)

    span = Span(public)
    for places, row in tables.items():
        for cell, count in enumerate(row):
            if count is not None:
                span.add(form(places, cell))
    # How many schools are confirmed is public. That none of them in England is in one state is then a fact of each, and
    # published as such: so of completion only a place without schools is told apart.
    _learn_what_is_nothing(span, of_place, form, [0] if public else range(len(own)))
    for places, row in tables.items():
        for cell, count in enumerate(row):
            # That there is nobody gives nobody away.
            if count is None and sum(of_place[place][cell] for place in places):
                assert not span.gives(form(places, cell)), (places, cell)
    for (place, row), cell in product(of_place.items(), range(len(own))):
        if publishable(row[cell], 5) is None:
            assert not span.gives(form([place], cell)), (place, cell)


SCORES = st.lists(CELL, min_size=5, max_size=5).map(lambda bands: [sum(bands), *bands])
STATES = st.lists(CELL, min_size=3, max_size=3)


@settings(max_examples=150, deadline=None)
@given(own=SCORES, projects=st.lists(SCORES, max_size=3), elsewhere=SCORES)
def test_no_hidden_band_follows_from_any_tables_together(own: Vector, projects: list[Vector], elsewhere: Vector):
    _must_stay_hidden(own, projects, elsewhere, _of_scores, [])


@settings(max_examples=150, deadline=None)
@given(own=STATES, projects=st.lists(STATES, max_size=3), elsewhere=STATES)
def test_no_hidden_state_of_completion_follows_either(own: Vector, projects: list[Vector], elsewhere: Vector):
    places = [*range(len(projects)), "elsewhere"]
    schools = [dict(total(product(some, range(3)))) for some in ([place] for place in places)]
    _must_stay_hidden(own, projects, elsewhere, _by_itself, schools)


@settings(max_examples=150, deadline=None)
@given(own=CELL, projects=st.lists(CELL, max_size=3), elsewhere=CELL)
def test_no_small_number_of_schools_with_a_theme_follows_either(own: int, projects: list[int], elsewhere: int):
    _must_stay_hidden([own], [[row] for row in projects], [elsewhere], _by_itself, [])
