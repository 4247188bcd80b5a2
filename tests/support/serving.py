"""A service in this process, and clients that call it as one organisation or another."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from fastapi import FastAPI

from shared.kit.app import create_app
from shared.kit.db import Database, PooledDatabase
from shared.kit.service import Service
from tests.support.databases import rolled_back
from tests.support.network import Network
from tests.support.settings import settings_for
from tests.support.tokens import EVERYTHING, bearer


@dataclass
class Served:
    """One service: `served.as_("icb:QWO")` is a client that calls it as that board."""

    service: Service
    app: FastAPI
    network: Network
    database: Database
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    def as_(self, organisation: str | None, scope: str = EVERYTHING) -> httpx.AsyncClient:
        headers = bearer(organisation, scope) if organisation else {}
        client = httpx.AsyncClient(
            transport=self.network, base_url=f"http://{self.service.name}.test", headers=headers, timeout=30
        )
        self.clients.append(client)
        return client


@asynccontextmanager
async def served(service: Service, url: str, network: Network | None = None) -> AsyncIterator[Served]:
    """A service on a copy of its database that is rolled back at the end."""
    network = network or Network()
    async with rolled_back(url) as database:
        app = create_app(service, settings_for(service, url), database=database, transport=network)
        network.add(f"{service.name}.test", app)
        running = Served(service, app, network, database)
        yield running
        for client in running.clients:
            await client.aclose()
        await app.state.client.aclose()


@asynccontextmanager
async def live(service: Service, url: str, network: Network | None = None, **settings: object) -> AsyncIterator[Served]:
    """A service as it really runs, its pools and its listener included: for races, feeds and journeys."""
    network = network or Network()
    chosen = settings_for(service, url, **settings)
    database = PooledDatabase(chosen)
    app = create_app(service, chosen, database=database, transport=network)
    network.add(f"{service.name}.test", app)
    async with app.router.lifespan_context(app):
        running = Served(service, app, network, database)
        yield running
        for client in running.clients:
            await client.aclose()
