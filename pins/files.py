"""Files that are there whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_atomically(target: Path, pieces: Iterable[bytes], mode: int = 0o644) -> None:
    """Write a file beside its place and move it there at the end, so that nobody reads half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(mode)
        written.replace(target)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def write_text(target: Path, text: str, mode: int = 0o644) -> None:
    """Write a text as UTF-8."""
    write_atomically(target, [text.encode()], mode)
