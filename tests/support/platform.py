"""All four services in one process, on throw-away databases, talking over the tests' network."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from shared.kit.commands import followers_of, rebuild
from shared.kit.subscriber import Follower
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.services import SERVICES
from tests.support.serving import Served, live


@dataclass
class Platform:
    """The four services by name, and their followers, which act only when told to."""

    network: Network
    services: dict[str, Served] = field(default_factory=dict)
    followers: dict[str, list[Follower]] = field(default_factory=dict)
    callers: dict[tuple[str, str], httpx.AsyncClient] = field(default_factory=dict)

    def caller(self, organisation: str, service: str) -> httpx.AsyncClient:
        key = (organisation, service)
        if key not in self.callers:
            self.callers[key] = self.services[service].as_(organisation)
        return self.callers[key]

    async def get(self, organisation: str, service: str, path: str, **params: str) -> Any:
        answer = await self.caller(organisation, service).get(path, params=params or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(
        self, organisation: str, service: str, path: str, body: Any = None, *, version: int | None = None
    ) -> Any:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        answer = await self.caller(organisation, service).post(path, json=body or {}, headers=headers)
        assert answer.is_success, answer.text
        return answer.json()

    async def put(self, organisation: str, service: str, path: str, body: Any, *, version: int) -> Any:
        answer = await self.caller(organisation, service).put(path, json=body, headers={"If-Match": f'"{version}"'})
        assert answer.is_success, answer.text
        return answer.json()

    async def settle(self, *names: str) -> None:
        """Let the followers of these services, or of all, apply everything there is."""
        for name in names or self.followers:
            for follower in self.followers[name]:
                await follower.catch_up()

    async def rebuild(self, name: str) -> None:
        """Fill a service's projections again from the beginning of the feeds."""
        served = self.services[name]
        await rebuild(served.service, served.app.state.settings, served.app.state.client, lambda _line: None)


@asynccontextmanager
async def platform(databases: Databases) -> AsyncIterator[Platform]:
    """The whole platform."""
    network = Network()
    running = Platform(network)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(transport=network))
        for service in SERVICES:
            url = await stack.enter_async_context(databases.copy(service))
            served = await stack.enter_async_context(live(service, databases.as_service(url), network))
            running.services[service.name] = served
            running.followers[service.name] = followers_of(service, served.app.state.settings, served.database, client)  # type: ignore[arg-type]
        yield running
