"""What can be had of the menu for one project. Pure: schools, items and offers come in, and a verdict comes out.

An item is available when its offers have enough hours left for the project's schools together, and those that reach
each authority enough for the schools there. It is absent when they have none left, and scarce in between.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from uuid import UUID

from services.commissioning_api.local_offers.rules import hours_between
from shared.contracts.commissioning.local_offers import Availability, ItemAvailability
from shared.contracts.commissioning.menus import Strand

_MOST_HOURS = 1_000_000


@dataclass(frozen=True)
class Schools:
    """The schools of a project in one authority that have one offer (R6), and how many of them are confirmed."""

    la_code: str
    offer: str
    confirmed: int


@dataclass(frozen=True)
class Item:
    """One item of the menu in force."""

    code: str
    title: str
    strand: Strand
    usual_hours: float
    offers: Collection[str]


@dataclass(frozen=True)
class Offered:
    """One active offer of an item. `taken` are the hours of lines from the first day it could give more on."""

    id: UUID
    menu_item_code: str
    la_codes: Collection[str]
    unit_cost_pence: int
    hours_per_unit: float
    capacity_hours_per_month: float
    lead_time_days: int
    exists_locally: bool
    available_from: date
    available_until: date
    taken: float

    @property
    def cost_per_hour_pence(self) -> int:
        """Rounded up, so that an hour never costs more than is shown."""
        return ceil(self.unit_cost_pence / self.hours_per_unit)

    def hours_left(self, on: date) -> float:
        """What it can still give when it is asked for on a day: after its lead time, until its last day."""
        first = max(self.available_from, on + timedelta(days=self.lead_time_days))
        return max(0.0, hours_between(self.capacity_hours_per_month, first, self.available_until) - self.taken)


def of_project(
    schools: Sequence[Schools], items: Sequence[Item], offers: Sequence[Offered], on: date
) -> list[ItemAvailability]:
    """Every item of the menu against a project's schools."""
    by_item: dict[str, list[Offered]] = {item.code: [] for item in items}
    for offer in offers:
        # An item may have left the menu after it was offered.
        by_item.get(offer.menu_item_code, []).append(offer)
    return [of_item(item, schools, by_item[item.code], on) for item in items]


def of_item(item: Item, schools: Sequence[Schools], offers: Sequence[Offered], on: date) -> ItemAvailability:
    """One item against a project's schools, with the offers of it."""
    meant = [group for group in schools if group.confirmed and group.offer in item.offers]
    # As long as no school is confirmed that the item is for, what can be had where the project's schools are.
    places = {group.la_code for group in meant or schools}
    reaching = [offer for offer in offers if not places.isdisjoint(offer.la_codes)]
    left = [(offer, offer.hours_left(on)) for offer in reaching]
    giving = [offer for offer, hours in left if hours > 0]
    confirmed = Counter[str]()
    for group in meant:
        confirmed[group.la_code] += group.confirmed
    needed_in = {place: _hours(item.usual_hours * confirmed[place]) for place in places}
    left_in = {place: _hours(sum(hours for offer, hours in left if place in offer.la_codes)) for place in places}
    needed, all_left = _hours(item.usual_hours * confirmed.total()), _hours(sum(hours for _, hours in left))
    return ItemAvailability(
        menu_item_code=item.code,
        title=item.title,
        strand=item.strand,
        availability=verdict(needed, all_left, [(needed_in[place], left_in[place]) for place in places]),
        offers=len(reaching),
        schools=confirmed.total(),
        hours_needed=needed,
        hours_left=all_left,
        least_cost_per_hour_pence=min((offer.cost_per_hour_pence for offer in giving), default=None),
        shortest_lead_time_days=min((offer.lead_time_days for offer in giving), default=None),
        exists_locally=any(offer.exists_locally for offer in reaching),
    )


def verdict(needed: float, left: float, places: Iterable[tuple[float, float]]) -> Availability:
    """Enough, less than that, or none. `places`: what is needed and left in each authority."""
    if left <= 0:
        return Availability.ABSENT
    enough = left >= needed and all(here >= wanted for wanted, here in places)
    return Availability.AVAILABLE if enough else Availability.SCARCE


def _hours(number: float) -> float:
    # As they are shown, so that the verdict never disagrees with the figures beside it.
    return min(round(number, 2), _MOST_HOURS)
