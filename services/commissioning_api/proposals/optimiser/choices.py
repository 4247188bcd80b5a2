"""Which offers could serve which school at all, and in how many units."""

import math
from dataclasses import dataclass

from services.commissioning_api.packages.rules import paid_from
from shared.contracts.partnership.funding import FundingStrand

from .problem import Item, LocalOffer, Problem, School

LEAST_SHARE = 0.5
"""An item is given in at least half of its usual hours: less would not be that item any more."""


@dataclass(frozen=True)
class Choice:
    """An offer for a school (by its place), paid from `budget`; if it is taken, in `least` to `most` units."""

    school: int
    offer: LocalOffer
    item: Item
    budget: FundingStrand
    least: int
    most: int

    def hours(self, units: float) -> float:
        """The hours of so many units."""
        return units * self.offer.hours_per_unit

    def pence(self, units: int) -> int:
        """The price of so many units."""
        return units * self.offer.unit_cost_pence


def choices(problem: Problem) -> list[Choice]:
    """Every offer for every school that it fits: area, kind of offer, not there already, and short enough."""
    found = []
    for place, school in enumerate(problem.schools):
        for offer in problem.offers:
            item = problem.item_of.get(offer.item_code)
            if item is None or not fits(school, item, offer):
                continue
            least, most = _units(problem, school, item, offer)
            if least <= most:
                found.append(Choice(place, offer, item, paid_from(item.strand, school.offer), least, most))
    return found


def fits(school: School, item: Item, offer: LocalOffer) -> bool:
    """Whether an offer can be had where the school is, for the offer it has, and is not in its package already."""
    return (
        school.la_code in offer.la_codes
        and school.offer in item.offers
        and bool(item.domains)
        and all(line.item_code != item.code for line in school.bought)
    )


def _units(problem: Problem, school: School, item: Item, offer: LocalOffer) -> tuple[int, int]:
    usual = item.usual_hours / offer.hours_per_unit
    least = max(1, math.ceil(usual * LEAST_SHARE - 1e-9))
    most = max(1, math.ceil(usual - 1e-9))
    room = problem.terms.most_hours - school.hours_bought
    return least, min(most, math.floor(room / offer.hours_per_unit + 1e-9))


def on_offer(problem: Problem, options: list[Choice]) -> list[dict[str, float]]:
    """For each school, the most hours towards each domain that its choices could give, each item taken once."""
    best: list[dict[tuple[str, str], float]] = [{} for _ in problem.schools]
    for choice in options:
        helped = problem.schools[choice.school].helped(choice.item.domains)
        hours = choice.hours(choice.most)
        for domain in helped:
            key = (choice.item.code, domain)
            best[choice.school][key] = max(best[choice.school].get(key, 0.0), hours / len(helped))
    totals: list[dict[str, float]] = [{} for _ in problem.schools]
    for place, by_item in enumerate(best):
        for (_, domain), hours in by_item.items():
            totals[place][domain] = totals[place].get(domain, 0.0) + hours
    return totals
