"""What was sent and what came of it: lines that are on the disk before anything is sent."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pins.files import write_text

State = Literal["sending", "answered"]


@dataclass(frozen=True)
class Entry:
    """The last that is known of one file."""

    file: str
    size: int
    mtime_ns: int
    sha256: str
    state: State
    headers: Mapping[str, str]
    """What it was sent with: its key, or the version it replaces. After a crash it is sent with the same again."""
    outcome: str = ""


class Journal:
    """The entries of a folder by the file's name. Read once; every change is one line more."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._entries = _read(file)
        # What is no longer the last word on a file is left behind.
        write_text(file, "".join(_line(entry) for entry in self._entries.values()))

    def of(self, file: str) -> Entry | None:
        return self._entries.get(file)

    def write(self, entry: Entry) -> None:
        """Keep this as the last word on its file."""
        with self._file.open("a", encoding="utf-8") as lines:
            lines.write(_line(entry))
            lines.flush()
            if entry.state == "sending":
                # On the disk before it is sent. That it was answered may be lost: then it is sent with its key again.
                os.fsync(lines.fileno())
        self._entries[entry.file] = entry


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False) + "\n"


def _read(file: Path) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    if not file.exists():
        return entries
    for line in file.read_text("utf-8", errors="replace").split("\n"):
        try:
            entry = Entry(**json.loads(line))
        except (ValueError, TypeError):
            continue  # The line that was being written when the process died: what it speaks of was not sent.
        entries[entry.file] = entry
    return entries
