"""What surrounds every request: its id, its trace, its log line, its measure and its headers."""

import os
import re
from collections.abc import Callable
from contextvars import ContextVar
from time import perf_counter
from typing import NamedTuple, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils import uuid7

from .clock import SANDBOX_CLOCK, moved_to
from .errors import Refusal
from .logging import request_id

UNMATCHED = "unmatched"
SANDBOX_MARK = "x-pins-sandbox"
ABANDONED = 499

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")
_TRACEPARENT = re.compile(rb"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
# Anything may stand in a request line; a label or a log field takes only what exists.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECURITY = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
_NO_STORE = (b"cache-control", b"no-store")
_PAGE_POLICY = (
    b"content-security-policy",
    b"; ".join(
        (
            b"default-src 'none'",
            b"style-src 'self'",
            b"img-src data:",
            b"base-uri 'none'",
            b"form-action 'none'",
            b"frame-ancestors 'none'",
        )
    ),
)


class Trace(NamedTuple):
    """A W3C trace context: which trace this request belongs to, and our span in it."""

    trace_id: str
    span_id: str
    flags: str


trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


class Log(Protocol):
    """Writes a line a request, and one for each unexpected error."""

    def line(
        self,
        *,
        method: str,
        route: str,
        status: int,
        duration_ms: float,
        client_id: str | None,
        organisation: str | None,
        request_id: str,
        trace_id: str,
    ) -> None: ...
    def failure(self, error: BaseException) -> None: ...


class RequestMeasure(Protocol):
    """Counts requests and times them."""

    in_flight: int

    def finished(self, method: str, route: str, status: int, seconds: float) -> None: ...


class Identified(Protocol):
    """Who a verified token names."""

    @property
    def client_id(self) -> str:
        """The OAuth client."""

    @property
    def kind(self) -> str:
        """Its kind of organisation."""


def verified_actor(scope: Scope) -> Identified | None:
    """Give the caller that an inner layer has put into `scope["state"]["caller"]`, unless it is a refusal."""
    caller: Identified | Refusal | None = scope["state"].get("caller")
    return None if isinstance(caller, Refusal) else caller


class RequestContext:
    """The outermost layer; `failed` renders the answer to an error nobody expected."""

    def __init__(
        self,
        app: ASGIApp,
        logger: Log,
        requests: RequestMeasure,
        failed: Callable[[Scope], ASGIApp] | None = None,
    ) -> None:
        self.app = app
        self.logger = logger
        self.requests = requests
        self.failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(scope, send)
        if exchange.method == "HEAD":
            scope = {**scope, "method": "GET"}
        self.requests.in_flight += 1
        started = perf_counter()
        try:
            await self._answer(scope, receive, exchange)
        finally:
            seconds = perf_counter() - started
            self.requests.in_flight -= 1
            self._record(scope, exchange, seconds)

    async def _answer(self, scope: Scope, receive: Receive, exchange: "_Exchange") -> None:
        try:
            await self.app(scope, receive, exchange.send)
        except Exception as error:
            self.logger.failure(error)
            if exchange.complete:
                return
            # Half an answer cannot be mended: the connection must break, lest it be taken for a whole one.
            if exchange.status or self.failed is None:
                exchange.status = exchange.status or 500
                raise
            await self.failed(scope)(scope, receive, exchange.send)

    def _record(self, scope: Scope, exchange: "_Exchange", seconds: float) -> None:
        method = exchange.method if exchange.method in _METHODS else "OTHER"
        route = route_template(scope)
        status = exchange.status or ABANDONED
        self.requests.finished(method, route, status, seconds)
        actor = verified_actor(scope)
        self.logger.line(
            method=method,
            route=route,
            status=status,
            duration_ms=seconds * 1000,
            client_id=None if actor is None else actor.client_id,
            organisation=None if actor is None else actor.kind,
            request_id=exchange.request_id,
            trace_id=exchange.trace.trace_id,
        )


class Prefixed:
    """Takes `/partnership/v1/...` as `/v1/...`: behind one address for all, the first part names the service."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        self.app = app
        self.prefix = f"/{name}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path == self.prefix or path.startswith(f"{self.prefix}/"):
            raw = scope.get("raw_path") or b""
            scope = {**scope, "path": path[len(self.prefix) :] or "/", "raw_path": raw[len(self.prefix) :] or b"/"}
        await self.app(scope, receive, send)


class _Exchange:
    """One request and its answer on the way out. HEAD is answered as GET is, without the body."""

    __slots__ = ("_send", "_state", "complete", "method", "request_id", "status", "trace")

    def __init__(self, scope: Scope, send: Send) -> None:
        headers = dict(scope["headers"])
        self.method: str = scope["method"]
        self.request_id = _request_id(headers.get(b"x-request-id"))
        self.trace = parse_traceparent(headers.get(b"traceparent")) or _new_trace()
        self.status = 0
        self.complete = False
        self._send = send
        self._state = scope.setdefault("state", {})
        self._state["request_id"] = self.request_id
        self._state["response_headers"] = []
        request_id.set(self.request_id)
        trace.set(self.trace)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), *self._headers(message.get("headers", ()))]
        elif message["type"] == "http.response.body":
            self.complete = not message.get("more_body", False)
            if self.method == "HEAD":
                message["body"] = b""
        await self._send(message)

    def _headers(self, answered: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        names = dict(answered)
        secured = (each for each in _SECURITY if each[0] not in names)
        added = [(b"x-request-id", self.request_id.encode()), *secured, *self._state["response_headers"]]
        if b"cache-control" not in names:
            added.append(_NO_STORE)
        if names.get(b"content-type", b"").startswith(b"text/html") and _PAGE_POLICY[0] not in names:
            added.append(_PAGE_POLICY)
        return added


def route_template(scope: Scope) -> str:
    """Give the path a route was declared with (`/v1/schools/{urn}`), whole, or `unmatched`."""
    # FastAPI keeps a nested router's route as it was written; only this context knows the prefixes.
    nested = scope.get("fastapi", {}).get("effective_route_context")
    path = getattr(nested if nested is not None else scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else UNMATCHED


def parse_traceparent(header: bytes | None) -> Trace | None:
    """Read a W3C `traceparent` and open a span of our own below it; None when it is not valid."""
    match = _TRACEPARENT.fullmatch(header) if header else None
    if match is None:
        return None
    version, trace_id, parent_id, flags, rest = match.groups()
    if version == b"ff" or (version == b"00" and rest) or not trace_id.strip(b"0") or not parent_id.strip(b"0"):
        return None
    return Trace(trace_id.decode(), _new_span(), flags.decode())


def outgoing_headers() -> dict[str, str]:
    """Give the headers that tie a call to another service to the request it serves."""
    headers: dict[str, str] = {}
    if (current := request_id.get()) is not None:
        headers["X-Request-ID"] = current
    if (span := trace.get()) is not None:
        headers["traceparent"] = f"00-{span.trace_id}-{span.span_id}-{int(span.flags, 16) & 1:02x}"
    if (moment := moved_to()) is not None:
        headers[SANDBOX_CLOCK] = moment.isoformat()
    return headers


def _request_id(header: bytes | None) -> str:
    if header is not None and _REQUEST_ID.fullmatch(header):
        return header.decode("ascii")
    return str(uuid7())


def _new_trace() -> Trace:
    return Trace(os.urandom(16).hex(), _new_span(), "00")


def _new_span() -> str:
    return os.urandom(8).hex()
