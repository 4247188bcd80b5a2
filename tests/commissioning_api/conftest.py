from collections.abc import AsyncIterator

import pytest

from services.commissioning_api.main import SERVICE
from tests.commissioning_api.assessed import AssessmentStandIn
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, served


@pytest.fixture
def partnership() -> PartnershipStandIn:
    return PartnershipStandIn()


@pytest.fixture
def assessment() -> AssessmentStandIn:
    return AssessmentStandIn()


@pytest.fixture
def network(partnership: PartnershipStandIn, assessment: AssessmentStandIn) -> Network:
    network = Network()
    network.add("partnership.test", partnership.app())
    network.add("assessment.test", assessment.app())
    return network


@pytest.fixture
async def commissioning(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """commissioning_api with its illustrative menu; whatever a test does to it is rolled back."""
    async with served(SERVICE, databases.url(await databases.template(SERVICE)), network) as running:
        yield running
