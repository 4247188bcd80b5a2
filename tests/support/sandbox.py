"""A service, or all four, as a sandbox on throw-away databases."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from shared.contracts.sandbox import Scenario
from shared.kit import grants
from shared.kit.commands import followers_of
from shared.kit.db import PooledDatabase
from shared.kit.sandbox import loading, state
from shared.kit.service import Service
from tests.support.databases import ROLE, Databases
from tests.support.network import Network
from tests.support.platform import Platform
from tests.support.services import SERVICES
from tests.support.serving import Served, live
from tests.support.settings import settings_for


@asynccontextmanager
async def marked(databases: Databases, service: Service) -> AsyncIterator[str]:
    """The address of a database of this service that is a sandbox's, with the first scenario."""

    async def prepare(url: str) -> None:
        database = PooledDatabase(settings_for(service, url))
        async with database.transaction() as session:
            await loading.empty(session, service)
        await database.close()
        await grants.grant(url, ROLE, sandbox=True)
        of_service = PooledDatabase(settings_for(service, databases.as_service(url)))
        await state.mark(of_service, service, Scenario.FRESH_ICB)
        await of_service.close()

    template = await databases.further_template(f"sandbox_{service.name}", service, prepare)
    async with databases.copy(service, template) as url:
        yield databases.as_service(url)


@asynccontextmanager
async def sandbox(databases: Databases, service: Service, network: Network | None = None) -> AsyncIterator[Served]:
    """One service as a sandbox."""
    async with marked(databases, service) as url, live(service, url, network, sandbox=True) as running:
        yield running


@asynccontextmanager
async def sandbox_platform(databases: Databases) -> AsyncIterator[Platform]:
    """All four as one sandbox; their followers act only when told to."""
    running = Platform(Network())
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(transport=running.network))
        for service in SERVICES:
            served = await stack.enter_async_context(sandbox(databases, service, running.network))
            running.services[service.name] = served
            running.followers[service.name] = followers_of(service, served.app.state.settings, served.database, client)  # type: ignore[arg-type]
        yield running
