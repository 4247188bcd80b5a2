"""How one reset reaches all four services: the owner of the others' facts is reset, and each of them does as it did.

Before it answers anything, a service of a sandbox asks the one it follows first which generation it holds, and loads
the same scenario if that is another one. So whoever has reset the sandbox finds it reset wherever it asks next. The
place in each feed that it follows is set to the end of what the scenario's events already said.
"""

import asyncio
from datetime import datetime
from uuid import UUID

import httpx
import structlog

from shared.contracts.base import Output
from shared.contracts.sandbox import Scenario
from shared.kit.db import Database
from shared.kit.problems import from_exception
from shared.kit.sandbox import state
from shared.kit.service import Service
from shared.kit.settings import Settings

log = structlog.get_logger()

STATE_PATH = "/health/sandbox"
_SECONDS = 60
_ATTEMPTS = 3


class Held(Output):
    """What a service of a sandbox tells the others. Open to anybody: it says nothing but which scenario is loaded."""

    scenario: Scenario
    generation: UUID
    loaded_at: datetime
    cursor: str


def followed_by(service: Service) -> list[str]:
    """The other services that it follows; the first of them is the one it does as."""
    return [each.source for each in service.subscriptions if each.source != service.name]


class KeepingUp:
    """Called before anything else is done: afterwards the service holds what its sandbox does."""

    def __init__(self, service: Service, settings: Settings, database: Database, client: httpx.AsyncClient) -> None:
        self._service = service
        self._database = database
        self._client = client
        named = {source: getattr(settings, f"{source}_url") for source in followed_by(service)}
        self._addresses = {source: str(url).rstrip("/") for source, url in named.items() if url is not None}
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> None:
        """Load what the others have loaded. A service that is away changes nothing: what is here stays."""
        try:
            await self.strictly()
        except Exception as error:
            if not isinstance(error, httpx.HTTPError) and from_exception(error) is None:
                raise
            log.warning("sandbox_not_followed", error=type(error).__name__)

    async def strictly(self) -> None:
        """The same for who follows feeds. Raises when it cannot be, so that nothing but a sandbox is ever followed."""
        for _ in range(_ATTEMPTS):
            if await self._is_up():
                return
            async with self._one_at_a_time:
                await self._load()

    async def _is_up(self) -> bool:
        if not self._addresses:
            return True
        told = await self._ask(next(iter(self._addresses)))
        async with self._database.reading() as connection:
            return told.generation == (await state.read(connection)).generation

    async def _load(self) -> None:
        if await self._is_up():
            return  # another request was faster
        told = {source: await self._ask(source) for source in self._addresses}
        first = next(iter(told.values()))
        if any(each.generation != first.generation for each in told.values()):
            return  # it was reset again meanwhile
        async with self._database.transaction() as session:
            await state.load(
                session,
                self._service,
                first.scenario,
                generation=first.generation,
                followed={source: each.cursor for source, each in told.items()},
            )

    async def _ask(self, source: str) -> Held:
        answer = await self._client.get(f"{self._addresses[source]}{STATE_PATH}", timeout=_SECONDS)
        answer.raise_for_status()
        return Held.model_validate_json(answer.content)
