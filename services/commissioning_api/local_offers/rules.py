"""What must hold of an offer, and how many hours it comes to. Every fault is found at once."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from shared.contracts.commissioning.local_offers import OfferUnit
from shared.contracts.problem import FieldError

_HOURS_OF = {
    OfferUnit.HOUR: (1, 1, "An hour is 1 hour."),
    OfferUnit.HALF_DAY: (2, 5, "Half a day is from 2 to 5 hours."),
    OfferUnit.DAY: (4, 10, "A day is from 4 to 10 hours."),
    OfferUnit.SESSION: (0.25, 12, "A session is from a quarter of an hour to 12 hours."),
    OfferUnit.PACK: (0.25, 200, "A pack is from a quarter of an hour to 200 hours."),
}
OFF_MENU = FieldError(
    pointer="/menu_item_code",
    code="not_on_the_menu",
    detail="The menu in force for this programme year has no item of this code: nothing outside it is offered (R29).",
)


class Said(Protocol):
    """What an offer says, whether it is new or changed."""

    unit: OfferUnit
    hours_per_unit: float
    la_codes: list[str]
    exists_locally: bool
    exists_for: str | None
    available_from: date
    available_until: date


@dataclass(frozen=True)
class Limits:
    """What an offer is held to. `area` and `window` are None where there is nothing new to hold to them."""

    covered: Collection[str]
    area: Collection[str] | None = None
    window: tuple[date, date] | None = None


def faults(offer: Said, limits: Limits) -> list[FieldError]:
    """What is wrong with an offer, its item apart."""
    return [
        *_hours(offer.unit, offer.hours_per_unit),
        *_places(offer.la_codes, limits),
        *_existence(exists=offer.exists_locally, whom=offer.exists_for),
        *_days(offer.available_from, offer.available_until, limits.window),
    ]


def _hours(unit: OfferUnit, hours: float) -> Iterator[FieldError]:
    least, most, sentence = _HOURS_OF[unit]
    if not least <= hours <= most:
        yield FieldError(pointer="/hours_per_unit", code="not_this_unit", detail=sentence)


def _places(la_codes: Sequence[str], limits: Limits) -> Iterator[FieldError]:
    for place, code in enumerate(la_codes):
        at = f"/la_codes/{place}"
        if code in la_codes[:place]:
            yield FieldError(pointer=at, code="repeated", detail="This is named twice.")
        elif code not in limits.covered:
            yield FieldError(pointer=at, code="not_covered", detail="The provider does not cover this authority.")
        elif limits.area is not None and code not in limits.area:
            yield FieldError(
                pointer=at,
                code="outside_the_area",
                detail="This authority is not in the board's area, and another board registered the provider.",
            )


def _existence(*, exists: bool, whom: str | None) -> Iterator[FieldError]:
    if exists and whom is None:
        detail = "Say for whom this service exists locally already, so that support adds to it (R31)."
        yield FieldError(pointer="/exists_for", code="missing", detail=detail)
    if whom is not None and not exists:
        detail = "This is said only of a service that exists locally already (R31): leave it out, or say that it does."
        yield FieldError(pointer="/exists_for", code="not_said_to_exist", detail=detail)


def _days(first: date, last: date, window: tuple[date, date] | None) -> Iterator[FieldError]:
    if last < first:
        yield FieldError(
            pointer="/available_until", code="before_it_starts", detail="The last day comes before the first."
        )
    if window is None:
        return
    for pointer, day in (("/available_from", first), ("/available_until", last)):
        if not window[0] <= day <= window[1]:
            detail = f"Support is given from {window[0].isoformat()} to {window[1].isoformat()} (R5)."
            yield FieldError(pointer=pointer, code="outside_the_year", detail=detail)


def months_between(first: date, last: date) -> float:
    """How many months two days span, both counted: a part of a month counts by its days."""
    months, day = 0.0, first
    while day <= last:
        days = monthrange(day.year, day.month)[1]
        end = min(last, day.replace(day=days))
        months += ((end - day).days + 1) / days
        day = end + timedelta(days=1)
    return months


def hours_between(capacity_hours_per_month: float, first: date, last: date) -> float:
    """What an offer can give between two days, both counted."""
    return capacity_hours_per_month * months_between(first, last)
