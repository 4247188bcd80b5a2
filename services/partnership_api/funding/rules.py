"""What may be allotted, released and recovered (R17, R18). Pure."""

from collections.abc import Sequence

from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.projects import ProjectStatus

_SET_UP = (ProjectStatus.SET_UP, ProjectStatus.PLAN_APPROVED)


def adds_up(amount_pence: int, profile: Sequence[tuple[FundingStrand, int]]) -> bool:
    """Whether the strands, each named once, come to the amount exactly."""
    strands = [strand for strand, _ in profile]
    return len(strands) == len(set(strands)) and sum(pence for _, pence in profile) == amount_pence


def why_not_released(status: ProjectStatus) -> list[str]:
    """What stands in the way of a release, in sentences; nothing when funding may be released."""
    reasons = []
    if status is ProjectStatus.SET_UP:
        reasons.append("The delivery plan is not approved yet.")
    if status in _SET_UP:
        reasons.append("The memorandum of understanding is not agreed yet.")
    if status is ProjectStatus.CLOSED:
        reasons.append("The project is closed.")
    return reasons


def pounds(pence: int) -> str:
    """As a commissioning manager reads it: £209,000.00."""
    return f"£{pence / 100:,.2f}"
