import pytest

from shared.contracts.partnership.participations import Participation
from tests.assessment_api.owner import Owner, a_participation


@pytest.fixture
def elm_park(owner: Owner) -> Participation:
    """A new school that has confirmed."""
    return owner.knows(a_participation())
