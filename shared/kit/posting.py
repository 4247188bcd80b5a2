"""Posting to addresses that callers name: one attempt, bounded in time, to an address that was looked at.

The connection goes to the very address that was checked, so a name that resolves to something else a moment later gains
nothing. Redirects are not followed, the answer's body is not read, no proxy of the environment is asked.
"""

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

import httpcore

from shared.kit.targets import PORTS, Policy, Target, TargetRefused, parsed, resolved

_MOST_ADDRESSES = 2


@dataclass(frozen=True)
class Answer:
    """What came of one attempt: a status, or the word for why there is none."""

    status: int | None
    error: str | None
    duration_ms: int
    retry_after: float | None = None
    """Seconds the receiver asked to be left alone for."""


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that were checked, whatever name the request has."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 (the name is for TLS and the Host header alone)
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the signature is httpcore's)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first of the addresses that takes one."""
        *others, last = self._addresses[:_MOST_ADDRESSES]
        for address in others:
            try:
                return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(last, port, timeout, local_address, socket_options)


class Poster:
    """Posts under one policy. The certificates of the receivers are checked against those the system trusts."""

    def __init__(self, policy: Policy, seconds: float) -> None:
        self._policy = policy
        self._seconds = seconds
        self._tls = ssl.create_default_context()

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """One attempt. It never raises for what a receiver does, and takes no longer than it may in all."""
        began = monotonic()
        status, error, retry_after = None, None, None
        try:
            async with asyncio.timeout(self._seconds):
                target = parsed(url)
                status, retry_after = await self._once(target, headers, body)
        except TargetRefused as refused:
            error = refused.code
        except TimeoutError:
            error = "timed_out"
        except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as failed:
            error = "certificate" if _is_about_certificates(failed) else "no_connection"
        except Exception:  # noqa: BLE001 (no answer that a receiver thinks of may leave its message without an outcome)
            error = "broken_answer"
        if status is not None and 300 <= status < 400:
            error = "redirected"
        return Answer(status, error, round((monotonic() - began) * 1000), retry_after)

    async def _once(self, target: Target, headers: Mapping[str, str], body: bytes) -> tuple[int, float | None]:
        addresses = await resolved(target, self._policy)
        url = httpcore.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
        )
        sent = {"Host": host_of(target), **headers, "Connection": "close", "Content-Length": str(len(body))}
        async with (
            httpcore.AsyncConnectionPool(
                ssl_context=self._tls, network_backend=_Pinned(addresses), max_connections=1, retries=0
            ) as pool,
            # What the answer says is in its status: the body is left unread, however long it is.
            pool.stream("POST", url, headers=list(sent.items()), content=body) as answer,
        ):
            return answer.status, _retry_after(answer.headers)


def host_of(target: Target) -> str:
    """The `Host` header as everybody sends it, for receivers that choose by it: a usual port goes without saying."""
    literal = f"[{target.host}]" if ":" in target.host else target.host
    return literal if target.port == PORTS[target.scheme] else f"{literal}:{target.port}"


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def _retry_after(headers: Iterable[tuple[bytes, bytes]]) -> float | None:
    for name, value in headers:
        if name.lower() == b"retry-after":
            said = value.decode("latin-1").strip()
            if said.isascii() and said.isdigit():
                return float(said[:9])
            try:
                moment = parsedate_to_datetime(said)
            except (ValueError, OverflowError):
                return None
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    return None
