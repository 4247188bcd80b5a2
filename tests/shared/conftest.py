from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete

from services.partnership_api.main import SERVICE
from shared.kit.tables import events
from tests.support.databases import Databases
from tests.support.serving import Served, live, served


@pytest.fixture
async def partnership(databases: Databases) -> AsyncIterator[Served]:
    """A real service to show the kit's manners on; whatever a test does to it is rolled back."""
    async with served(SERVICE, databases.url(await databases.template(SERVICE))) as running:
        yield running


@pytest.fixture
async def lasting(databases: Databases) -> AsyncIterator[Served]:
    """The same service as it really runs, on a throw-away database, for what needs commits."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as running:
        async with running.database.transaction() as session:
            # What the loading of reference data announced is no part of these tests: their feed starts empty.
            await session.execute(delete(events))
        yield running
