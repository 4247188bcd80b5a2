import pytest

from services.assessment_api.participations import errors, rules
from tests.assessment_api.owner import a_participation


def test_something_is_recorded_of_a_school_that_has_confirmed():
    rules.must_take_part(a_participation(status="confirmed"))


@pytest.mark.parametrize(
    ("status", "refusal"),
    [("selected", errors.ParticipationNotConfirmed), ("withdrawn", errors.ParticipationEnded)],
)
def test_nothing_is_begun_for_a_school_before_it_confirms_or_after_it_withdraws(status: str, refusal):
    with pytest.raises(refusal):
        rules.must_take_part(a_participation(status=status))
