"""Which schools are given support, decided without a database."""

import pytest

from services.commissioning_api.participations import errors, rules
from shared.contracts.partnership.participations import ParticipationStatus
from shared.kit.errors import Refusal


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (ParticipationStatus.SELECTED, errors.ParticipationNotConfirmed),
        (ParticipationStatus.WITHDRAWN, errors.ParticipationWithdrawn),
    ],
)
def test_a_school_that_does_not_take_part_is_given_nothing(status: ParticipationStatus, refusal: type[Refusal]):
    with pytest.raises(refusal):
        rules.must_take_part(status)


def test_a_confirmed_school_takes_part():
    rules.must_take_part(ParticipationStatus.CONFIRMED)
