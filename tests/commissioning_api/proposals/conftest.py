from collections.abc import AsyncIterator

import pytest

from services.commissioning_api.main import SERVICE
from shared.kit.app import create_app
from shared.kit.db import PooledDatabase
from tests.commissioning_api.proposals.runs import Shop
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served
from tests.support.settings import settings_for


@pytest.fixture
async def shop(databases: Databases, network: Network) -> AsyncIterator[Shop]:
    """commissioning_api on a database of its own, without a worker of its own."""
    async with databases.copy(SERVICE) as url:
        settings = settings_for(SERVICE, url)
        database = PooledDatabase(settings)
        app = create_app(SERVICE, settings, database=database, transport=network)
        network.add("commissioning.test", app)
        served = Served(SERVICE, app, network, database)
        yield Shop(url, database, served)
        for client in served.clients:
            await client.aclose()
        await app.state.client.aclose()
        await database.close()
