"""A plan held against its problem, rule by rule: written apart from the model, and knows nothing of it."""

from collections.abc import Iterable, Mapping
from itertools import product

from services.commissioning_api.proposals.optimiser.problem import Item, LocalOffer, Problem, School
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.proposals import ProposedLine
from shared.contracts.partnership.participations import Offer

Given = tuple[LocalOffer, int]
"""An offer, and how many units of it."""

_BUDGETS = ("tailored", "engagement", "embedding")


def item_of(problem: Problem, offer: LocalOffer) -> Item:
    return next(item for item in problem.items if item.code == offer.item_code)


def budget_of(problem: Problem, school: School, offer: LocalOffer) -> str:
    """Whatever an existing school is given is paid from the embedding line; of others each strand from its own."""
    if school.offer is Offer.EMBEDDING:
        return "embedding"
    return "tailored" if item_of(problem, offer).strand is Strand.TAILORED_SUPPORT else "engagement"


def money(problem: Problem, budget: str) -> int:
    return int(getattr(problem.terms, f"{budget}_budget_pence"))


def strands_owed(problem: Problem, school: School) -> set[Strand]:
    """Both; to an existing school no strand of which the menu has nothing for it."""
    if school.offer is Offer.EMBEDDING:
        return {item.strand for item in problem.items if Offer.EMBEDDING in item.offers}
    return set(Strand)


def curve(hours: float) -> float:
    """The share of a need that so many hours meet: 15% for each of the first four, then a fifteenth, ten at most."""
    return min(4.0, hours) * 0.15 + max(0.0, min(10.0, hours) - 4.0) / 15


def coverage(problem: Problem, school: School, given: Iterable[Given]) -> float:
    hours = dict.fromkeys(school.needs, 0.0)
    pieces = [(line.domains, line.hours) for line in school.bought]
    pieces += [(item_of(problem, offer).domains, units * offer.hours_per_unit) for offer, units in given]
    for domains, length in pieces:
        needed = [domain for domain in domains if school.needs.get(domain, 0) > 0]
        for domain in needed:
            hours[domain] += length / len(needed)
    return sum(need * curve(hours[domain]) for domain, need in school.needs.items())


def may_have(school: School, item: Item, offer: LocalOffer) -> bool:
    has = {line.item_code for line in school.bought}
    return school.la_code in offer.la_codes and school.offer in item.offers and item.code not in has


def unit_range(item: Item, offer: LocalOffer) -> range:
    """From half of the usual hours to all of them, in whole units, one at the least."""
    least, most = 1, 1
    while least * offer.hours_per_unit < item.usual_hours / 2 - 1e-9:
        least += 1
    while most * offer.hours_per_unit < item.usual_hours - 1e-9:
        most += 1
    return range(least, most + 1)


def floor_of(problem: Problem, school: School) -> float:
    """What the school must have covered: a share of what its greatest hours could cover, cut as fine as one likes."""
    reach: dict[str, float] = {}
    for item in problem.items:
        needed = [domain for domain in item.domains if school.needs.get(domain, 0) > 0]
        longest = 0.0
        for offer in problem.offers:
            if offer.item_code == item.code and may_have(school, item, offer):
                fitting = [units * offer.hours_per_unit for units in unit_range(item, offer)]
                had = sum(line.hours for line in school.bought)
                longest = max([longest] + [each for each in fitting if each <= problem.terms.most_hours - had + 1e-9])
        for domain in needed:
            reach[domain] = reach.get(domain, 0.0) + longest / len(needed)
    return problem.terms.fairness_floor * _poured(problem, school, reach)


def _poured(problem: Problem, school: School, reach: Mapping[str, float]) -> float:
    hours = dict.fromkeys(school.needs, 0.0)
    for line in school.bought:
        needed = [domain for domain in line.domains if school.needs.get(domain, 0) > 0]
        for domain in needed:
            hours[domain] += line.hours / len(needed)
    left, room = problem.terms.most_hours - sum(line.hours for line in school.bought), dict(reach)
    while left > 1e-9:
        ways = []
        for domain, need in school.needs.items():
            until = 4.0 if hours[domain] < 4.0 - 1e-12 else 10.0
            length = min(left, room.get(domain, 0.0), until - hours[domain])
            if length > 1e-9:
                ways.append((need * (0.15 if until == 4.0 else 1 / 15), domain, length))
        if not ways:
            break
        _, domain, length = max(ways)
        hours[domain] += length
        room[domain] -= length
        left -= length
    return sum(need * curve(hours[domain]) for domain, need in school.needs.items())


def school_faults(problem: Problem, school: School, given: list[Given]) -> list[str]:
    """What one school's part of a plan breaks."""
    terms, found = problem.terms, []
    items = [item_of(problem, offer) for offer, _ in given]
    hours = sum(units * offer.hours_per_unit for offer, units in given) + sum(line.hours for line in school.bought)
    if len({item.code for item in items}) < len(items):
        found.append("an item twice")
    pairs = list(zip(items, given, strict=True))
    found += ["an offer that does not fit" for item, (offer, _) in pairs if not may_have(school, item, offer)]
    found += ["units out of range" for item, (offer, units) in pairs if units not in unit_range(item, offer)]
    if given and hours > terms.most_hours + 1e-9:
        found.append("too many hours")
    if hours < terms.least_hours - 1e-9:
        found.append("too few hours")
    strands = {item.strand for item in items} | {line.strand for line in school.bought}
    found += ["a strand missing" for strand in strands_owed(problem, school) if strand not in strands]
    first = school.first_priority
    answered = {domain for each in [*items, *school.bought] for domain in each.domains}
    if first is not None and first not in answered:
        found.append("the first priority not answered")
    if coverage(problem, school, given) < floor_of(problem, school) - 1e-6:
        found.append("below the fairness floor")
    return found


def shared_faults(problem: Problem, given: Iterable[tuple[School, Given]]) -> list[str]:
    """What all schools together break."""
    spent, hours, found = dict.fromkeys(_BUDGETS, 0), dict.fromkeys(problem.offers, 0.0), []
    for school, (offer, units) in given:
        spent[budget_of(problem, school, offer)] += units * offer.unit_cost_pence
        hours[offer] += units * offer.hours_per_unit
    found += [f"over the {name} budget" for name in _BUDGETS if spent[name] > money(problem, name)]
    for offer, length in hours.items():
        if length > offer.capacity_hours_per_month * offer.months - offer.hours_taken + 1e-9:
            found.append("a provider beyond its capacity")
    return found


def given_of(problem: Problem, lines: Iterable[ProposedLine]) -> dict[int, list[Given]]:
    """The units of each line, by school."""
    given: dict[int, list[Given]] = {number: [] for number in range(len(problem.schools))}
    place = {school.participation_id: number for number, school in enumerate(problem.schools)}
    offers = {offer.id: offer for offer in problem.offers}
    for line in lines:
        offer = offers[line.local_offer_id]
        units = round(line.hours / offer.hours_per_unit)
        assert line.hours == units * offer.hours_per_unit
        assert line.cost_pence == units * offer.unit_cost_pence
        given[place[line.participation_id]].append((offer, units))
    return given


def faults(problem: Problem, lines: Iterable[ProposedLine]) -> list[str]:
    """Everything a plan breaks."""
    given = given_of(problem, lines)
    found = shared_faults(problem, ((problem.schools[n], each) for n, several in given.items() for each in several))
    for number, school in enumerate(problem.schools):
        found += school_faults(problem, school, given[number])
    return found


def total(problem: Problem, lines: Iterable[ProposedLine]) -> float:
    given = given_of(problem, lines)
    return sum(coverage(problem, school, given[number]) for number, school in enumerate(problem.schools))


def best_by_trying_all(problem: Problem) -> float | None:
    """The coverage of the best plan, found by looking at every plan there is; None: there is none."""
    ways = [_ways(problem, school) for school in problem.schools]
    best: float | None = None
    for together in product(*ways):
        value = sum(each for each, _ in together)
        if best is not None and value <= best:
            continue
        pairs = zip(problem.schools, together, strict=True)
        if not shared_faults(problem, [(school, one) for school, (_, given) in pairs for one in given]):
            best = value
    return best


def _ways(problem: Problem, school: School) -> list[tuple[float, list[Given]]]:
    units = [[0, *unit_range(item_of(problem, offer), offer)] for offer in problem.offers]
    ways = []
    for taken in product(*units):
        given = [(offer, number) for offer, number in zip(problem.offers, taken, strict=True) if number]
        if not school_faults(problem, school, given):
            ways.append((coverage(problem, school, given), given))
    return ways
