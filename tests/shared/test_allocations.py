"""What ten thousand requests leave behind: nothing. Counted in objects, not in time."""

import gc
from typing import Any

from services.partnership_api.main import SERVICE
from shared.kit import logging
from shared.kit.app import create_app
from tests.support.databases import Databases, rolled_back
from tests.support.network import Network
from tests.support.settings import settings_for
from tests.support.tokens import bearer

_WARM, _MANY = 500, 10_000
# The buckets of measures, the caches of what is known: all filled while warm. What is left is noise of the interpreter.
_NOISE = 200


class _Away:
    def write(self, _data: bytes, /) -> None:
        """Lines are written and forgotten."""

    def flush(self) -> None:
        """Nothing is held back."""


async def test_ten_thousand_requests_leave_no_object_behind(databases: Databases) -> None:
    network = Network()
    logging.configure("INFO", "tests", _Away())
    async with databases.copy(SERVICE) as url, rolled_back(url) as database:
        app = create_app(SERVICE, settings_for(SERVICE, url), database=database, transport=network)
        network.add("partnership_api.test", app)
        token = bearer("icb:QWO")["Authorization"].encode()
        await _ask(app, token, _WARM)
        before = _objects()
        await _ask(app, token, _MANY)
        left = _objects() - before
        await app.state.client.aclose()
    logging.configure("ERROR", "tests")
    assert left < _NOISE


def _objects() -> int:
    gc.collect()
    return len(gc.get_objects())


async def _ask(app: Any, token: bytes, times: int) -> None:
    """One board, one unchanged board, one page and one refusal, in turn."""
    paths = ("/v1/icbs/QWO", "/v1/icbs/QWO", "/v1/icbs", "/v1/icbs/NONE0")
    for number in range(times):
        status: list[int] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any], status: list[int] = status) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])

        path = paths[number % len(paths)]
        headers = [(b"authorization", token)] + [(b"if-none-match", b"*")] * (number % 4 == 1)
        query = b"limit=3" if number % 4 == 2 else b""
        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query,
            "headers": headers, "http_version": "1.1", "scheme": "http", "server": ("service", 80),
            "client": ("192.0.2.1", 4000), "root_path": "",
        }  # fmt: skip
        await app(scope, receive, send)
        assert status == [(200, 304, 200, 404)[number % 4]]
