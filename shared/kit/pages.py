"""Pages for people beside the API: how a service says where they are and how a refusal looks there."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Scope

from shared.contracts.roles import Matrix
from shared.kit.errors import Refusal


@dataclass(frozen=True)
class Pages:
    """Where a browser is served. Each page has its row in `matrix`, as an operation has, but those that are `open`."""

    prefix: str
    """`/dashboard`: every page is there or below."""

    cookie: str
    """The cookie that holds the access token which a program sends as its Authorization header."""

    matrix: Matrix
    open: frozenset[str]
    """Paths that anybody may see: to sign in, and what that looks like."""

    refused: Callable[[Refusal, Scope], Response]
    """A refusal as a page, where a program is answered with a problem document."""

    def hold(self, path: str) -> bool:
        """Whether this path is one of a page."""
        return path == self.prefix or path.startswith(f"{self.prefix}/")
