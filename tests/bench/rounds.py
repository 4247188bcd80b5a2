"""Rounds of load: everyone in turn, again and again, so that what disturbs the machine disturbs all alike."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg

from tests.bench import contestants, load
from tests.bench.contestants import FLOOR, OURS
from tests.bench.ground import REST, Ground, say
from tests.bench.load import Asked
from tests.bench.usage import of_session
from tests.bench.workloads import ID, Read, Write

_WARM_SECONDS = 1


@dataclass(frozen=True)
class Turn:
    """One contestant's turn in one round."""

    a_second: float
    cpu_us: float
    p50_ms: float
    p99_ms: float
    greatest_mib: float
    failed: int


Turns = dict[str, dict[str, list[Turn]]]
"""By workload, then by contestant."""


async def asked_of(ground: Ground, workloads: Sequence[Read | Write]) -> dict[str, Asked]:
    """What is asked for in each workload, with the caller's token."""
    asked = {}
    for each in workloads:
        token = ground.token(each.caller)
        if isinstance(each, Write):
            asked[each.name] = Asked([each.path], token, {"Content-Type": "application/json"}, each.body)
        else:
            keys = await keys_of(ground, each)
            asked[each.name] = Asked([each.path.replace(ID, key) for key in keys] or [each.path], token, each.headers)
    return asked


async def keys_of(ground: Ground, workload: Read) -> list[str]:
    """The keys that are asked for in turn."""
    if not workload.keys:
        return []
    connection = await asyncpg.connect(ground.superuser_url(workload.service))
    keys = [row[0] for row in await connection.fetch(workload.keys)]
    await connection.close()
    return keys


async def play(
    ground: Ground,
    workloads: Sequence[Read | Write],
    who: Sequence[str],
    rounds: int,
    seconds: float,
    folder: Path,
) -> Turns:
    """Every workload by everyone who takes part in it, for so many rounds."""
    asked = await asked_of(ground, workloads)
    turns: Turns = defaultdict(lambda: defaultdict(list))
    for number in range(rounds + 1):  # the first warms up and is not counted
        for each in workloads:
            for one in (name for name in who if name in (OURS, FLOOR, *each.beside)):
                turn = await _turn(ground, each, one, asked[each.name], seconds if number else _WARM_SECONDS, folder)
                if number:
                    turns[each.name][one].append(turn)
        say(f"  round {number} of {rounds}" if number else "  warm")
    return turns


async def _turn(ground: Ground, workload: Read | Write, who: str, asked: Asked, seconds: float, folder: Path) -> Turn:
    base = contestants.base_of(ground, who, workload.service)
    leader = ground.process(contestants.child_of(ground, who, workload.service))
    before = of_session(leader)
    answered = await load.put_on(base, asked, seconds, folder, REST)
    after = of_session(leader)
    cpu = 1e6 * (after.seconds - before.seconds) / max(1, answered.requests)
    return Turn(
        answered.requests / answered.seconds, cpu, answered.p50_ms, answered.p99_ms, after.greatest, answered.failed
    )


def figures(turns: Turns, workloads: Sequence[Read | Write]) -> list[dict[str, Any]]:
    """A row of results for each workload and contestant: medians, and the spread of the ratio to the floor."""
    rows = []
    for each in workloads:
        floor = turns[each.name].get(FLOOR, [])
        for who, played in turns[each.name].items():
            rows.append({"workload": each.name, "what": each.what, "who": who, "goal": each.goal, **_of(played, floor)})
    return rows


def _of(played: Sequence[Turn], floor: Sequence[Turn]) -> Mapping[str, Any]:
    ratios = sorted(mine.a_second / its.a_second for mine, its in zip(played, floor, strict=True))
    by_cpu = sorted(its.cpu_us / max(mine.cpu_us, 0.1) for mine, its in zip(played, floor, strict=True))
    return {
        "a_second": round(median(t.a_second for t in played), 1),
        "ratio": round(median(ratios), 3),
        "ratio_from": round(ratios[0], 3),
        "ratio_to": round(ratios[-1], 3),
        "cpu_us": round(median(t.cpu_us for t in played), 1),
        "cpu_ratio": round(median(by_cpu), 3),
        "p50_ms": round(median(t.p50_ms for t in played), 2),
        "p99_ms": round(median(t.p99_ms for t in played), 2),
        "greatest_mib": round(max(t.greatest_mib for t in played), 1),
        "failed": sum(t.failed for t in played),
    }


async def clear(ground: Ground) -> None:
    """Take away what the writes left, so that the next run begins as this one did."""
    connection = await asyncpg.connect(ground.superuser_url("partnership"))
    await connection.execute("truncate contacts, idempotency_keys")
    await connection.execute("delete from events where type = 'partnership.contact.added'")
    await connection.close()
    await asyncio.sleep(0)
