"""The plan as a mixed-integer programme.

For each choice (a school and an offer that fits it): `taken`, 0 or 1, and `more`, the whole units above the least; so
units = least x taken + more, and more <= (most - least) x taken. For each school and domain, one column for each step
of the coverage curve: the hours that count in it. Together they are no more than the hours given.

Maximise the need covered, within
- the budget of each strand, and of the embedding offer, which pays for both strands of its schools (R6);
- each offer's hours over its months (an even spread: the sum is the limit of every month);
- each school's least and greatest hours, what it has already included;
- an item once a school, whichever offer it comes from;
- both strands for every school (R22), of the embedding offer those that the menu has for it;
- an item that answers its first priority;
- the fairness floor: a share of what could at best be covered of the school's own need.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from .choices import Choice, choices, on_offer
from .coverage import covered_of, hours_had, reachable, steps_left
from .limits import Kind, Limit
from .matrix import INFINITY, Programme
from .problem import Problem, School

PENCE_IN_A_POUND = 100.0


@dataclass
class Model:
    """The programme of a problem, and which of its columns and rows stand for what."""

    problem: Problem
    options: list[Choice]
    programme: Programme = field(default_factory=Programme)
    taken: list[int] = field(default_factory=list)
    more: list[int | None] = field(default_factory=list)
    steps: list[tuple[int, str, float, int]] = field(default_factory=list)
    """School, domain, hours that the step is long, column; in the order in which a domain's steps are filled."""

    row_of: dict[Limit, int] = field(default_factory=dict)
    reachable: list[float] = field(default_factory=list)

    def units(self, place: int, values: Sequence[float]) -> int:
        """How many units of a choice a solution takes."""
        choice, more = self.options[place], self.more[place]
        return round(values[self.taken[place]]) * choice.least + (0 if more is None else round(values[more]))

    def per_unit(self, place: int, weight: float) -> list[tuple[int, float]]:
        """The entries of `weight` times the units of a choice."""
        more = self.more[place]
        taken = (self.taken[place], weight * self.options[place].least)
        return [taken] if more is None else [taken, (more, weight)]

    def limit(self, limit: Limit, low: float, high: float, entries: Iterable[tuple[int, float]]) -> None:
        """Add a row that can be spoken of."""
        self.row_of[limit] = self.programme.row(low, high, entries)


def build(problem: Problem) -> Model:
    """The programme of a problem."""
    model = Model(problem, choices(problem))
    _columns(model)
    of_school: dict[int, list[int]] = defaultdict(list)
    for place, choice in enumerate(model.options):
        of_school[choice.school].append(place)
    for number, (school, offered) in enumerate(zip(problem.schools, on_offer(problem, model.options), strict=True)):
        places = of_school[number]
        _hours(model, number, school, places)
        _each_item_once(model, places)
        _both_strands(model, number, school, places)
        _first_priority(model, number, school, places)
        _coverage(model, number, school, places)
        model.reachable.append(reachable(problem, school, offered))
        _fairness(model, number, school)
    _budgets(model)
    _capacities(model)
    return model


def _columns(model: Model) -> None:
    add = model.programme.column
    for choice in model.options:
        taken = add(0.0, 1.0, whole=True)
        spread = choice.most - choice.least
        more = add(0.0, float(spread), whole=True) if spread else None
        model.taken.append(taken)
        model.more.append(more)
        if more is not None:
            model.programme.row(-INFINITY, 0.0, [(more, 1.0), (taken, -float(spread))])


def _hours(model: Model, number: int, school: School, places: list[int]) -> None:
    terms, had = model.problem.terms, school.hours_bought
    entries = [each for place in places for each in model.per_unit(place, model.options[place].offer.hours_per_unit)]
    if terms.least_hours > had:
        model.limit(Limit(Kind.LEAST_HOURS, school=number), terms.least_hours - had, INFINITY, entries)
    model.limit(Limit(Kind.MOST_HOURS, school=number), -INFINITY, max(0.0, terms.most_hours - had), entries)


def _each_item_once(model: Model, places: list[int]) -> None:
    by_item: dict[str, list[int]] = defaultdict(list)
    for place in places:
        by_item[model.options[place].item.code].append(place)
    for several in by_item.values():
        if len(several) > 1:
            model.programme.row(-INFINITY, 1.0, [(model.taken[place], 1.0) for place in several])


def _both_strands(model: Model, number: int, school: School, places: list[int]) -> None:
    for strand in model.problem.strands_due(school):
        if all(line.strand is not strand for line in school.bought):
            entries = [(model.taken[place], 1.0) for place in places if model.options[place].item.strand is strand]
            model.limit(Limit(Kind.BOTH_STRANDS, strand=strand, school=number), 1.0, INFINITY, entries)


def _first_priority(model: Model, number: int, school: School, places: list[int]) -> None:
    first = school.first_priority
    if first is not None and all(first not in line.domains for line in school.bought):
        entries = [(model.taken[place], 1.0) for place in places if first in model.options[place].item.domains]
        model.limit(Limit(Kind.FIRST_PRIORITY, school=number), 1.0, INFINITY, entries)


def _coverage(model: Model, number: int, school: School, places: list[int]) -> None:
    had = hours_had(school)
    model.programme.offset += covered_of(school, had)
    given: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place in places:
        choice = model.options[place]
        helped = school.helped(choice.item.domains)
        for domain in helped:
            given[domain] += model.per_unit(place, -choice.offer.hours_per_unit / len(helped))
    for domain, entries in given.items():
        counted = []
        for step in steps_left(had[domain]):
            column = model.programme.column(school.needs[domain] * step.share / step.hours, step.hours, whole=False)
            model.steps.append((number, domain, step.hours, column))
            counted.append((column, 1.0))
        model.programme.row(-INFINITY, 0.0, counted + entries)


def _fairness(model: Model, number: int, school: School) -> None:
    floor = model.problem.terms.fairness_floor * model.reachable[number]
    still = floor - covered_of(school, hours_had(school))
    if still > 0:
        entries = [(column, model.programme.costs[column]) for place, _, _, column in model.steps if place == number]
        model.limit(Limit(Kind.FAIRNESS, school=number), still, INFINITY, entries)


def _budgets(model: Model) -> None:
    for budget, pence in model.problem.budgets.items():
        entries = [
            each
            for place, choice in enumerate(model.options)
            if choice.budget is budget and choice.offer.unit_cost_pence
            for each in model.per_unit(place, choice.offer.unit_cost_pence / PENCE_IN_A_POUND)
        ]
        model.limit(Limit(Kind.BUDGET, budget), -INFINITY, pence / PENCE_IN_A_POUND, entries)


def _capacities(model: Model) -> None:
    by_offer: dict[UUID, list[int]] = defaultdict(list)
    for place, choice in enumerate(model.options):
        by_offer[choice.offer.id].append(place)
    for offer_id, places in by_offer.items():
        offer = model.options[places[0]].offer
        entries = [each for place in places for each in model.per_unit(place, offer.hours_per_unit)]
        if sum(model.options[place].hours(model.options[place].most) for place in places) > offer.hours_left:
            model.limit(Limit(Kind.CAPACITY, offer_id=offer_id), -INFINITY, offer.hours_left, entries)
