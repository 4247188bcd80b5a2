"""The network of the tests: host names lead to applications in this process."""

import json
from collections.abc import MutableMapping

import httpx

from deploy.local import tokens
from tests.support.documented import Documented
from tests.support.tokens import EVERYTHING, ISSUER, KEY, token_for


class Network(httpx.AsyncBaseTransport):
    """Carries a request to the application at its host; a host that is not there refuses the connection."""

    def __init__(self) -> None:
        self.hosts: MutableMapping[str, httpx.ASGITransport] = {}
        self.away: set[str] = set()
        self.documented: list[Documented] = []

    def add(self, host: str, app: object) -> None:
        documented = Documented(app)  # type: ignore[arg-type]
        self.documented.append(documented)
        self.hosts[host] = httpx.ASGITransport(app=documented, raise_app_exceptions=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == httpx.URL(ISSUER).host:
            return _issuer(request)
        transport = self.hosts.get(request.url.host)
        if transport is None or request.url.host in self.away:
            raise httpx.ConnectError("nobody is at this host", request=request)
        response = await transport.handle_async_request(request)
        found = [line for each in self.documented for line in each.undocumented]
        assert found == [], found
        return response


def _issuer(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/jwks.json":
        return httpx.Response(200, json={"keys": [tokens.public_jwk(KEY)]})
    # The one client of this issuer is a follower, which authenticates with HTTP Basic.
    assert request.headers["Authorization"].startswith("Basic ")
    assert b"grant_type=client_credentials" in request.content
    body = {"access_token": token_for("service:reporting", EVERYTHING), "expires_in": 3600, "token_type": "Bearer"}
    return httpx.Response(200, content=json.dumps(body))
