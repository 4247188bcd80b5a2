"""One process to a folder: a lock that the operating system lets go of when its holder dies."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pins.errors import Usage


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock file. Raises Usage when another process does."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as held:
        try:
            _take(held)
        except OSError:
            raise Usage("Another pins-sync is at work on this folder. One at a time may be.") from None
        yield


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
