"""Which counts are published, so that none that is hidden can be worked out. Pure: no database.

It holds against somebody who knows this rule (docs/decisions/0009): whatever is published, each count that is hidden
could have been another one. `tests/assessment_api/test_suppression.py` tries all small rows.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Question(NamedTuple):
    """The published counts of one question, in the order they were given in, and their two sums."""

    favourable_cells: list[int | None]
    other_cells: list[int | None]
    favourable: int | None
    others: int | None


def publishable(count: int, threshold: int) -> int | None:
    """A count by itself: nobody, or enough people. None for 1 to `threshold` - 1."""
    return None if 0 < count < threshold else count


def published(cells: Sequence[int], threshold: int) -> list[int | None]:
    """The counts of a row whose total is public. None: hidden.

    When a count is small, all counts up to some size are hidden: the least size with which two or more counts are
    hidden that are not all the same and together are not few. They then could also stand in another order, because the
    rule takes no notice of the order. Nothing is known of zeros, and they are shown, unless that would not do: all
    counts that are there are the same, or there are as many people as counts (of one in each is the only way then).
    """
    total = sum(cells)
    if not any(publishable(cell, threshold) is None for cell in cells):
        return list(cells)
    if total < threshold or total == len(cells):
        return [None] * len(cells)
    for greatest in sorted({cell for cell in cells if cell >= 1}):
        hidden = [cell for cell in cells if 0 < cell <= greatest]
        small_ones_in = all(cell <= greatest or cell >= threshold for cell in cells)
        if small_ones_in and len(set(hidden)) > 1 and sum(hidden) >= threshold:
            return [None if 0 < cell <= greatest else cell for cell in cells]
    return [None] * len(cells)


def published_part(part: int, total: int, threshold: int) -> int | None:
    """A part of a public total: both it and the rest are nobody or enough people, or it is hidden."""
    return None if None in (publishable(part, threshold), publishable(total - part, threshold)) else part


def published_question(favourable: Sequence[int], others: Sequence[int], threshold: int) -> Question:
    """The counts of a question whose respondents, all of these together, are public or few.

    Where the favourable and the others are both nobody or enough people, both sums are public, and each side is a row
    of its own. Where not, the question is hidden whole: a side that is known to be small would betray the other's
    counts.
    """
    total = sum(favourable) + sum(others)
    if publishable(total, threshold) is None or published_part(sum(favourable), total, threshold) is None:
        return Question([None] * len(favourable), [None] * len(others), None, None)
    return Question(published(favourable, threshold), published(others, threshold), sum(favourable), sum(others))
