"""Finding an operation by its address without trying all of them: the framework tries one pattern after another.

It holds the routes by the parts of their paths, and asks only those that an address can belong to, in the order they
were declared in. What it does not find (a wrong method, an unknown address) the framework's own search goes on with.
"""

from collections.abc import Iterable
from typing import Any

from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

_ANY = "{}"


class RouteIndex(BaseRoute):
    """Stands before the routes it holds."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._root: dict[str, Any] = {}
        for place, context in enumerate(iter_route_contexts(list(routes))):
            route = context.original_route
            # A part with a convertor may hold slashes; a route that is mounted below another path is not as declared.
            if isinstance(route, APIRoute) and context.path == route.path and ":" not in route.path:
                self._add(place, route)

    def _add(self, place: int, route: APIRoute) -> None:
        node = self._root
        for part in route.path.split("/"):
            node = node.setdefault(_ANY if "{" in part else part, {})
        for method in route.methods or ():
            # No part of a path holds a slash, so this is no part's name.
            node.setdefault(f"/{method}", []).append((place, route))

    def _candidates(self, scope: Scope) -> list[tuple[int, APIRoute]]:
        nodes = [self._root]
        for part in scope["path"].split("/"):
            nodes = [below for node in nodes for name in (part, _ANY) if (below := node.get(name)) is not None]
        method = f"/{scope['method']}"
        if len(nodes) == 1:
            return nodes[0].get(method, [])  # type: ignore[no-any-return]
        return sorted((each for node in nodes for each in node.get(method, ())), key=lambda each: each[0])

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that the address and the method belong to."""
        if scope["type"] == "http":
            for _, route in self._candidates(scope):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    return match, found
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route that was found answer."""
        await scope["route"].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """The routes themselves know their addresses."""
        raise NoMatchFound(name, path_params)
