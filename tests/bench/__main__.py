"""`make bench`: what the services cost beside the floor, Django REST Framework and Fastify, and how it grows.

`make bench ONLY=one-row,list ROUNDS=3 SECONDS=2 SCALE=10`. Data and results of earlier runs are kept.
"""

import argparse
import asyncio
import platform
import subprocess
import sys
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from deploy.local import postgres
from deploy.local.home import ROOT, Home
from tests.bench import contestants, measures, recorded, report, rounds
from tests.bench.contestants import CACHE, OURS, pinned
from tests.bench.ground import Ground, say, serving, standing
from tests.bench.usage import of_session
from tests.bench.workloads import READS, WRITES, Read

_SERVICES = ("partnership", "assessment", "commissioning", "reporting")
_SETTLING_SECONDS = 5


def main() -> None:
    options = _options()
    began = perf_counter()
    with standing(options.scale) as (home, server):
        found = asyncio.run(_measure(options, home, server))
    found["about"] = _about(options, perf_counter() - began)
    report.keep(found, options.scale, whole=not options.only)
    sys.stdout.write(report.tables(found))
    if not options.only:
        plot = [str(CACHE / "venv/bin/python"), "-m", "tests.bench.plot"]
        subprocess.run(plot, check=True, cwd=ROOT)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--scale", type=int, default=1, choices=(1, 10, 100))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--only", type=lambda names: [each for each in names.split(",") if each], default=[])
    options = parser.parse_args()
    known = [*(each.name for each in (*READS, *WRITES)), *measures.ALL]
    if unknown := sorted(set(options.only) - set(known)):
        parser.error(f"There is no {', '.join(unknown)}: choose from {', '.join(known)}.")
    return options


async def _measure(options: argparse.Namespace, home: Home, server: postgres.Server) -> dict[str, Any]:
    workloads = [each for each in (*READS, *WRITES) if each.name in options.only or not options.only]
    reads = [each for each in workloads if isinstance(each, Read)]
    async with serving(options.scale, home, server) as ground:
        started = await _start_ours(ground)
        found: dict[str, Any] = {"start": started, "workloads": [], "measures": []}
        if workloads:
            targets = home.folder / "floor.pickle"
            keys = {each.name: await rounds.keys_of(ground, each) for each in reads}
            targets.write_bytes(await recorded.targets(ground, reads, keys))
            there = contestants.available()
            for who in there:
                if who != OURS:
                    await contestants.start(ground, who, targets)
            say(f"{len(workloads)} workloads by {', '.join(there)}: {options.rounds} rounds of {options.seconds:g} s")
            played = await rounds.play(ground, workloads, there, options.rounds, options.seconds, home.folder)
            found["workloads"] = rounds.figures(played, workloads)
            await rounds.clear(ground)
        for name, measure in measures.ALL.items():
            if name in options.only or not options.only:
                say(f"Measuring: {name}")
                found["measures"] += await _of_one(name, measure(ground))
    return found


async def _of_one(name: str, measured: Awaitable[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The rows of one measure. If it fails, that is its figure: minutes of the others are not lost for it."""
    try:
        return await measured
    except Exception as error:  # noqa: BLE001 (whatever it is)
        say(f"  {name} failed: {error!r}")
        return [{"name": name, "what": name, "figure": f"failed: {type(error).__name__}", "value": None}]


async def _start_ours(ground: Ground) -> list[dict[str, Any]]:
    rows = []
    for name in _SERVICES:
        with pinned():
            seconds = await ground.started(f"{name}_api")
        rows.append({"service": name, "start_seconds": round(seconds, 2)})
    await asyncio.sleep(_SETTLING_SECONDS)
    for row in rows:
        row["idle_mib"] = round(of_session(ground.process(f"{row['service']}_api")).resident, 1)
    return rows


def _about(options: argparse.Namespace, seconds: float) -> dict[str, Any]:
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    return {
        "scale": options.scale, "rounds": options.rounds, "seconds": options.seconds, "took_seconds": round(seconds),
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "python": platform.python_version(),
        "processors": len(model), "processor": model[0] if model else platform.machine(),
        "load_after": Path("/proc/loadavg").read_text().split()[:3],
    }  # fmt: skip


if __name__ == "__main__":
    main()
