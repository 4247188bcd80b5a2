"""How much of a need so many hours cover, and how much of a school's need could be covered at best.

Ten hours towards a domain meet its need in full, whatever the need: so an hour towards a greater need covers more. The
first four hours meet six tenths of it, the other six hours the rest: what is done first helps most. The curve bends
downwards only, so that a linear programme fills its steps in order by itself.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .problem import Problem, School


class Step(NamedTuple):
    """So many hours meet so great a share of the need."""

    hours: float
    share: float


STEPS = (Step(4, 0.6), Step(6, 0.4))


def hours_towards(school: School, given: Iterable[tuple[tuple[str, ...], float]]) -> dict[str, float]:
    """Hours by domain, of pairs of an item's domains and the hours of it: shared among the domains it helps in."""
    towards = dict.fromkeys(school.needs, 0.0)
    for domains, hours in given:
        helped = school.helped(domains)
        for domain in helped:
            towards[domain] += hours / len(helped)
    return towards


def hours_had(school: School) -> dict[str, float]:
    """The hours by domain that its package has already."""
    return hours_towards(school, ((line.domains, line.hours) for line in school.bought))


def covered(need: float, hours: float) -> float:
    """How much of one domain's need so many hours cover."""
    total = 0.0
    for step in STEPS:
        used = min(hours, step.hours)
        total += need * step.share * used / step.hours
        hours -= used
    return total


def covered_of(school: School, towards: Mapping[str, float]) -> float:
    """How much of a school's need is covered by so many hours in each domain."""
    return sum(covered(need, towards[domain]) for domain, need in school.needs.items())


def steps_left(had: float) -> list[Step]:
    """The steps that are left when so many hours are there already."""
    left = []
    for step in STEPS:
        used = min(had, step.hours)
        had -= used
        if step.hours - used > 0:
            left.append(Step(step.hours - used, step.share * (step.hours - used) / step.hours))
    return left


def reachable(problem: Problem, school: School, on_offer: Mapping[str, float]) -> float:
    """What could at best be covered of a school's own need, were money and capacity no limit and hours divisible.

    Its greatest number of hours go where an hour covers most first, in each domain no more than is on offer to it
    there (`on_offer`). The fairness floor is a share of this.
    """
    had = hours_had(school)
    steps = [
        (need * step.share / step.hours, step.hours, domain)
        for domain, need in school.needs.items()
        for step in steps_left(had[domain])
    ]
    room, best = dict(on_offer), covered_of(school, had)
    hours = max(0.0, problem.terms.most_hours - school.hours_bought)
    for rate, longest, domain in sorted(steps, key=lambda each: -each[0]):
        used = min(hours, longest, room.get(domain, 0.0))
        best += rate * used
        hours -= used
        room[domain] = room.get(domain, 0.0) - used
    return best
