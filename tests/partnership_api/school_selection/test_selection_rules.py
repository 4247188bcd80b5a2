"""Which school may be selected, with which offer."""

import pytest
from hypothesis import given, strategies as st

from services.partnership_api.school_selection import rules
from services.partnership_api.schools.rules import eligibility
from shared.contracts.partnership.participations import Cohort, Offer
from shared.contracts.partnership.schools import Eligibility

DOUBT = ["The school is all-through: confirm that the project works with its primary pupils."]


@pytest.mark.parametrize(
    ("cohort", "offer", "reason"),
    [
        (Cohort.NEW, Offer.FULL, None),
        (Cohort.NEW, Offer.TRAINING, None),
        (Cohort.NEW, Offer.EMBEDDING, "For new schools the offer is full or training."),
        (Cohort.EXISTING, Offer.FULL, "For existing schools the offer is embedding or training."),
        (Cohort.EXISTING, Offer.EMBEDDING, None),
        (Cohort.EXISTING, Offer.TRAINING, None),
    ],
)
def test_an_offer_is_for_its_cohort(cohort, offer, reason):
    assert rules.why_offer_does_not_fit(cohort, offer) == reason


@pytest.mark.parametrize(
    ("outcome", "override", "ineligible", "override_needed"),
    [
        (Eligibility.ELIGIBLE, None, None, None),
        (Eligibility.ELIGIBLE, "Because", None, None),
        (Eligibility.NEEDS_OVERRIDE, None, None, DOUBT[0]),
        (Eligibility.NEEDS_OVERRIDE, "Its primary phase is large.", None, None),
        (Eligibility.INELIGIBLE, None, DOUBT[0], None),
        (Eligibility.INELIGIBLE, "No reason helps", DOUBT[0], None),
    ],
)
def test_doubt_gives_way_to_a_reason_and_ineligibility_to_none(outcome, override, ineligible, override_needed):
    assert rules.why_ineligible(outcome, DOUBT) == ineligible
    assert rules.why_override_needed(outcome, DOUBT, override) == override_needed


def test_the_authority_to_add_first_is_named():
    assert rules.why_authority_missing("Leeds", is_member=True) is None
    assert rules.why_authority_missing("Leeds", is_member=False) == "Add Leeds as a member of the project first."


codes = st.integers(0, 60)


@given(codes, codes, codes, st.booleans(), st.none() | st.just("A reason"))
def test_no_school_in_doubt_comes_in_without_a_reason_and_no_refusal_is_silent(status, phase, kind, in_la, override):
    decision = eligibility(status_code=status, phase_code=phase, type_code=kind, in_english_la=in_la)
    sentences = [reason.sentence for reason in decision.reasons]
    refusals = (
        rules.why_ineligible(decision.outcome, sentences),
        rules.why_override_needed(decision.outcome, sentences, override),
    )
    comes_in = all(reason is None for reason in refusals)
    assert comes_in == (
        decision.outcome is Eligibility.ELIGIBLE or (decision.outcome is Eligibility.NEEDS_OVERRIDE and bool(override))
    )
    assert all(reason is None or reason.endswith(".") for reason in refusals)
