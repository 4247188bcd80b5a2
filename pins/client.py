"""Calls to the services: with a token that is renewed in time, again where that is safe, and refused in sentences."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self
from urllib.parse import quote_plus

import httpx
import stamina

from pins.errors import NotAllowed, NotReached, NotSignedIn, Refused, Usage
from pins.profile import Profile

Params = Mapping[str, str]

_ATTEMPTS = 4
_PASSING = (429, 502, 503, 504)
# A service that asks for more patience than this is told of instead.
_LONGEST_WAIT = 30.0
# A token that ends sooner than this is not begun with.
_SPARE_SECONDS = 30


class _Again(Exception):
    """An answer that says to try again, maybe after some seconds."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer = answer
        said = answer.headers.get("Retry-After", "")
        self.seconds = float(said) if said.isascii() and said.isdigit() else None


def _safe(error: Exception) -> bool | float:
    if isinstance(error, _Again):
        if error.seconds is None:
            return True
        return error.seconds if error.seconds <= _LONGEST_WAIT else False
    return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol)


def _unsafe(error: Exception) -> bool | float:
    """Without a key only what surely was not taken is sent again."""
    return _safe(error) if isinstance(error, (_Again, httpx.ConnectError)) else False


class Client:
    """The four services as one caller sees them."""

    def __init__(self, profile: Profile, attempts: int = _ATTEMPTS) -> None:
        self.profile = profile
        self._attempts = attempts
        self._http = httpx.Client(timeout=httpx.Timeout(60, connect=5), headers={"User-Agent": "pins"})
        self._token = ""
        self._token_ends = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def token(self) -> str:
        """An access token that is good for some time yet."""
        if time.monotonic() >= self._token_ends:
            answer = self._fetch_token()
            self._token = str(answer["access_token"])
            self._token_ends = time.monotonic() + float(answer.get("expires_in", 60)) - _SPARE_SECONDS
        return self._token

    def get(self, service: str, path: str, params: Params | None = None, accept: str = "*/*") -> httpx.Response:
        """The answer to a GET, once it is a success."""
        with self.streamed(service, path, params, accept) as answer:
            self._read(answer)
            return answer

    @contextmanager
    def streamed(
        self, service: str, path: str, params: Params | None = None, accept: str = "*/*"
    ) -> Iterator[httpx.Response]:
        """The answer to a GET whose body is read piece by piece."""
        request = self._request(service, "GET", path, params, {"Accept": accept})
        answer = self._sent(service, request, safe=True)
        try:
            yield answer
        except httpx.TransportError:
            raise NotReached(f"The answer of the {service} service broke off.") from None
        finally:
            answer.close()

    def send(
        self, service: str, method: str, path: str, content: bytes, headers: Mapping[str, str], params: Params
    ) -> httpx.Response:
        """The answer to a write. One with an Idempotency-Key is sent again until it is answered."""
        request = self._request(service, method, path, params, headers, content)
        answer = self._sent(service, request, safe="Idempotency-Key" in headers)
        self._read(answer)
        return answer

    def _request(
        self,
        service: str,
        method: str,
        path: str,
        params: Params | None,
        headers: Mapping[str, str],
        content: bytes | None = None,
    ) -> httpx.Request:
        url = f"{self.profile.base_url(service)}/{path.lstrip('/')}"
        try:
            # Without parameters of their own, those in the path stay.
            return self._http.build_request(method, url, params=params or None, headers=headers, content=content)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise Usage(f"The address of the {service} service cannot be used: {url}") from None

    def _sent(self, service: str, request: httpx.Request, *, safe: bool) -> httpx.Response:
        try:
            for attempt in stamina.retry_context(
                on=_safe if safe else _unsafe, attempts=self._attempts, wait_initial=0.2, timeout=120
            ):
                with attempt:
                    return self._once(request)
        except _Again as again:
            raise _refusal(again.answer, service) from None
        except httpx.UnsupportedProtocol:
            raise Usage(f"The address of the {service} service cannot be used: {request.url}") from None
        except httpx.TransportError:
            raise NotReached(f"The {service} service at {request.url.host} cannot be reached just now.") from None
        raise AssertionError("the retry context returns or raises")

    def _once(self, request: httpx.Request) -> httpx.Response:
        answer = self._with_token(request)
        if answer.status_code == 401:
            # The issuer may have changed its keys, or this machine slept past the token's end.
            answer.close()
            self._token_ends = 0.0
            answer = self._with_token(request)
        if answer.is_success:
            return answer
        self._read(answer)
        refusal = _refusal(answer, request.url.host)
        if answer.status_code in _PASSING or (isinstance(refusal, Refused) and refusal.slug == "key-in-flight"):
            raise _Again(answer)
        raise refusal

    def _with_token(self, request: httpx.Request) -> httpx.Response:
        request.headers["Authorization"] = f"Bearer {self.token()}"
        return self._http.send(request, stream=True)

    @staticmethod
    def _read(answer: httpx.Response) -> None:
        try:
            answer.read()
        finally:
            answer.close()

    def _fetch_token(self) -> dict[str, Any]:
        form = {"grant_type": "client_credentials"} | ({"scope": self.profile.scope} if self.profile.scope else {})
        # RFC 6749 section 2.3.1: both halves are form-encoded before they are joined.
        who = (quote_plus(self.profile.client_id), quote_plus(self.profile.secret()))
        try:
            for attempt in stamina.retry_context(on=_safe, attempts=self._attempts, wait_initial=0.2):
                with attempt:
                    answer = self._http.post(self.profile.token_url, data=form, auth=who)
        except httpx.UnsupportedProtocol:
            raise Usage("The address of the token issuer (token_url) cannot be used.") from None
        except httpx.TransportError:
            raise NotReached("The token issuer cannot be reached just now.") from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise NotReached("The token issuer cannot answer just now.")
        body = _json_object(answer)
        if not answer.is_success or "access_token" not in body:
            said = body.get("error_description", "It does not know this client, or its secret is another.")
            raise NotSignedIn(answer.status_code, {"title": "The token issuer gave no token", "detail": str(said)})
        return body


def _refusal(answer: httpx.Response, service: str) -> Refused | NotReached:
    problem = _json_object(answer)
    if "title" not in problem:
        problem = {"title": f"It was answered with status {answer.status_code}", "detail": "It does not say why."}
    if answer.status_code in _PASSING or answer.status_code >= 500:
        return NotReached(f"The {service} service cannot answer just now. {Refused(answer.status_code, problem)}")
    kind = {401: NotSignedIn, 403: NotAllowed}.get(answer.status_code, Refused)
    return kind(answer.status_code, problem)


def _json_object(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
