"""R4: only mainstream primary schools in England take part; doubt needs an override with a reason."""

import pytest
from hypothesis import given, strategies as st

from services.partnership_api.schools.rules import Outcome, eligibility

OPEN, CLOSED, CLOSING, PROPOSED = 1, 2, 3, 4
(
    NO_PHASE,
    NURSERY,
    PRIMARY,
    MIDDLE_PRIMARY,
    SECONDARY,
    MIDDLE_SECONDARY,
    POST_16,
    ALL_THROUGH,
) = range(8)
COMMUNITY, UNKNOWN_CODE = 1, 99


@pytest.mark.parametrize("type_code", [1, 2, 3, 5, 28, 34, 35])
@pytest.mark.parametrize("status_code", [OPEN, CLOSING])
@pytest.mark.parametrize("phase_code", [PRIMARY, MIDDLE_PRIMARY])
def test_an_open_mainstream_primary_is_eligible(type_code: int, status_code: int, phase_code: int) -> None:
    decision = eligibility(
        status_code=status_code,
        phase_code=phase_code,
        type_code=type_code,
        in_english_la=True,
    )
    assert decision == (Outcome.ELIGIBLE, ())


@pytest.mark.parametrize(
    ("status_code", "phase_code", "type_code", "reason"),
    [
        (PROPOSED, PRIMARY, COMMUNITY, "not_yet_open"),
        (OPEN, ALL_THROUGH, COMMUNITY, "all_through"),
        (OPEN, MIDDLE_SECONDARY, COMMUNITY, "middle_deemed_secondary"),
        (OPEN, NO_PHASE, COMMUNITY, "phase_not_given"),
        (OPEN, UNKNOWN_CODE, COMMUNITY, "phase_not_given"),
        (OPEN, PRIMARY, 27, "type_not_recognised"),  # miscellaneous
        (OPEN, PRIMARY, UNKNOWN_CODE, "type_not_recognised"),
        (UNKNOWN_CODE, PRIMARY, COMMUNITY, "status_not_recognised"),
    ],
)
def test_a_doubtful_school_needs_an_override(status_code: int, phase_code: int, type_code: int, reason: str) -> None:
    decision = eligibility(
        status_code=status_code,
        phase_code=phase_code,
        type_code=type_code,
        in_english_la=True,
    )
    assert decision.outcome == Outcome.NEEDS_OVERRIDE
    assert [found.code for found in decision.reasons] == [reason]


@pytest.mark.parametrize(
    ("status_code", "phase_code", "type_code", "reason"),
    [
        (CLOSED, PRIMARY, COMMUNITY, "closed"),
        (OPEN, NURSERY, COMMUNITY, "nursery"),
        (OPEN, SECONDARY, COMMUNITY, "secondary"),
        (OPEN, POST_16, COMMUNITY, "post_16"),
        *((OPEN, NO_PHASE, special, "special") for special in (7, 8, 10, 12, 33, 36, 44)),
        *((OPEN, NO_PHASE, independent, "independent") for independent in (6, 11)),
        *((OPEN, NO_PHASE, alternative, "alternative_provision") for alternative in (14, 38, 42, 43)),
        *((OPEN, NO_PHASE, college, "post_16") for college in (18, 29, 31, 32, 39, 45, 46, 57)),
        *((OPEN, NO_PHASE, technical, "secondary") for technical in (40, 41)),
        *((OPEN, PRIMARY, abroad, "outside_england") for abroad in (25, 26, 30, 37)),
        *((OPEN, PRIMARY, other, "not_a_mainstream_school") for other in (24, 49, 56)),
        (OPEN, NO_PHASE, 15, "nursery"),
    ],
)
def test_a_school_that_is_not_a_mainstream_primary_is_ineligible(
    status_code: int, phase_code: int, type_code: int, reason: str
) -> None:
    decision = eligibility(
        status_code=status_code,
        phase_code=phase_code,
        type_code=type_code,
        in_english_la=True,
    )
    assert decision.outcome == Outcome.INELIGIBLE
    assert [found.code for found in decision.reasons] == [reason]


def test_a_school_outside_england_is_ineligible() -> None:
    decision = eligibility(status_code=OPEN, phase_code=PRIMARY, type_code=COMMUNITY, in_english_la=False)
    assert decision.outcome == Outcome.INELIGIBLE
    assert decision.reasons[0].sentence == "The school is not in the area of an English local authority."


def test_every_reason_that_excludes_a_school_is_given_and_none_twice() -> None:
    decision = eligibility(status_code=CLOSED, phase_code=SECONDARY, type_code=41, in_english_la=False)
    assert [reason.code for reason in decision.reasons] == [
        "closed",
        "secondary",
        "outside_england",
    ]


def test_an_excluded_school_is_not_offered_an_override_for_its_doubts() -> None:
    decision = eligibility(
        status_code=CLOSED,
        phase_code=ALL_THROUGH,
        type_code=COMMUNITY,
        in_english_la=True,
    )
    assert [reason.code for reason in decision.reasons] == ["closed"]


@given(st.integers(), st.integers(-1, 9), st.integers(-1, 60), st.booleans())
def test_any_codes_are_decided_and_every_other_outcome_than_eligible_has_a_reason(
    status_code: int, phase_code: int, type_code: int, in_english_la: bool
) -> None:
    outcome, reasons = eligibility(
        status_code=status_code,
        phase_code=phase_code,
        type_code=type_code,
        in_english_la=in_english_la,
    )
    assert (outcome == Outcome.ELIGIBLE) == (not reasons)
    assert all(reason.sentence.endswith(".") for reason in reasons)
