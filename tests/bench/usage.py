"""What a process and its children have used, by the kernel's own books (Linux)."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """Seconds of processor so far, and memory in MiB: now, and at its greatest."""

    seconds: float
    resident: float
    greatest: float


def of_session(leader: int) -> Usage:
    """Everything in the session that this process leads, as a server and its workers are."""
    members = [pid for pid in _all() if _session(pid) == leader]
    each = [_of(pid) for pid in members]
    return Usage(sum(u.seconds for u in each), sum(u.resident for u in each), sum(u.greatest for u in each))


def _all() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _fields(pid: int) -> list[str]:
    try:
        # The name may hold blanks and brackets: what follows the last bracket does not.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _session(pid: int) -> int:
    fields = _fields(pid)
    return int(fields[3]) if fields else -1


def _of(pid: int) -> Usage:
    fields = _fields(pid)
    try:
        status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return Usage(
            (int(fields[11]) + int(fields[12])) / _TICKS,
            int(status["VmRSS"].split()[0]) / 1024,
            int(status["VmHWM"].split()[0]) / 1024,
        )
    except (FileNotFoundError, ProcessLookupError, KeyError, IndexError):
        return Usage(0, 0, 0)
