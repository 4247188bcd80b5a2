"""A file by which others see that every follower still goes round: it is as old as the one that was last heard of."""

import os
import time
from collections.abc import Iterable
from pathlib import Path


class Heartbeat:
    """Without a file, nothing is kept."""

    def __init__(self, file: Path | None, names: Iterable[str]) -> None:
        self._file = file
        self._heard = dict.fromkeys(names, time.time())
        self._show()

    def beat(self, name: str) -> None:
        """This one goes round."""
        self._heard[name] = time.time()
        self._show()

    def _show(self) -> None:
        if self._file is None:
            return
        longest_ago = min(self._heard.values(), default=time.time())
        self._file.touch()
        os.utime(self._file, (longest_ago, longest_ago))
