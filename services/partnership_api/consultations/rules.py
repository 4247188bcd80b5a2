"""Whether partners were consulted on a school before it is confirmed (R19). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.contracts.partnership.selection import Response


@dataclass(frozen=True, slots=True)
class Asked:
    """One consultation: who was asked, about which schools (none named: about all), and what came back."""

    organisation: str
    urns: Sequence[str]
    response: Response


def why_not_consulted(urn: str, la_code: str, asked: Sequence[Asked]) -> list[str]:
    """Who was not consulted on a school yet, in sentences: its authority, and a parent carer group."""
    heard = [each for each in asked if each.response is not Response.AWAITED and (not each.urns or urn in each.urns)]
    reasons = []
    if not any(each.organisation == f"la:{la_code}" for each in heard):
        reasons.append("No answer of the school's local authority is recorded.")
    if not any(each.organisation.startswith("pcg:") for each in heard):
        reasons.append("No answer of a parent carer group is recorded.")
    return reasons


def why_answer_unclear(response: Response, asked_on: date, answered_on: date | None, today: date) -> str | None:
    """Why a response and its day do not go together."""
    if (response is Response.AWAITED) != (answered_on is None):
        return "A response has the day on which it was given; while it is awaited there is none."
    if asked_on > today or (answered_on is not None and not asked_on <= answered_on <= today):
        return "A partner answers on or after the day it was asked, and neither day is in the future."
    return None
