"""An organisation of the demo: it calls the services with its own token, as its own system would."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import httpx

from deploy.local import home, tokens
from deploy.local.errors import LocalPlatformError
from deploy.local.services import SERVICES

_SCOPE = " ".join(tokens.SCOPES)
_NOT_FOUND = 404
_CHUNK = 256 * 1024
_CLIENT = httpx.Client(timeout=120)


class ServiceAway(LocalPlatformError):
    """A service of the platform does not answer."""


class Refused(LocalPlatformError):
    """A service refused what the demo asked of it."""


def addresses(place: home.Home) -> dict[str, str]:
    """The base address of each service: `partnership` to `http://127.0.0.1:8001`."""
    return {each.short_name: f"http://{home.HOST}:{place.first_port + each.port_offset}" for each in SERVICES}


class Platform(Protocol):
    """Where the services are, and who gives tokens for them."""

    def answer(self, organisation: str, method: str, service: str, path: str, **options: Any) -> httpx.Response:
        """What a service answers a request of this organisation, whatever it answers."""


@dataclass(frozen=True)
class OnThisMachine:
    """The platform that `make run` started."""

    place: home.Home

    def answer(self, organisation: str, method: str, service: str, path: str, **options: Any) -> httpx.Response:
        """Sent with a token that is signed here. Raises ServiceAway when nobody answers."""
        key = tokens.load_key(self.place.issuer_key)
        token = tokens.sign(key, organisation, _SCOPE, self.place.issuer, home.AUDIENCE)
        headers = {"Authorization": f"Bearer {token}", **options.pop("headers", {})}
        url = addresses(self.place)[service] + path
        try:
            return _CLIENT.request(method, url, headers=headers, **options)
        except httpx.TransportError:
            raise ServiceAway(f"{service}_api does not answer at {url}: is `make run` running?") from None


@dataclass(frozen=True)
class Organisation:
    """Who calls: `icb:QWO`. Every write carries a key made from what it says, so a demo played twice acts once."""

    platform: Platform
    name: str

    def get(self, service: str, path: str, **params: str) -> Any:
        """The JSON at a path."""
        return self._send("GET", service, path, params=params or None).json()

    def status_of(self, service: str, path: str) -> int:
        """The status that this organisation is answered with."""
        return self._answer("GET", service, path).status_code

    def lines(self, service: str, path: str, **params: str) -> Iterator[dict[str, Any]]:
        """Every row of a list, whole, as NDJSON gives it."""
        answer = self._send("GET", service, path, params={**params, "format": "ndjson"})
        return (json.loads(line) for line in answer.text.splitlines())

    def post(self, service: str, path: str, body: Any, version: int | None = None) -> Any:
        """The resource after a POST."""
        key = sha256(f"{self.name} {path} {json.dumps(body, sort_keys=True)}".encode()).hexdigest()[:32]
        headers = {"Idempotency-Key": f"demo-{key}", **_if_match(version)}
        return self._send("POST", service, path, json=body, headers=headers).json()

    def put(self, service: str, path: str, body: Any, version: int | None) -> Any:
        """The resource after a PUT; a version of None makes it, where there is nothing yet."""
        headers = {"If-None-Match": "*"} if version is None else _if_match(version)
        return self._send("PUT", service, path, json=body, headers=headers).json()

    def put_once(self, service: str, path: str, body: Any) -> None:
        """PUT what is not there yet; what is there stays."""
        if self.status_of(service, path) == _NOT_FOUND:
            self.put(service, path, body, None)

    def upload(self, service: str, path: str, file: Path) -> Any:
        """What the service says of an uploaded CSV, sent in pieces."""

        def pieces() -> Iterator[bytes]:
            with file.open("rb") as source:
                while piece := source.read(_CHUNK):
                    yield piece

        return self._send("POST", service, path, content=pieces(), headers={"Content-Type": "text/csv"}).json()

    def _send(self, method: str, service: str, path: str, **options: Any) -> httpx.Response:
        answer = self._answer(method, service, path, **options)
        if answer.is_error:
            raise Refused(f"{self.name} was refused {method} {path}: {_reason(answer)}")
        return answer

    def _answer(self, method: str, service: str, path: str, **options: Any) -> httpx.Response:
        return self.platform.answer(self.name, method, service, path, **options)


def _if_match(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}


def _reason(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
    except ValueError:
        return f"status {answer.status_code}"
    places = "; ".join(
        f"{each.get('pointer') or each.get('parameter')}: {each['detail']}" for each in problem["errors"]
    )
    return f"{problem['status']} {problem['detail']} {places}".strip()
