from collections.abc import AsyncIterator

import pytest

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.serving import Served, served


@pytest.fixture
async def partnership(databases: Databases) -> AsyncIterator[Served]:
    """partnership_api with its reference data; whatever a test does to it is rolled back."""
    async with served(SERVICE, databases.url(await databases.template(SERVICE))) as running:
        yield running
