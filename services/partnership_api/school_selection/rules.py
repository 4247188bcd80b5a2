"""Which school may be selected, with which offer, and whose agreement is asked for (R4, R6, R7)."""

from collections.abc import Sequence

from shared.contracts.partnership.participations import Cohort, Offer
from shared.contracts.partnership.schools import Eligibility

_OFFERS = {
    Cohort.NEW: (Offer.FULL, Offer.TRAINING),
    Cohort.EXISTING: (Offer.EMBEDDING, Offer.TRAINING),
}


def why_offer_does_not_fit(cohort: Cohort, offer: Offer) -> str | None:
    """The reason an offer is not for a cohort."""
    offers = _OFFERS[cohort]
    return None if offer in offers else f"For {cohort} schools the offer is {' or '.join(offers)}."


def why_ineligible(eligibility: Eligibility, reasons: Sequence[str]) -> str | None:
    """The reasons a school cannot take part, whatever is said for it. `reasons` are sentences."""
    return " ".join(reasons) if eligibility is Eligibility.INELIGIBLE else None


def why_override_needed(eligibility: Eligibility, reasons: Sequence[str], override_reason: str | None) -> str | None:
    """The doubts about a school for which nobody has said why it takes part all the same."""
    doubtful = eligibility is Eligibility.NEEDS_OVERRIDE and override_reason is None
    return " ".join(reasons) if doubtful else None


def why_authority_missing(la_name: str, *, is_member: bool) -> str | None:
    """What to do first when the school's authority is not a partner in the project."""
    return None if is_member else f"Add {la_name} as a member of the project first."
