"""The load on one service while it is rolled: reads, a long poll of its feed, and keyed writes, some sent twice."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.support.tokens import bearer

_PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Making:
    """What is made in a service: who makes it, where, and by which word each one is known."""

    organisation: str
    path: str
    word: str
    body: Callable[[int], Mapping[str, Any]]


@dataclass
class Load:
    """What was asked of a service, what failed, and which writes it acknowledged."""

    address: str
    making: Making
    answered: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    stopping: bool = False

    @contextlib.asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """For as long as it is open. Each worker has a connection of its own, and nothing is asked a second time."""
        workers = (self._read, self._read, self._write, self._poll)
        tasks = [asyncio.create_task(self._work(worker)) for worker in workers]
        try:
            yield
        finally:
            self.stopping = True
            await asyncio.gather(*tasks)

    async def _work(self, worker: Callable[[httpx.AsyncClient], Any]) -> None:
        async with self.client() as client:
            await worker(client)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.address, headers=bearer(self.making.organisation), timeout=60, trust_env=False
        )

    async def _ask(self, client: httpx.AsyncClient, what: str, method: str, path: str, **more: Any) -> Any:
        try:
            answer = await client.request(method, path, **more)
        except httpx.HTTPError as error:
            self.failed.append(f"{method} {path}: {type(error).__name__} {error}")
            return None
        if answer.is_error:
            self.failed.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
            return None
        self.answered[what] += 1
        return answer

    async def _read(self, client: httpx.AsyncClient) -> None:
        while not self.stopping:
            await self._ask(client, "read", "GET", self.making.path, params={"limit": 5})
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _poll(self, client: httpx.AsyncClient) -> None:
        after = "latest"
        while not self.stopping:
            answer = await self._ask(client, "poll", "GET", "/v1/events", params={"after": after, "wait": 10})
            after = answer.headers["X-Next-Cursor"] if answer else after
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _write(self, client: httpx.AsyncClient) -> None:
        number = 0
        while not self.stopping:
            number += 1
            body, key = self.making.body(number), {"Idempotency-Key": str(uuid4())}
            answer = await self._ask(client, "write", "POST", self.making.path, json=body, headers=key)
            if answer is not None:
                self.acknowledged.append(body[self.making.word])
                if number % 5 == 0:
                    again = await self._ask(client, "write", "POST", self.making.path, json=body, headers=key)
                    if again is not None and again.json()["id"] != answer.json()["id"]:
                        self.failed.append(f"POST {self.making.path}: the same key made a second one")
            await asyncio.sleep(_PAUSE_SECONDS)

    async def found(self) -> Counter[str]:
        """How often each one that this load may have made is there."""
        words: Counter[str] = Counter()
        async with self.client() as client:
            query = {"limit": "200"}
            while True:
                answer = await client.get(self.making.path, params=query)
                answer.raise_for_status()
                page = answer.json()
                words.update(each[self.making.word] for each in page["items"])
                if not page.get("next_cursor"):
                    return words
                query["cursor"] = page["next_cursor"]
