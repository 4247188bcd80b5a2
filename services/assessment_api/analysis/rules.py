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
        return _less(self.whole, self.own)


def shown(row: Known, within: Iterable[Known], threshold: int) -> Shown:
    """The counts of a row that may be shown: a number of schools, then how they, or the others, are spread.

    `within`: the rows of the tables inside it that the caller sees in part.
    """
    rest, elsewhere = row.others, row.others
    hidden_inside: set[int] = set()
    for part in within:
        elsewhere = _less(elsewhere, part.others)
        seen = hide(part.others, threshold)
        rest = _less(rest, [cell or 0 for cell in seen])
        hidden_inside |= {place for place, cell in enumerate(seen) if cell is None}
    left = hide(rest, threshold)
    # Without enough schools elsewhere, a count would say what the tables inside it hide.
    if 0 in hidden_inside and elsewhere[0] < threshold:
        return [None] * len(left)
    if sum(elsewhere[1:]) < threshold:
        left[1:] = [None if place in hidden_inside else cell for place, cell in enumerate(left[1:], 1)]
    return [cell if kept is not None else None for cell, kept in zip(row.whole, left, strict=True)]


def hide(counts: Counts, threshold: int) -> Shown:
    """The counts of a row by itself. The number by which other rows could tell how much is spread comes first.

    Of the scores of a domain that is how many schools have one, and they are what is spread. Of completion it is how
    many submitted: as many as have scores, so it is shown here as it is there; spread are those that have not.
    """
    number, *spread = counts
    if publishable(number, threshold) is None:
        return [None] * len(counts)
    return [number, *published(spread, threshold)]


def _less(counts: Counts, others: Counts) -> list[int]:
    return [count - other for count, other in zip(counts, others, strict=True)]


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
