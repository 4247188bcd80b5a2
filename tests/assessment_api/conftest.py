from collections.abc import AsyncIterator

import pytest

from services.assessment_api.main import SERVICE
from tests.assessment_api.owner import Owner
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, served


@pytest.fixture
def owner() -> Owner:
    """What partnership_api would answer."""
    return Owner()


@pytest.fixture
def network(owner: Owner) -> Network:
    network = Network()
    network.add("partnership.test", owner.app())
    return network


@pytest.fixture
async def assessment(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """assessment_api with its reference data; whatever a test does to it is rolled back."""
    async with served(SERVICE, databases.url(await databases.template(SERVICE)), network) as running:
        yield running
