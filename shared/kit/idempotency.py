"""Idempotency-Key: a request that is sent twice takes effect once, and is answered the same.

The answer is stored in the transaction of the write itself, so that there is no moment at which one is there without
the other. Only what succeeded is stored: a refusal changed nothing, and the state it was based on may change.
"""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Text, bindparam, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from shared.kit.clock import utc_now
from shared.kit.errors import BadRequest, KeyInFlight, KeyReused, TooLarge
from shared.kit.tables import idempotency_keys

HEADER = "Idempotency-Key"
# Built once: to put a statement together costs more than to send it.
_LOCK = select(func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("name", type_=Text()), 0)))
_STORED = select(idempotency_keys).where(
    idempotency_keys.c.caller == bindparam("of"), idempotency_keys.c.key == bindparam("with")
)
_KEEP = insert(idempotency_keys)
_KEPT_HEADERS = ("location", "etag", "content-type", "content-disposition")


class TellsOnce(Response):
    """An answer with a secret in it: what is stored, and told to who repeats the request, is without."""

    def __init__(self, told: Response, kept: bytes) -> None:
        super().__init__(bytes(told.body), told.status_code, dict(told.headers))
        self.kept = kept


class Body:
    """The body as it streams by: counted against its limit, and hashed, but never held in memory."""

    def __init__(self, request: Request, greatest: int) -> None:
        self._request = request
        self._greatest = greatest
        self._size = 0
        self._address = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
        self._running = sha256(self._address)
        self._receive = request.receive
        self._complete = False

    def must_be_small_enough(self, size: int) -> None:
        """Refuse a body over the limit, whether it says its length or shows it only by arriving."""
        if size > self._greatest:
            raise TooLarge(f"The body may have at most {self._greatest} bytes here.")

    async def receive(self) -> Message:
        """What stands in for the request's `receive`."""
        message = await self._receive()
        if message["type"] == "http.request":
            piece = message.get("body", b"")
            self._size += len(piece)
            self.must_be_small_enough(self._size)
            self._running.update(piece)
            self._complete = not message.get("more_body", False)
        return message

    async def digest(self) -> bytes:
        """The hash of method, address and whole body; reads what the operation left unread."""
        if hasattr(self._request, "_body"):
            return sha256(self._address + await self._request.body()).digest()
        while not self._complete:
            if (await self.receive())["type"] == "http.disconnect":
                break
        return self._running.digest()


def read_key(request: Request) -> str | None:
    """The caller's key, if it sent one. Raises BadRequest when it has no usable form."""
    key = request.headers.get(HEADER)
    if key is not None and not (0 < len(key) <= 255 and key.isascii() and key.isprintable()):
        raise BadRequest("Idempotency-Key must be 1 to 255 printable ASCII characters.")
    return key


async def first_answer(session: AsyncSession, caller: str, key: str, body: Body) -> Response | None:
    """The answer that was given to this key before; None when this is the first time.

    Raises KeyInFlight while the first is being worked on, KeyReused when it was another request.
    """
    if not (await session.execute(_LOCK, {"name": f"{caller}\n{key}"})).scalar_one():
        raise KeyInFlight
    stored = (await session.execute(_STORED, {"of": caller, "with": key})).one_or_none()
    if stored is None:
        return None
    if stored.fingerprint != await body.digest():
        raise KeyReused("This Idempotency-Key was used for another request. Use a new key for a new request.")
    return Response(stored.body, stored.status, headers={**stored.headers, "Idempotency-Replayed": "true"})


async def keep(session: AsyncSession, caller: str, key: str, fingerprint: bytes, answer: Response) -> None:
    """Store an answer beside what it answers for."""
    kept = {name: value for name, value in answer.headers.items() if name in _KEPT_HEADERS}
    values = {
        "caller": caller,
        "key": key,
        "fingerprint": fingerprint,
        "status": answer.status_code,
        "headers": kept,
        "body": answer.kept if isinstance(answer, TellsOnce) else bytes(answer.body),
    }
    await session.execute(_KEEP, values)


async def forget(session: AsyncSession, hours: int) -> None:
    """Drop keys older than what is promised."""
    await session.execute(
        delete(idempotency_keys).where(idempotency_keys.c.created_at < utc_now() - timedelta(hours=hours))
    )


async def forget_answers(session: AsyncSession, path: str) -> None:
    """Drop the stored answers that created what stands at a path, for what must be erased everywhere."""
    await session.execute(
        delete(idempotency_keys).where(idempotency_keys.c.headers["location"].astext.endswith(path, autoescape=True))
    )
