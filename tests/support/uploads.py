"""An upload as a service receives it: bytes in chunks of any size."""

from collections.abc import AsyncIterator
from pathlib import Path


async def chunks_of(content: bytes, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def chunks_of_file(path: Path, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(size):
            yield chunk
