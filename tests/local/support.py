"""Looking at processes from the outside."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local.home import ROOT

QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def processes_mentioning(text: str) -> list[int]:
    """Ids of the processes whose command line contains this text."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:
            continue
        if text.encode() in command:
            found.append(int(entry.name))
    return found


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it comes to hold; the limit is for what never will, as a killed database recovers in its own time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def in_another_process(code: str) -> "subprocess.Popen[str]":
    """Run Python code in a process that a test may kill."""
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
