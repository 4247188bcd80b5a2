"""Install a lock file into this environment, showing progress.

Standard library only: nothing is installed yet.
"""

import subprocess
import sys
from collections import deque
from pathlib import Path


def main() -> int:
    lock, stamp = Path(sys.argv[1]), Path(sys.argv[2])
    stamp.unlink(missing_ok=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    command = [*pip, "install", "--no-deps", "--require-hashes", "--progress-bar", "off", "-r", str(lock)]
    last: deque[str] = deque(maxlen=5)
    seen = 0
    with subprocess.Popen(  # noqa: S603 - our own command line
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            last.append(line.rstrip())
            if line.startswith(("Collecting ", "Processing ")):
                seen += 1
                _show(f"  {seen} packages found: {Path(line.split()[1]).name}", done=False)
            elif line.startswith("Installing collected packages"):
                _show(f"  {seen} packages found; installing them", done=True)
    if process.returncode == 0:
        stamp.touch()
        return 0
    text = "\n".join(last)
    sys.stderr.write(f"\n{text}\n{_why(text, lock)}\n")
    return 1


def _show(line: str, *, done: bool) -> None:
    # Never on standard output: `make token` prints a token there and nothing else.
    on_terminal = sys.stderr.isatty()
    sys.stderr.write(("\r\033[K" if on_terminal else "") + line + ("" if on_terminal and not done else "\n"))
    sys.stderr.flush()


def _why(text: str, lock: Path) -> str:
    if "No space left on device" in text:
        return "The disk is full."
    return f"The packages of {lock} could not be installed: the lines above say why."


if __name__ == "__main__":
    sys.exit(main())
