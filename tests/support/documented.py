"""Whatever a test makes a service refuse must be in its document: this stands between each test and each service."""

import json
from typing import Any

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.contracts.problem import MEDIA_TYPE

# The kit documents the first two in every operation; the third belongs to none.
ALWAYS = {"too-many-requests", "service-failed", "method-not-allowed"}


class Documented:
    """An application whose every problem is held against those that its operation declares."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.undocumented: list[str] = []

    @property
    def state(self) -> Any:
        """The application's own."""
        return getattr(self.app, "state", None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem: list[bytes] = []
        answered: dict[str, Any] = {}

        async def look(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered["status"] = message["status"]
                answered["type"] = dict(message["headers"]).get(b"content-type", b"").decode()
            elif answered.get("type") == MEDIA_TYPE:
                problem.append(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, look)
        route = _route(scope)
        if route is not None and (text := b"".join(problem)):
            slug = json.loads(text)["type"].rsplit("/", 1)[-1]
            if slug not in _declared(route, answered["status"]) | ALWAYS:
                self.undocumented.append(
                    f"{route.operation_id} answers {answered['status']} {slug}, which its document does not say: "
                    "add the refusal to `responses=problems(...)` of the route"
                )


def _route(scope: Scope) -> APIRoute | None:
    nested = scope.get("fastapi", {}).get("effective_route_context")
    route = getattr(nested, "original_route", None) or scope.get("route")
    return route if isinstance(route, APIRoute) and route.include_in_schema else None


def _declared(route: APIRoute, status: int) -> set[str]:
    return set(route.responses.get(status, {}).get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}))
