"""What may be on a school's package, decided without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from pydantic import TypeAdapter, ValidationError

from services.commissioning_api.packages import errors, rules, schemas
from shared.contracts.partnership.participations import Offer
from shared.kit.errors import Refusal

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
DAYS = st.dates(date(2025, 1, 1), date(2026, 6, 30))
HOURS: TypeAdapter[float] = TypeAdapter(schemas.Hours)


@pytest.mark.parametrize("offer", Offer)
def test_an_item_is_only_for_the_offers_it_names(offer: Offer):
    rules.item_must_be_for(offer, [offer.value])
    with pytest.raises(errors.NotInThisOffer, match=f"has the {offer} offer; the item is for: "):
        rules.item_must_be_for(offer, [other.value for other in Offer if other is not offer])


def test_a_line_answers_a_domain_of_its_item():
    rules.item_must_answer("environment", ["communication", "environment"])
    with pytest.raises(errors.DomainNotAnswered, match="communication, environment"):
        rules.item_must_answer("mental_health", ["environment", "communication"])


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refusal"),
    [
        (FIRST, LAST, None),
        (LAST, LAST, None),
        (FIRST - timedelta(1), LAST, errors.OutsideTheProgrammeYear),
        (FIRST, LAST + timedelta(1), errors.OutsideTheProgrammeYear),
        (date(2025, 9, 2), date(2025, 9, 1), errors.EndsBeforeItStarts),
    ],
)
def test_the_first_and_the_last_day_of_the_year_count(starts_on: date, ends_on: date, refusal: type[Refusal] | None):
    if refusal is None:
        rules.days_must_fall_inside(starts_on, ends_on, FIRST, LAST)
    else:
        with pytest.raises(refusal):
            rules.days_must_fall_inside(starts_on, ends_on, FIRST, LAST)


@given(starts_on=DAYS, ends_on=DAYS)
def test_days_are_taken_exactly_when_all_of_them_are_in_the_year(starts_on: date, ends_on: date):
    days = {starts_on + timedelta(number) for number in range((ends_on - starts_on).days + 1)}
    fit = bool(days) and all(FIRST <= day <= LAST for day in days)
    try:
        rules.days_must_fall_inside(starts_on, ends_on, FIRST, LAST)
    except (errors.EndsBeforeItStarts, errors.OutsideTheProgrammeYear):
        assert not fit
    else:
        assert fit


@given(st.integers(1, 800))
def test_any_number_of_quarters_of_an_hour_up_to_200_hours_is_taken(quarters: int):
    assert HOURS.validate_python(quarters / 4) == quarters / 4


@pytest.mark.parametrize("hours", [0, -1, 0.1, 1.3, 200.25, float("nan"), float("inf")])
def test_other_hours_are_refused(hours: float):
    with pytest.raises(ValidationError):
        HOURS.validate_python(hours)
