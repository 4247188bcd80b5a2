"""What each process of the running platform takes: what the resource requests here were written from.

`python -m deploy.kubernetes.measure SECONDS` beside `make run`: left alone, then under the load that is asked about.
"""

import os
import sys
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY_SECONDS = 0.5


def processes(root: Path) -> dict[str, int]:
    """Every service and subscriber that was started from this folder, by its name: its process id."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue  # it has ended meanwhile
        if words[0].startswith(str(root)) and words[1:2] == ["-m"] and words[2].startswith("services."):
            found[f"{words[2].removeprefix('services.')} {words[3]}"] = int(folder.name)
    return found


def cpu_seconds(process: int) -> float:
    """What it has used of the processors since it began."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_mib(process: int) -> float:
    """What it holds of memory, pages that it shares with others among them: what its container is charged for."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main(seconds: float) -> None:
    """Watch for so long, then say what each took at most and on average."""
    watched = processes(Path(__file__).parents[2])
    began, before = time.monotonic(), {name: cpu_seconds(each) for name, each in watched.items()}
    last, last_at = dict(before), began
    memory, busiest = dict.fromkeys(watched, 0.0), dict.fromkeys(watched, 0.0)
    while time.monotonic() - began < seconds:
        time.sleep(_EVERY_SECONDS)
        now = time.monotonic()
        for name, each in watched.items():
            used = cpu_seconds(each)
            memory[name] = max(memory[name], memory_mib(each))
            busiest[name] = max(busiest[name], (used - last[name]) / (now - last_at))
            last[name] = used
        last_at = now
    sys.stdout.write(f"{'Process':<32}{'memory, most MiB':>18}{'CPU, mean m':>14}{'CPU, most m':>14}\n")
    for name in sorted(watched):
        mean = (last[name] - before[name]) / (last_at - began)
        sys.stdout.write(f"{name:<32}{memory[name]:>18.0f}{mean * 1000:>14.0f}{busiest[name] * 1000:>14.0f}\n")


if __name__ == "__main__":
    main(float(sys.argv[1]))
