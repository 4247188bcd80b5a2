"""What may be on a school's package. Pure: the facts come in, a refusal or nothing comes out."""

from collections.abc import Collection
from datetime import date

from shared.contracts.partnership.participations import Offer, ParticipationStatus

from . import errors


def school_must_take_part(status: ParticipationStatus) -> None:
    """Only a school that has confirmed, and has not withdrawn, is given support."""
    if status is ParticipationStatus.WITHDRAWN:
        raise errors.ParticipationWithdrawn
    if status is not ParticipationStatus.CONFIRMED:
        raise errors.ParticipationNotConfirmed


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
