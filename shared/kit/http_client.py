"""Calls to other services: they raise and never return None, wait a bounded time, and carry the caller's own token.

NeighbourRefused    the owner said no (its problem details are passed on in spirit: status and detail)
Unavailable         the neighbour cannot be reached or failed, after the retries of a safe call
"""

from typing import TypeVar

import httpx
import stamina
from pydantic import ValidationError

from shared.contracts.base import Output
from shared.contracts.problem import Problem
from shared.kit.errors import Unavailable
from shared.kit.middleware import outgoing_headers

Resource = TypeVar("Resource", bound=Output)

_ATTEMPTS = 3
_PASSING = (502, 503, 504)


class NeighbourRefused(Exception):
    """The neighbour answered with a problem: `problem.status` 404 when the caller may not see what was asked for."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title)
        self.problem = problem


class _TryAgain(Exception):
    pass


class Neighbour:
    """One other service, by its base address. Holds no token: each call brings its caller's."""

    def __init__(self, name: str, base_url: str, client: httpx.AsyncClient, seconds: float) -> None:
        self.name = name
        self._base_url = base_url.rstrip("/")
        self._client = client
        self._seconds = seconds

    async def get(self, path: str, contract: type[Resource], token: str) -> Resource:
        """The resource at a path, as this contract. A safe call: tried up to three times."""
        answer = await self.fetch(path, token)
        try:
            return contract.model_validate_json(answer.content)
        except ValidationError:
            raise Unavailable(f"The {self.name} service answered in a form that is not understood.") from None

    async def fetch(self, path: str, token: str, *, seconds: float | None = None, **params: str) -> httpx.Response:
        """The raw answer to a GET, once it is a success."""
        try:
            async for attempt in stamina.retry_context(
                on=_TryAgain, attempts=_ATTEMPTS, wait_initial=0.05, wait_max=0.5
            ):
                with attempt:
                    return await self._once(path, token, seconds or self._seconds, params)
        except _TryAgain:
            raise Unavailable(f"The {self.name} service cannot be reached just now. Nothing was changed.") from None
        raise AssertionError("the retry context returns or raises")

    async def _once(self, path: str, token: str, seconds: float, params: dict[str, str]) -> httpx.Response:
        # Something is decided on the answer, or followed: it is asked of no copy that may be behind.
        headers = {"Authorization": f"Bearer {token}", "Cache-Control": "no-cache", **outgoing_headers()}
        try:
            answer = await self._client.get(
                f"{self._base_url}{path}",
                headers=headers,
                params=params or None,  # an empty mapping would drop the query that stands in the path
                timeout=seconds,
            )
        except httpx.TransportError as error:
            raise _TryAgain from error
        if answer.status_code in _PASSING:
            raise _TryAgain
        if answer.status_code == 429:
            raise Unavailable(f"The {self.name} service asks to slow down.", retry_after=10)
        if answer.is_error:
            raise NeighbourRefused(_problem(answer))
        return answer


def _problem(answer: httpx.Response) -> Problem:
    try:
        return Problem.model_validate_json(answer.content)
    except ValidationError:
        return Problem(
            type="about:blank",
            title="Refused",
            status=answer.status_code,
            detail="Refused.",
            instance="unknown",
            errors=[],
        )
