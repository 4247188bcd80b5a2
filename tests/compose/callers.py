"""Organisations that call through the gateway: registered with the issuer, trying again until they are answered."""

import base64
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.compose.engine import DOMAIN, Composed

_AWAY = (429, 502, 503, 504)
_PRECONDITION_FAILED = 412
_PATIENCE_SECONDS = 240
_SCOPE = " ".join(
    f"{each}:{right}"
    for each in ("partnership", "assessment", "commissioning", "reporting")
    for right in ("read", "write")
)


class ToThisMachine(httpx.HTTPTransport):
    """Leads the platform's name to this machine, which may not know it."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        here = request.url.copy_with(host="127.0.0.1") if request.url.host == DOMAIN else request.url
        sent = httpx.Request(
            request.method, here, headers=request.headers, stream=request.stream, extensions=request.extensions
        )
        return super().handle_request(sent)


@dataclass(frozen=True)
class Acknowledged:
    """A write that a service said it had done."""

    service: str
    id: str
    version: int
    created: bool


@dataclass
class ThroughTheGateway:
    """The platform as its callers see it: one address, one issuer."""

    platform: Composed
    client: httpx.Client = field(default_factory=lambda: httpx.Client(transport=ToThisMachine(), timeout=90))
    acknowledged: list[Acknowledged] = field(default_factory=list)
    tried_again: int = 0
    _clients: dict[str, tuple[str, str]] = field(default_factory=dict)
    _tokens: dict[str, tuple[float, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def base(self) -> str:
        """The one address."""
        return f"http://{DOMAIN}:{self.platform.port}"

    @property
    def identity(self) -> dict[str, Any]:
        """The issuer's file of secrets."""
        found: dict[str, Any] = json.loads((self.platform.secrets / "identity").read_text())
        return found

    def answer(self, organisation: str, method: str, service: str, path: str, **options: Any) -> httpx.Response:
        """What a service answers in the end, however often it has to be asked."""
        url = f"{self.base}/{service}{path}"
        given = options.pop("headers", {})
        content = options.get("content")
        if content is not None:
            options["content"] = b"".join(content)

        def send() -> httpx.Response:
            headers = {"Authorization": f"Bearer {self.token(organisation)}", **given}
            return self.client.request(method, url, headers=headers, **options)

        answer, asked_before = self._until_answered(send)
        if answer.status_code == _PRECONDITION_FAILED and asked_before:
            answer = self._what_was_done(organisation, service, path, given) or answer
        if method != "GET" and answer.is_success:
            self._keep(service, method, answer)
        return answer

    def token(self, organisation: str) -> str:
        """An access token of the issuer, by client credentials; the organisation is registered first."""
        with self._lock:
            until, token = self._tokens.get(organisation, (0.0, ""))
            if time.monotonic() > until:
                given = self._take_token(*self._registered(organisation))
                token = given["access_token"]
                self._tokens[organisation] = (time.monotonic() + given["expires_in"] - 60, token)
            return token

    def forget_tokens(self) -> None:
        """So that each is asked for anew, by the clients there are."""
        self._tokens.clear()

    def _registered(self, organisation: str) -> tuple[str, str]:
        if organisation not in self._clients:
            headers = {"Authorization": f"Bearer {self.identity['registration_token']}"}
            asked = {"org": organisation, "scope": _SCOPE}
            answer, _ = self._until_answered(
                lambda: self.client.post(f"{self.base}/identity/reg", json=asked, headers=headers)
            )
            made = answer.raise_for_status().json()
            self._clients[organisation] = (made["client_id"], made["client_secret"])
        return self._clients[organisation]

    def _take_token(self, client_id: str, secret: str) -> dict[str, Any]:
        form = {"grant_type": "client_credentials", "scope": _SCOPE}
        answer, _ = self._until_answered(
            lambda: self.client.post(f"{self.base}/identity/token", data=form, auth=(client_id, secret))
        )
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def _until_answered(self, send: Any) -> tuple[httpx.Response, bool]:
        """The answer, and whether an earlier try may have been acted on though nobody said so."""
        until, again = time.monotonic() + _PATIENCE_SECONDS, False
        while True:
            try:
                answer: httpx.Response | None = send()
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code not in _AWAY:
                return answer, again
            if answer is not None:
                assert "Retry-After" in answer.headers, "whoever is sent away is told when to come back"
                assert answer.headers["Content-Type"].startswith("application/problem+json")
            assert time.monotonic() < until, f"nobody answered: {answer and answer.text}"
            again = True
            self.tried_again += 1
            time.sleep(0.5)

    def _what_was_done(
        self, organisation: str, service: str, path: str, given: dict[str, str]
    ) -> httpx.Response | None:
        """After a 412 to a second try: what is there, if the first try made it so."""
        found = self.answer(organisation, "GET", service, path.removesuffix("/answers"))
        if not found.is_success:
            return None
        if "If-None-Match" in given:
            return found
        version = int(given["If-Match"].strip('"'))
        return found if found.json()["version"] == version + 1 else None

    def _keep(self, service: str, method: str, answer: httpx.Response) -> None:
        said = answer.json()
        if isinstance(said, dict) and "id" in said and isinstance(said.get("version"), int):
            created = method == "POST" and answer.status_code == 201
            self.acknowledged.append(Acknowledged(service, said["id"], said["version"], created))


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, unchecked."""
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found
