"""Finding out, once and before everything else, who a request comes from."""

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.kit.auth import Authenticator
from shared.kit.errors import Refusal

_PREFIX = "/v1/"


class Authentication:
    """Puts the verified caller, or the reason why there is none, where the rate limit and the routes look.

    It refuses nobody itself: what is open (health, documents) stays open, and a route refuses with the reason.
    """

    def __init__(self, app: ASGIApp, authenticator: Authenticator) -> None:
        self.app = app
        self.authenticator = authenticator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_PREFIX):
            state = scope.setdefault("state", {})
            try:
                state["caller"] = state["actor"] = await self.authenticator.identify(_authorization(scope))
            except Refusal as refusal:
                state["caller"] = refusal
        await self.app(scope, receive, send)


def _authorization(scope: Scope) -> str | None:
    found = [value for name, value in scope["headers"] if name == b"authorization"]
    # Two Authorization headers are an attempt to have a proxy and us read different ones.
    return found[0].decode("latin-1") if len(found) == 1 else None
