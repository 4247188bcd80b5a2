"""Three owners with real feeds, in this process, and a reporting_api that follows them."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import insert

from services.reporting_api.main import SERVICE
from shared.contracts.event import Event
from shared.kit.commands import followers_of
from shared.kit.db import Database
from shared.kit.outbox import values_of
from shared.kit.service import Service
from shared.kit.subscriber import Follower
from shared.kit.tables import events
from tests.reporting_api.facts import source_of
from tests.reporting_api.tables import Tables, tables
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

SOURCES = ("partnership", "assessment", "commissioning")


@dataclass
class Followed:
    """reporting_api, the databases of the owners it follows, and its followers."""

    served: Served
    owners: Mapping[str, Database]
    followers: list[Follower]

    async def announce(self, told: Iterable[Event]) -> None:
        """Each owner announces its part of these, in this order, in one transaction."""
        by_source: dict[str, list[Event]] = {}
        for event in told:
            by_source.setdefault(source_of(event), []).append(event)
        for source, part in by_source.items():
            async with self.owners[source].transaction() as session:
                await session.execute(insert(events), [values_of(event, "national:dfe") for event in part])

    async def applied(self, source: str) -> int:
        """How many events of a source have been applied since the last rebuild."""
        async with self.served.database.reading() as connection:
            found = await connection.fetchval("select applied from consumer_cursors where source = $1", source)
            return found or 0

    async def catch_up_with(self, numbers: Mapping[str, int]) -> None:
        """Until so many events of each source are applied: a transaction that is ending can hold a feed back."""
        async with asyncio.timeout(10):
            for follower in self.followers:
                while await self.applied(follower.source) < numbers[follower.source]:
                    await follower.catch_up()

    async def tables(self) -> Tables:
        async with self.served.database.reading() as connection:
            return await tables(connection)


def owner(name: str) -> Service:
    """A service that has a feed and nothing else; every service's database has what that needs, so this one's does."""
    return Service(name, name, name, SERVICE.folder, SERVICE.metadata, routers=(), matrix={}, tags={})


@asynccontextmanager
async def followed(databases: Databases) -> AsyncIterator[Followed]:
    """reporting_api and its three sources, each on a throw-away database."""
    async with AsyncExitStack() as stack:
        network = Network()

        async def running(service: Service) -> Served:
            url = await stack.enter_async_context(databases.copy(SERVICE))
            return await stack.enter_async_context(live(service, url, network))

        owners = {name: (await running(owner(name))).database for name in SOURCES}
        served = await running(SERVICE)
        followers = followers_of(SERVICE, served.app.state.settings, served.database, served.app.state.client)
        yield Followed(served, owners, followers)
