"""How many requests a client may make in a window, kept in this process and bounded in memory."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_network
from math import ceil

from starlette.types import ASGIApp, Receive, Scope, Send

from .errors import NotAuthenticated
from .middleware import verified_actor

_EXEMPT = ("/health/", "/metrics")

Clock = Callable[[], float]
Refuse = Callable[[Scope, int], ASGIApp]


@dataclass(frozen=True, slots=True)
class Budget:
    """So many requests in so many seconds."""

    name: str
    quota: int
    window: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a request is let through, how many more would be, and the seconds until there is more."""

    allowed: bool
    remaining: int
    wait: int


class SlidingWindow:
    """Counts by key, weighing in the window before; the idlest keys are forgotten first."""

    def __init__(self, budget: Budget, clock: Clock = time.monotonic, max_keys: int = 20_000) -> None:
        self.budget = budget
        self._clock = clock
        self._max_keys = max_keys
        # key -> [number of the window, count in it, count in the one before]
        self._counts: OrderedDict[str, list[int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts)

    def take(self, key: str) -> Standing:
        """Count one request, unless the budget is used up."""
        number, offset = divmod(self._clock(), self.budget.window)
        entry = self._entry(key, int(number))
        _, count, before = entry
        used = count + before * (1 - offset / self.budget.window)
        if used + 1 > self.budget.quota:
            return Standing(allowed=False, remaining=0, wait=self._wait(count, before, offset))
        entry[1] += 1
        return Standing(
            allowed=True, remaining=int(self.budget.quota - used - 1), wait=ceil(self.budget.window - offset)
        )

    def _entry(self, key: str, number: int) -> list[int]:
        entry = self._counts.get(key)
        if entry is None:
            if len(self._counts) >= self._max_keys:
                self._counts.popitem(last=False)
            entry = self._counts[key] = [number, 0, 0]
            return entry
        if entry[0] != number:
            entry[:] = [number, 0, entry[1] if entry[0] == number - 1 else 0]
        self._counts.move_to_end(key)
        return entry

    def _wait(self, count: int, before: int, offset: float) -> int:
        """Give the whole seconds after which one more request fits."""
        window, room = self.budget.window, self.budget.quota - 1
        if count <= room:
            return max(1, ceil(window * (1 - (room - count) / before) - offset))
        return max(1, ceil(window - offset + window * (1 - room / count)))


class RateLimit:
    """Refuses a client over its budget, and an address that keeps presenting tokens that do not hold.

    The key is the verified caller's client id, else the peer's address. `RequestContext`, which sends the
    headers, and the layer that verifies tokens must both be outside.
    """

    def __init__(self, app: ASGIApp, refuse: Refuse, requests: SlidingWindow, failures: SlidingWindow) -> None:
        self.app = app
        self.refuse = refuse
        self.requests = requests
        self.failures = failures
        budget = requests.budget
        self._policy = (
            b"ratelimit-policy",
            f'"{budget.name}";q={budget.quota};w={budget.window}'.encode(),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_EXEMPT):
            await self.app(scope, receive, send)
            return
        actor = verified_actor(scope)
        address = address_of(scope)
        standing = self.requests.take(f"address:{address}" if actor is None else f"client:{actor.client_id}")
        self._announce(scope, standing)
        if standing.allowed and _is_failed_login(scope):
            standing = self.failures.take(address)
        if standing.allowed:
            await self.app(scope, receive, send)
        else:
            await self.refuse(scope, standing.wait)(scope, receive, send)

    def _announce(self, scope: Scope, standing: Standing) -> None:
        value = f'"{self.requests.budget.name}";r={standing.remaining};t={standing.wait}'
        scope["state"]["response_headers"] += (self._policy, (b"ratelimit", value.encode()))


def _is_failed_login(scope: Scope) -> bool:
    """Say whether a token was presented that does not hold; presenting none is no attempt."""
    presented = any(name == b"authorization" for name, _ in scope["headers"]) or scope["state"].get("presented", False)
    return presented and isinstance(scope["state"].get("caller"), NotAuthenticated)


def address_of(scope: Scope) -> str:
    """Whom a request without a caller is counted for."""
    client = scope.get("client")
    return _network(client[0]) if client else "unknown"


@lru_cache(maxsize=4096)
def _network(host: str) -> str:
    """Treat an IPv6 /64 as one address: whoever has one of its addresses has them all."""
    try:
        return str(ip_network(f"{IPv6Address(host)}/64", strict=False)) if ":" in host else host
    except ValueError:
        return host
