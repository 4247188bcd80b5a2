"""Suppression cannot be undone: whoever asks, from all tables it may see together no small count follows.

What a caller may see is read over HTTP and taken as sums of unknown counts, by project and authority; what it knows
of its own schools is subtracted. Numbers of submitted assessments, and of schools that changed, are the same counts as
the bands, so that figures can be played off against each other too.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from itertools import product
from random import Random
from typing import Any

import pytest

from tests.assessment_api.analysis import facts
from tests.assessment_api.analysis.conftest import Analysing
from tests.assessment_api.analysis.populations import (
    DOMAINS,
    POINTS,
    Asking,
    Cell,
    School,
    callers,
    cells,
    events,
    population,
)
from tests.assessment_api.analysis.span import Form, Span, total

Block = tuple[int, str]
Row = list[tuple[list[Cell], int | None]]
"""A row of a table: of each count, the cells that it is the sum of, and what is shown."""

BANDS = range(5)
OPEN = ("not_started", "in_progress")
DIRECTIONS = ("improved", "unchanged", "declined")


def _submitted(point: str, domain: str = DOMAINS[0]) -> list[Cell]:
    return [("band", point, domain, band) for band in BANDS]


def rows_of(analysis: dict[str, Any]) -> Iterator[Row]:
    """The counts of an answer, each as a sum of cells."""
    for row in analysis["completion"]:
        if row["point"] in POINTS:
            point = row["point"]
            yield [
                *(([("completion", point, state)], row[state]) for state in OPEN),
                (_submitted(point), row["submitted"]),
            ]
    for row in analysis["domains"]:
        bands = _submitted(row["point"], row["domain"])
        yield [(bands, row["schools"]), *(([band], count) for band, count in zip(bands, row["bands"], strict=True))]
    for row in analysis["progress"]:
        each = [("direction", row["domain"], direction) for direction in DIRECTIONS]
        yield [(each, row["schools"]), *(([cell], row[cell[-1]]) for cell in each)]
    for row in analysis["themes"]:
        yield [([("theme", row["statement"])], row["schools"])]


def _everywhere(blocks: list[Block], of: list[Cell]) -> Form:
    return total(product(blocks, of))


def _said_by_all(blocks: list[Block]) -> Iterator[Form]:
    """What everybody may know: who submitted has a score in each domain, and has changed if it is the second time."""
    first, *others = DOMAINS
    for block, point, domain in product(blocks, POINTS, others):
        yield _less(_everywhere([block], _submitted(point)), _everywhere([block], _submitted(point, domain)))
    for block, domain in product(blocks, DOMAINS):
        changed: list[Cell] = [("direction", domain, direction) for direction in DIRECTIONS]
        yield _less(_everywhere([block], _submitted("follow_up", first)), _everywhere([block], changed))


def _less(one: Form, other: Form) -> Form:
    return {**one, **{name: -part for name, part in other.items()}}


class Deducing:
    """One caller, the tables it may see, and all that follows from them."""

    def __init__(self, asking: Asking, schools: list[School]) -> None:
        unknown = [school for school in schools if not asking.knows(school)]
        self.counts: Counter[Hashable] = Counter((school.block, cell) for school in unknown for cell in cells(school))
        self.blocks = sorted({school.block for school in schools})
        self.span = Span(_said_by_all(self.blocks))
        self.hidden: list[Form] = []
        self.tables: dict[tuple[Block, ...], list[Row]] = {}

    def sees(self, blocks: list[Block], analysis: dict[str, Any]) -> None:
        """Take in one table, over the schools of these projects and authorities."""
        self.tables[tuple(blocks)] = rows = list(rows_of(analysis))
        for point in POINTS:  # how many schools there are is public
            states: list[Cell] = [("completion", point, state) for state in OPEN]
            self.span.add(_everywhere(blocks, [*states, *_submitted(point)]))
        for row in rows:
            for of, count in row:
                if count is None:
                    self.hidden.append(_everywhere(blocks, of))
                else:
                    self.span.add(_everywhere(blocks, of))

    def value(self, form: Form) -> int:
        """What the count is, of schools that the caller does not know."""
        return sum(part * self.counts[name] for name, part in form.items())

    def differences(self) -> Iterator[Form]:
        """Of every two tables, the counts they have in common, one less the other; and every count by itself."""
        for (blocks, rows), (others, other_rows) in product(self.tables.items(), repeat=2):
            inside = set(others) < set(blocks)
            both = {tuple(of) for row in other_rows for of, _ in row}
            for of, _ in (pair for row in rows for pair in row):
                if inside and tuple(of) in both:
                    yield _everywhere(sorted(set(blocks) - set(others)), of)
                yield _everywhere(list(blocks), of)


async def deduced(analysing: Analysing, asking: Asking, schools: list[School]) -> Deducing:
    """What one caller finds out by asking for everything."""
    found = Deducing(asking, schools)
    found.sees(found.blocks, await analysing.nation(asking.organisation))
    for project in range(3):
        answer = await analysing.as_(asking.organisation).get(f"/v1/analysis/projects/{facts.project_id(project)}")
        if answer.status_code == 200:
            found.sees([block for block in found.blocks if block[0] == project], answer.json())
    return found


@pytest.mark.parametrize(("seed", "number"), [(1, 30), (2, 30), (3, 60), (4, 120), (5, 240)])
async def test_no_small_count_follows_from_any_tables_that_one_caller_sees(
    analysing: Analysing, seed: int, number: int
):
    schools = population(Random(seed), number)
    await analysing.told(*sorted(events(schools), key=facts.source_of, reverse=True))
    hidden = shown = 0
    for asking in callers(schools):
        found = await deduced(analysing, asking, schools)
        for form in found.hidden:
            assert not (found.value(form) and found.span.gives(form)), (asking.organisation, form)
        for form in found.differences():
            small = 0 < found.value(form) < 5
            assert not (small and _matters(form) and found.span.gives(form)), (asking.organisation, form)
        for block, of in product(found.blocks, {cell for _, cell in found.counts}):
            form = {(block, of): 1}
            assert not (0 < found.value(form) < 5 and found.span.gives(form)), (asking.organisation, form)
        hidden += len(found.hidden)
        shown += sum(count is not None for rows in found.tables.values() for row in rows for _, count in row)
    assert hidden > 10, "There was nothing to find out."
    assert shown > 10, "Nothing was shown to find it out from."


def _matters(form: Form) -> bool:
    """How many have not submitted is public with how many schools there are and how many submitted."""
    return not all(cell[0] == "completion" for _, cell in form)  # type: ignore[misc]
