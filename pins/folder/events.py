"""The feed as a CSV that grows: each event once, whatever was stopped when."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pins.files import write_atomically
from pins.reading import Batch, Row

_COLUMNS = ("id", "time", "type", "subject", "projectid", "icbcode", "lacode", "urn", "actor", "resourceversion")
_PIECE = 1 << 20


def append(target: Path, before: Mapping[str, Any], batches: Iterable[Batch]) -> dict[str, Any]:
    """Add what the feed has, and answer where to go on.

    What lies in the file behind the size that is remembered was added by a run that died before it could say so: it
    comes again, and is overwritten.
    """
    cursor = ""

    def pieces() -> Iterator[bytes]:
        nonlocal cursor
        yield from _first(target, int(before["size"])) if before else [_line([*_COLUMNS, "data"], "\ufeff")]
        for batch in batches:
            cursor = batch.cursor
            yield from (_line(_cells(event)) for event in batch.events)

    write_atomically(target, pieces())
    return {"cursor": cursor, "size": target.stat().st_size}


def _first(file: Path, size: int) -> Iterator[bytes]:
    with file.open("rb") as held:
        while size > 0 and (piece := held.read(min(size, _PIECE))):
            size -= len(piece)
            yield piece


def _cells(event: Row) -> list[str]:
    flat = [_guarded("" if event.get(name) is None else str(event[name])) for name in _COLUMNS]
    return [*flat, json.dumps(event.get("data"), ensure_ascii=False, separators=(",", ":"))]


def _guarded(text: str) -> str:
    """A cell that a spreadsheet would run as a formula is made a text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _line(cells: list[str], before: str = "") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return (before + out.getvalue()).encode()
