"""What must hold of a line's sessions. Pure: the facts come in, a refusal or nothing comes out."""

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction

from services.commissioning_api.ledger.rules import pounds
from shared.contracts.problem import FieldError

from . import errors


def day_must_be_in_line(held_on: date, starts_on: date, ends_on: date) -> None:
    """A session lies on one of its line's days, the first and the last counted."""
    if not starts_on <= held_on <= ends_on:
        raise errors.OutsideTheLine(f"The line runs from {starts_on.isoformat()} to {ends_on.isoformat()}.")


def profession_must_give(profession: str, professions: Collection[str]) -> None:
    """A session is given by one of the professions the item is for, where it names any (R29)."""
    if professions and profession not in professions:
        raise errors.NotThisProfession(f"The item is given by: {', '.join(sorted(professions))}.")


def hours_must_be_left(wanted: float, arranged: float, bought: float) -> None:
    """Hours held and planned, `wanted` among them, never come to more than were bought."""
    if arranged + wanted > bought:
        left = max(bought - arranged, 0)
        raise errors.MoreThanBought(f"Of {bought:g} hours bought, {arranged:g} are held or planned: {left:g} are left.")


def sessions_must_stay(sessions: Sequence[tuple[date, float]], starts_on: date, ends_on: date, bought: float) -> None:
    """A line that is varied keeps room for its sessions: the day and the hours of each that is not cancelled."""
    hours = sum(each for _, each in sessions)
    if hours > bought:
        raise errors.LessThanArranged(f"{hours:g} hours are held or planned; the line would have {bought:g}.")
    outside = sum(not starts_on <= day <= ends_on for day, _ in sessions)
    if outside:
        raise errors.SessionsOutside(f"Sessions on days that the line would not have: {outside}.")


def given_pence(cost_pence: int, hours: float, hours_held: float, *, completed: bool) -> int:
    """What was given of a line is worth: its part of the hours, in whole pence; all of it once it is completed."""
    if completed:
        return cost_pence
    return cost_pence * min(Fraction(hours_held), Fraction(hours)) // Fraction(hours)


def given_must_be_invoiced(given_pence: int, invoiced_pence: int) -> None:
    """What was given of a line is paid for: its money is not freed before it is invoiced (R18)."""
    if given_pence > invoiced_pence:
        raise errors.GivenAndNotInvoiced(
            f"What was held is worth {pounds(given_pence)}, of which {pounds(invoiced_pence)} are invoiced. Take in the"
            " invoice first, or vary the line to what was held and complete it."
        )


def day_must_have_come(held_on: date, today: date) -> None:
    """What was held lies in the past, or on this day."""
    if held_on > today:
        raise errors.NotHeldYet


def roles_named_twice(roles: Sequence[str]) -> list[FieldError]:
    """The places at which a role comes a second time, however it is capitalised."""
    folded = [role.casefold() for role in roles]
    return [
        FieldError(pointer=f"/staff_reached/{place}/role", code="repeated", detail="This role is counted twice.")
        for place, role in enumerate(folded)
        if role in folded[:place]
    ]
