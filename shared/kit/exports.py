"""Whole lists, streamed by COPY in constant memory.

The COPY runs in a task of its own that fills a short queue; the response drains it. A slow reader so slows the COPY
and not the service, and one that goes away cancels it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, Literal, TypeAlias

from shared.kit.db import Connection
from shared.kit.replica import MayLag, ReplicaAway, headers_of

Form: TypeAlias = Literal["json", "csv", "ndjson"]
Exporting: TypeAlias = Callable[[], AbstractAsyncContextManager[Connection]]

BOM = b"\xef\xbb\xbf"
_PIECES_AHEAD = 8

# JSON text escapes every control character, so as a CSV of one column with these as quote and delimiter it is never
# quoted: COPY then writes one JSON object a line, as NDJSON wants.
_AS_LINES = {"format": "csv", "quote": "\x01", "delimiter": "\x02", "escape": "\x01"}
_AS_CSV = {"format": "csv", "header": True}


async def begun(
    source: MayLag, sql: str, values: Sequence[Any], form: Form
) -> tuple[bytes, AsyncIterator[bytes], dict[str, str]]:
    """A whole list of which the first piece is there: it, the rest, and the headers that say from when it is."""
    if source.replica is not None:
        replica, moment = source.replica, asyncio.get_running_loop().create_future()

        @asynccontextmanager
        async def lagging() -> AsyncIterator[Connection]:
            async with replica.reading(whole=True) as (connection, as_of):
                moment.set_result(as_of)
                yield connection

        chunks = copied(lagging, sql, values, form)
        with suppress(ReplicaAway):
            return await anext(chunks, b""), chunks, headers_of(await moment)
    chunks = copied(source.database.exporting, sql, values, form)
    return await anext(chunks, b""), chunks, {}


async def copied(exporting: Exporting, sql: str, values: Sequence[Any], form: Form) -> AsyncIterator[bytes]:
    """The rows of a select as bytes: CSV with a byte order mark and a header, or NDJSON."""
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(_PIECES_AHEAD)

    async def keep(piece: bytearray) -> None:
        await pieces.put(bytes(piece))

    async def run() -> None:
        try:
            async with exporting() as connection:
                options: dict[str, Any] = _AS_CSV if form == "csv" else _AS_LINES
                await connection.copy_from_query(sql, *values, output=keep, **options)
        except Exception:
            await pieces.put(None)
            raise
        await pieces.put(None)

    copying = asyncio.create_task(run())
    try:
        if form == "csv":
            first = await pieces.get()
            if first is not None:
                yield BOM + first
                async for piece in _until_done(pieces):
                    yield piece
        else:
            async for piece in _until_done(pieces):
                yield piece
        await copying
    finally:
        copying.cancel()


async def _until_done(pieces: asyncio.Queue[bytes | None]) -> AsyncIterator[bytes]:
    while (piece := await pieces.get()) is not None:
        yield piece


async def joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """A stream whose first piece was taken off already."""
    yield first
    async for piece in rest:
        yield piece
