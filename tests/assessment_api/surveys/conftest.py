import pytest

from services.assessment_api.participations.service import follow_member
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.projects import MemberJoined
from tests.assessment_api.owner import Owner, a_member, a_participation, told
from tests.support.serving import Served
from tests.support.surveys import GROUP


@pytest.fixture
def elm_park(owner: Owner) -> Participation:
    """A new school that has confirmed."""
    return owner.knows(a_participation())


@pytest.fixture
async def group(assessment: Served, elm_park: Participation) -> str:
    """The parent carer group that is a partner of Elm Park's project."""
    async with assessment.database.transaction() as session:
        member = a_member(project_id=elm_park.project_id, organisation=GROUP)
        await follow_member(session, told(MemberJoined(data=member)))
    return GROUP
