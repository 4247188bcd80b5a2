"""Run one command that ends when the process that started it ends.

Started by path with `python -I -S`, so the standard library only: it must cost a few milliseconds.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent(death_signal: int) -> None:
    """Ask the kernel to send this process a signal when its parent dies, even by SIGKILL (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)


def guarded(command: list[str], death_signal: int) -> list[str]:
    """The same command, ending with the process that starts it."""
    return [
        sys.executable,
        "-I",
        "-S",
        __file__,
        str(int(death_signal)),
        str(os.getpid()),
        *command,
    ]


def main() -> None:
    death_signal, parent, *command = sys.argv[1:]
    end_with_parent(int(death_signal))
    # The parent may have died before the kernel was asked: then nobody will ever send the signal.
    if os.getppid() != int(parent):
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - our own command line


if __name__ == "__main__":
    main()
