"""A CSV brought up to date with the rows of another, by the column that tells rows apart."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from pins.errors import Usage
from pins.files import write_atomically

_BOM = "\ufeff"


def merge(target: Path, changed: Iterable[str], key: str) -> None:
    """Replace the rows that changed, in their places, and add the new ones at the end."""
    names, fresh = _by_key(changed, key)
    if not fresh:
        return
    write_atomically(target, _merged(target, names, fresh, key))


def _by_key(pieces: Iterable[str], key: str) -> tuple[list[str], dict[str, list[str]]]:
    reader = csv.reader(io.StringIO("".join(pieces).removeprefix(_BOM), newline=""))
    names = next(reader, [])
    if key not in names:
        raise Usage(f"The list has no column {key}: changes_by names the column that tells its rows apart.")
    place = names.index(key)
    return names, {row[place]: row for row in reader}


def _merged(target: Path, names: list[str], fresh: dict[str, list[str]], key: str) -> Iterator[bytes]:
    left = dict(fresh)
    yield (_BOM + _line(names)).encode()
    with target.open(encoding="utf-8-sig", newline="") as file:
        # By their names: a column that came or went since shifts nothing.
        for there in csv.DictReader(file):
            changed = left.pop(there.get(key) or "", None)
            yield _line(changed or [there.get(name) or "" for name in names]).encode()
    for row in left.values():
        yield _line(row).encode()


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
