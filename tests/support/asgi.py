"""Asking an ASGI application without a server, and reading what it would have logged."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.types import ASGIApp


@dataclass
class Lines:
    """Keeps the lines that requests would leave in the log."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)

    def line(self, **fields: Any) -> None:
        self.requests.append(fields)

    def failure(self, error: BaseException) -> None:
        self.failures.append(error)


def ask(app: ASGIApp, path: str, method: str = "GET", *, address: str = "192.0.2.1", **options: Any) -> httpx.Response:
    """Send one request from the given address and give the answer."""

    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(address, 40000))
        async with httpx.AsyncClient(transport=transport, base_url="http://service.test") as client:
            return await client.request(method, path, **options)

    return asyncio.run(once())
