"""What may be on a school's package, and what it costs. Pure: facts come in, a refusal or a figure comes out."""

from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Protocol
from uuid import UUID

from shared.contracts.assessment.findings import Finding, FindingStatus
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import ConsideredSource
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.governance import Decision, DecisionStatus
from shared.contracts.partnership.participations import Offer
from shared.contracts.problem import FieldError

from . import errors

COMMISSIONING = "commissioning"
"""The kind of decision by which a partnership buys something."""


def item_must_be_for(offer: Offer, offers: Collection[str]) -> None:
    """An item is commissioned for the offers it is meant for (R6)."""
    if offer not in offers:
        meant_for = ", ".join(sorted(offers))
        raise errors.NotInThisOffer(f"This school has the {offer} offer; the item is for: {meant_for}.")


def item_must_answer(domain: str, domains: Collection[str]) -> None:
    """A line answers one of the domains its item is for (R28)."""
    if domain not in domains:
        raise errors.DomainNotAnswered(f"The item answers these domains: {', '.join(sorted(domains))}.")


def days_must_fall_inside(starts_on: date, ends_on: date, year_starts_on: date, year_ends_on: date) -> None:
    """A line's days are in order, and inside the programme year (R5). Its first and last days count."""
    if ends_on < starts_on:
        raise errors.EndsBeforeItStarts
    if starts_on < year_starts_on or ends_on > year_ends_on:
        raise errors.OutsideTheProgrammeYear(
            f"Support is delivered from {year_starts_on.isoformat()} to {year_ends_on.isoformat()}."
        )


class Offered(Protocol):
    """What a local offer says."""

    icb_code: str
    programme_year: str
    menu_item_code: str
    la_codes: list[str]
    exists_locally: bool
    exists_for: str | None
    available_from: date
    available_until: date


@dataclass(frozen=True)
class Place:
    """Where and when a line's school takes part, and which boards buy for it."""

    programme_year: str
    la_code: str
    icb_codes: Collection[str]


def offer_must_reach(offer: Offered, menu_item_code: str, place: Place) -> None:
    """An offer gives this item, this year, where this school is."""
    if offer.menu_item_code != menu_item_code:
        raise errors.LocalOfferOfAnotherItem
    if offer.programme_year != place.programme_year:
        raise errors.LocalOfferOfAnotherYear
    if offer.icb_code not in place.icb_codes:
        raise errors.LocalOfferElsewhere("The offer was made for another board.")
    if place.la_code not in offer.la_codes:
        raise errors.LocalOfferElsewhere("The offer cannot be had in the authority of this school.")


def offer_must_be_had(offer: Offered, starts_on: date, ends_on: date) -> None:
    """A line's days are among those on which its offer can be had."""
    if starts_on < offer.available_from or ends_on > offer.available_until:
        raise errors.OutsideTheOffersDays(
            f"It can be had from {offer.available_from.isoformat()} to {offer.available_until.isoformat()}."
        )


def notice_must_be_given(starts_on: date, today: date, lead_time_days: int) -> None:
    """What has still to begin is asked for in time. What began already was asked for before it was recorded here."""
    first = today + timedelta(days=lead_time_days)
    if today <= starts_on < first:
        raise errors.EarlierThanItsLeadTime(
            f"Its lead time is {lead_time_days} days: asked for today, it begins on {first.isoformat()} or later."
        )


def must_add_something(offer: Offered, adds: str | None) -> None:
    """A service that schools have already is not bought again without saying what it adds (R31)."""
    if offer.exists_locally and adds is None:
        raise errors.ExistsLocally("Say in `adds` what this support adds to the service that is there (R31).")


@dataclass(frozen=True)
class Price:
    """What a line costs, in whole pence."""

    units: int
    cost_pence: int


def price(hours: float, hours_per_unit: float, unit_cost_pence: int) -> Price:
    """Hours are bought in whole units, so the last one is paid for whole."""
    units = ceil(Fraction(hours) / Fraction(hours_per_unit))
    return Price(units, units * unit_cost_pence)


def paid_from(strand: Strand, offer: Offer) -> FundingStrand:
    """The budget line of a school's support: the embedding offer has its own (R6)."""
    return FundingStrand.EMBEDDING if offer is Offer.EMBEDDING else FundingStrand(strand.value)


@dataclass(frozen=True)
class Hours:
    """Hours that are given between two days, each day as many as the other."""

    hours: float
    starts_on: date
    ends_on: date


def by_month(given: Hours) -> Mapping[date, Fraction]:
    """The hours of each month, named by its first day. They add up to all the hours, to the last part of a minute."""
    days = (given.ends_on - given.starts_on).days + 1
    return {
        first.replace(day=1): Fraction(given.hours) * ((last - first).days + 1) / days
        for first, last in _months(given.starts_on, given.ends_on)
    }


def capacity_must_hold(taken: Iterable[Hours], wanted: Hours, capacity_hours_per_month: float) -> None:
    """With what other lines take of an offer, none of the months of this one has more hours than there are."""
    others = Counter[date]()
    for line in taken:
        others.update(by_month(line))  # a Counter adds up fractions as well
    for month, hours in by_month(wanted).items():
        if others[month] + hours > Fraction(capacity_hours_per_month):
            left = max(0.0, capacity_hours_per_month - float(others[month]))
            raise errors.BeyondCapacity(
                f"In {month:%B %Y} the offer has {left:.2f} of its {capacity_hours_per_month:g} hours left, and this "
                f"line would take {float(hours):.2f}."
            )


def findings_must_answer(cited: Sequence[UUID], found: Mapping[UUID, Finding], line_of: UUID, domain: str) -> None:
    """What a line cites stands now, is of its school, and is of the domain it answers (R30). Every fault is named."""
    if wrong := [
        FieldError(pointer=f"/finding_ids/{place}", code=code, detail=detail)
        for place, each in enumerate(cited)
        for code, detail in [_against(found.get(each), line_of, domain) if each not in cited[:place] else _REPEATED]
        if code
    ]:
        raise errors.FindingsNotToBeCited("See errors for each finding that this line cannot cite.", errors=wrong)


_REPEATED = ("repeated", "This finding is named twice.")


def _against(finding: Finding | None, line_of: UUID, domain: str) -> tuple[str, str]:
    if finding is None:
        return "not_found", "There is no finding with this id that you can see."
    if finding.participation_id != line_of:
        return "of_another_school", "This finding is of another school."
    if finding.status is FindingStatus.SUPERSEDED:
        return "superseded", "What this finding rests on has changed since; another took its place."
    if finding.domain != domain:
        return "of_another_domain", "This finding is of another domain than the line answers."
    return "", ""


def both_must_be_considered(said: Collection[ConsideredSource]) -> None:
    """The survey and children's voice are considered, or said not to be there, before anything is agreed (R26)."""
    if missing := [_WORDS[source] for source in ConsideredSource if source not in said]:
        raise errors.NotConsidered(
            f"First say what {' and '.join(missing)} led to, or that nothing was there at the time (R26)."
        )


_WORDS = {ConsideredSource.SURVEY: "the parent carer survey", ConsideredSource.VOICE: "children's voice"}


def what_it_led_to_must_fit(*, available: bool, what_it_led_to: str | None) -> None:
    """What was there led to something, if only to no change; what was not there led to nothing (R26)."""
    if available and what_it_led_to is None:
        wrong = FieldError(pointer="/what_it_led_to", code="missing", detail="Say what it led to (R26).")
    elif not available and what_it_led_to is not None:
        detail = "Leave it out, or say that it was there (R26)."
        wrong = FieldError(pointer="/what_it_led_to", code="not_there", detail=detail)
    else:
        return
    raise errors.ConsiderationFaulty("Nothing was recorded. See errors for the place.", errors=[wrong])


def decision_must_stand(decision: Decision, project_id: UUID) -> None:
    """A line is bought by a decision of its own partnership to commission, which stands (R8, R27)."""
    if decision.project_id != project_id:
        raise errors.DecisionDoesNotStand("The decision is of another project.")
    if decision.status is not DecisionStatus.STANDING:
        raise errors.DecisionDoesNotStand("The decision was withdrawn.")
    if decision.kind != COMMISSIONING:
        raise errors.DecisionDoesNotStand(f"The decision is not of the kind {COMMISSIONING}.")


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    while first <= last:
        end = min(last, first.replace(day=monthrange(first.year, first.month)[1]))
        yield first, end
        first = end + timedelta(days=1)
