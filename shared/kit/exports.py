"""Whole lists, streamed by COPY in constant memory.

The COPY runs in a task of its own that fills a short queue; the response drains it. A slow reader so slows the COPY
and not the service, and one that goes away cancels it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal

from shared.kit.db import Database

BOM = b"\xef\xbb\xbf"
_PIECES_AHEAD = 8

# JSON text escapes every control character, so as a CSV of one column with these as quote and delimiter it is never
# quoted: COPY then writes one JSON object a line, as NDJSON wants.
_AS_LINES = {"format": "csv", "quote": "\x01", "delimiter": "\x02", "escape": "\x01"}
_AS_CSV = {"format": "csv", "header": True}


async def copied(
    database: Database, sql: str, values: Sequence[Any], form: Literal["json", "csv", "ndjson"]
) -> AsyncIterator[bytes]:
    """The rows of a select as bytes: CSV with a byte order mark and a header, or NDJSON."""
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(_PIECES_AHEAD)

    async def keep(piece: bytearray) -> None:
        await pieces.put(bytes(piece))

    async def run() -> None:
        try:
            async with database.exporting() as connection:
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
