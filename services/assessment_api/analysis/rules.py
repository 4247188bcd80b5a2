"""What of the sums a caller is shown, so that no small count can be worked out from all it may see. Pure.

A caller knows the rows of its own schools. Tables it sees only in part are taken in order: its projects, then England.
Of each, what is already known (its own schools, and what the tables before gave away) is subtracted; the rest is
hidden as any row is (`suppression`), and a sum is shown where its rest is. So no two tables differ by a small count.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from services.assessment_api.suppression import publishable, published
from shared.contracts.assessment.analysis import AnalysisScope
from shared.contracts.roles import Kind

EXACT = 1
"""The threshold for those who may see every row: no count is below it."""

_EVERYTHING = frozenset({Kind.NATIONAL, Kind.SERVICE})
_SEE_ALL_ROWS = {
    AnalysisScope.PROJECT: _EVERYTHING | {Kind.ICB, Kind.PCG},
    AnalysisScope.LOCAL_AUTHORITY: _EVERYTHING | {Kind.LA},
    AnalysisScope.ICB: _EVERYTHING | {Kind.ICB},
    AnalysisScope.NATION: _EVERYTHING,
}

Counts = Sequence[int]
Shown = list[int | None]
Hide = Callable[[Counts, int], Shown]


def sees_all_rows(scope: AnalysisScope, kind: Kind) -> bool:
    """Whether a caller who is shown this may see the rows of all its schools, and so every count."""
    return kind in _SEE_ALL_ROWS[scope]


class Known(NamedTuple):
    """A table's row and, of it, the part of the caller's own schools."""

    whole: Counts
    own: Counts

    @property
    def others(self) -> list[int]:
        """What the caller does not know already."""
        return [whole - own for whole, own in zip(self.whole, self.own, strict=True)]


def shown(row: Known, within: Iterable[Known], threshold: int, hide: Hide) -> Shown:
    """The counts of a row that may be shown. `within`: the rows of the tables inside it that the caller sees in part.

    The first count is the number of schools.
    """
    rest = row.others
    elsewhere = rest[0]
    something_is_hidden = False
    for part in within:
        elsewhere -= part.others[0]
        for place, cell in enumerate(hide(part.others, threshold)):
            something_is_hidden |= cell is None
            rest[place] -= cell or 0
    if something_is_hidden and elsewhere < threshold:
        # Without enough schools elsewhere, the row would say what the tables inside it hide.
        return [None] * len(rest)
    return [cell if left is not None else None for cell, left in zip(row.whole, hide(rest, threshold), strict=True)]


def hide_distribution(counts: Counts, threshold: int) -> Shown:
    """A number of schools, then how they are spread."""
    schools, *spread = counts
    if publishable(schools, threshold) is None:
        return [None] * len(counts)
    return [schools, *published(spread, threshold)]


def hide_completion(counts: Counts, threshold: int) -> Shown:
    """Schools, then those that have not started, are at it, and have submitted. The number of schools is public.

    How many submitted is the number of schools that the distributions are of: shown there, it is shown here too, and
    only how the others stand may be hidden.
    """
    schools, *row = counts
    *open_ones, submitted = row
    if publishable(submitted, threshold) is None:
        return [schools, *published(row, threshold)]
    if publishable(sum(open_ones), threshold) is None:
        return [schools, *[None] * len(open_ones), submitted]
    return [schools, *published(open_ones, threshold), submitted]


def hide_number(counts: Counts, threshold: int) -> Shown:
    """A number of schools by itself."""
    return [publishable(count, threshold) for count in counts]


def mean(total: Decimal, number: int | None) -> float | None:
    """A mean rounded half up to one decimal; hidden with the number it is of."""
    return None if not number else _rounded(total / number, "0.1")


def share(part: int | None, number: int) -> float | None:
    """A share rounded half up to three decimals; hidden with its part."""
    return None if part is None or not number else _rounded(Decimal(part) / number, "0.001")


def _rounded(exact: Decimal, to: str) -> float:
    return float(exact.quantize(Decimal(to), ROUND_HALF_UP))


Key = tuple[str, ...]


class Rows(NamedTuple):
    """The rows of one figure as they were read: of the scope, and by project of what the caller knows and sees."""

    whole: Mapping[Key, Sequence[Any]]
    own: Mapping[str, Mapping[Key, Sequence[Any]]]
    seen: Mapping[str, Mapping[Key, Sequence[Any]]]


def read(raw: Iterable[Sequence[Any]], keys: int) -> Rows:
    """Rows of part, project, year, keys and values."""
    parts: dict[str, dict[str, dict[Key, Sequence[Any]]]] = {"whole": {}, "own": {}, "seen": {}}
    for part, project, *rest in raw:
        parts[part].setdefault(project, {})[tuple(rest[: 1 + keys])] = rest[1 + keys :]
    return Rows(next(iter(parts["whole"].values()), {}), parts["own"], parts["seen"])


def known(rows: Rows, key: Key, counts: Callable[[Sequence[Any]], Counts]) -> tuple[Known, list[Known]]:
    """A row beside what the caller knows of it, and the same of each of its projects."""
    whole = counts(rows.whole[key])
    nothing = [0] * len(whole)

    def of(project: Mapping[Key, Sequence[Any]]) -> Counts:
        return counts(project[key]) if key in project else nothing

    own = {project: of(table) for project, table in rows.own.items()}
    summed = [sum(cells) for cells in zip(nothing, *own.values(), strict=True)]
    within = [Known(of(table), own.get(project, nothing)) for project, table in rows.seen.items()]
    return Known(whole, summed), within
