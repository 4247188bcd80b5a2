"""Finding out, once and before everything else, who a request comes from."""

from http.cookies import CookieError, SimpleCookie

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.kit.auth import Authenticator
from shared.kit.errors import Refusal
from shared.kit.pages import Pages

_PREFIX = "/v1/"


class Authentication:
    """Puts the verified caller, or the reason why there is none, where the rate limit and the routes look.

    It refuses nobody itself: what is open (health, documents) stays open, and a route refuses with the reason.
    """

    def __init__(self, app: ASGIApp, authenticator: Authenticator, pages: Pages | None = None) -> None:
        self.app = app
        self.authenticator = authenticator
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_PREFIX):
            await self._find_out(scope, _authorization(scope))
        elif scope["type"] == "http" and self.pages is not None and self.pages.hold(scope["path"]):
            # A browser's cookie serves pages alone: no operation is done because some other site sends it.
            await self._find_out(scope, _kept(scope, self.pages.cookie))
        await self.app(scope, receive, send)

    async def _find_out(self, scope: Scope, authorization: str | None) -> None:
        state = scope.setdefault("state", {})
        state["presented"] = authorization is not None
        try:
            state["caller"] = state["actor"] = await self.authenticator.identify(authorization)
        except Refusal as refusal:
            state["caller"] = refusal


def _authorization(scope: Scope) -> str | None:
    found = [value for name, value in scope["headers"] if name == b"authorization"]
    # Two Authorization headers are an attempt to have a proxy and us read different ones.
    return found[0].decode("latin-1") if len(found) == 1 else None


def _kept(scope: Scope, cookie: str) -> str | None:
    """The token that a browser was given to keep, as the header that a program would send."""
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    try:
        kept = SimpleCookie(sent).get(cookie)
    except CookieError:
        return None
    return None if kept is None or not kept.value else f"Bearer {kept.value}"
