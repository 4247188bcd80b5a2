"""Whether partners were consulted on a school before it is confirmed (R19). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from shared.contracts.partnership.selection import Response


@dataclass(frozen=True, slots=True)
class Asked:
    """One consultation: who was asked, about which schools (none named: about all), and what came back."""

    organisation: str
    name: str
    urns: Sequence[str]
    response: Response


def why_not_consulted(urns: Collection[str], la_code: str, la_name: str, asked: Sequence[Asked]) -> list[str]:
    """Who was not consulted on a school yet, in sentences: its authority, and a parent carer group.

    `urns` are its numbers: the one it was selected under and the one it has now.
    """
    about = [each for each in asked if not each.urns or not set(urns).isdisjoint(each.urns)]
    authority = [each for each in about if each.organisation == f"la:{la_code}"]
    groups = [each for each in about if each.organisation.startswith("pcg:")]
    reasons = (_why_not_heard(la_name, authority), _why_not_heard("A parent carer group of the project", groups))
    return [reason for reason in reasons if reason is not None]


def _why_not_heard(who: str, asked: Sequence[Asked]) -> str | None:
    if not asked:
        return f"{who} has yet to be consulted on this school."
    if any(each.response is not Response.AWAITED for each in asked):
        return None
    return f"The answer of {asked[0].name} is awaited."


def why_answer_unclear(response: Response, asked_on: date, answered_on: date | None, today: date) -> str | None:
    """Why a response and its day do not go together."""
    if (response is Response.AWAITED) != (answered_on is None):
        return "A response has the day on which it was given; while it is awaited there is none."
    if asked_on > today or (answered_on is not None and not asked_on <= answered_on <= today):
        return "A partner answers on or after the day it was asked, and neither day is in the future."
    return None
