from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from services.assessment_api.participations.service import follow_participation
from shared.contracts.partnership.participations import Participation, ParticipationConfirmed
from tests.assessment_api.owner import Owner, a_participation, told
from tests.support.serving import Served

Followed = Callable[..., Awaitable[Participation]]


@pytest.fixture
def followed(assessment: Served, owner: Owner) -> Followed:
    """Makes a participation that partnership_api knows and that its feed has told of."""

    async def follow(**changes: Any) -> Participation:
        school = owner.knows(a_participation(**changes))
        async with assessment.database.transaction() as session:
            await follow_participation(session, told(ParticipationConfirmed(data=school)))
        return school

    return follow
