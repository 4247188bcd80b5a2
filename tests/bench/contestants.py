"""Those who are measured beside ours: the floor, Django REST Framework, and Fastify where Node is."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.home import HOST, ROOT
from deploy.local.supervisor import Child, answers
from tests.bench.ground import MEASURED, Ground, say

OURS, FLOOR, DRF, NODE = "ours", "floor", "drf", "node"
CACHE = ROOT / ".cache" / "bench"
_PORTS = {FLOOR: 18_410, DRF: 18_411, NODE: 18_412}
_HERE = Path(__file__).parent
_FIRST = {FLOOR: "/", DRF: "/v1/participations?limit=50", NODE: "/v1/participations?limit=50"}


def base_of(ground: Ground, who: str, service: str) -> str:
    """Where a contestant answers."""
    return ground.url(service) if who == OURS else f"http://{HOST}:{_PORTS[who]}"


def child_of(ground: Ground, who: str, service: str) -> str:
    """The name of its process."""
    return f"{service}_api" if who == OURS else who


@contextmanager
def pinned() -> Iterator[None]:
    """What is started in here runs on the processor of what is measured."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, MEASURED)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def available() -> list[str]:
    """Who can take part on this machine."""
    there = [OURS, FLOOR]
    if (CACHE / "venv" / ".installed").exists():
        there.append(DRF)
    if shutil.which("node") and (CACHE / "node" / "node_modules").exists():
        there.append(NODE)
    else:
        say("Node is not installed here: Fastify takes no part.")
    return there


async def start(ground: Ground, who: str, targets: Path) -> None:
    """Start one that is not ours."""
    ground.supervisor.add(_children(ground, targets)[who])
    with pinned():
        await ground.supervisor.start(who)


def _children(ground: Ground, targets: Path) -> dict[str, Child]:
    partnership = ground.database_url("partnership")
    there = {**os.environ, "PYTHONPATH": str(ROOT)}
    script = CACHE / "node" / "serve.js"
    if script.parent.exists():
        shutil.copy(_HERE / "node" / "serve.js", script)  # beside what it imports
    uvicorn = ["-m", "uvicorn", "--port", str(_PORTS[FLOOR]), "--no-access-log", "--log-level", "warning"]
    gunicorn = ["-m", "gunicorn", "-b", f"{HOST}:{_PORTS[DRF]}", "-w", "3", "--log-level", "warning", "--chdir"]
    gunicorn += [str(_HERE / "drf"), "serve:application"]
    floor = {**there, "FLOOR": str(targets), "FLOOR_WRITES": partnership}
    return {
        FLOOR: _child(FLOOR, [sys.executable, *uvicorn, "tests.bench.floor:app"], floor),
        DRF: _child(DRF, [str(CACHE / "venv/bin/python"), *gunicorn], there | {"DRF_DATABASE_URL": partnership}),
        NODE: _child(
            NODE, ["node", str(script)], there | {"NODE_DATABASE_URL": partnership, "NODE_PORT": str(_PORTS[NODE])}
        ),
    }


def _child(name: str, argv: list[str], env: dict[str, str]) -> Child:
    return Child(name, argv, env, answers(f"http://{HOST}:{_PORTS[name]}{_FIRST[name]}"), cwd=ROOT)
