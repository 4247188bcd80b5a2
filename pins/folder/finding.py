"""Which files lie in the folder, and which of them have come to rest."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pins.kinds import KINDS, Kind
from pins.uploads import MEDIA_TYPES

RESULT = ".result.json"


@dataclass(frozen=True)
class Found:
    """A file at rest in the folder of its kind."""

    path: Path
    name: str
    """Its path in the folder, with slashes on every system."""
    kind_name: str
    folders: tuple[str, ...]
    size: int
    mtime_ns: int

    @property
    def kind(self) -> Kind:
        return KINDS[self.kind_name]

    @property
    def values(self) -> dict[str, str]:
        """What the folders around it say: one for each parameter of the kind, in their order."""
        return dict(zip(self.kind.places, self.folders, strict=False))

    @property
    def is_in_place(self) -> bool:
        return len(self.folders) == len(self.kind.places)


class Stillness:
    """Knows a file that is still being written by its size and time, which change between two looks."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: dict[Path, tuple[tuple[int, int], float]] = {}

    def still(self, found: Found) -> bool:
        """Whether it has been seen unchanged for long enough. Only our own clock counts: a share's may differ."""
        now, looks = time.monotonic(), (found.size, found.mtime_ns)
        before = self._seen.get(found.path)
        if before is None or before[0] != looks:
            self._seen[found.path] = (looks, now)
            return self._seconds == 0
        return now - before[1] >= self._seconds


def files(folder: Path) -> Iterator[Found]:
    """Every file to upload, in the order of their names."""
    for kind_name in sorted(KINDS):
        for path in sorted((folder / kind_name).rglob("*")):
            if not _is_wanted(path):
                continue
            try:
                state = path.stat()
            except OSError:
                continue  # It was there a moment ago.
            inside = path.relative_to(folder)
            yield Found(path, inside.as_posix(), kind_name, inside.parts[1:-1], state.st_size, state.st_mtime_ns)


def _is_wanted(path: Path) -> bool:
    """Files of the right endings; not what was written here, nor what programs put down while they work."""
    name = path.name.lower()
    passing = name.startswith((".", "~")) or name.endswith(RESULT)
    return not passing and path.suffix.lower() in MEDIA_TYPES and path.is_file()
