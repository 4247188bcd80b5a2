"""Load: wrk where it is installed, else one of our own; both ask for the same addresses in the same order."""

import asyncio
import json
import os
import re
import shutil
from asyncio.subprocess import PIPE
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import perf_counter
from uuid import uuid4

CONNECTIONS = 32
_SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True)
class Asked:
    """What is asked for again and again: addresses in turn, or one with a body and a new key each time."""

    paths: list[str]
    token: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True)
class Answered:
    """How many were answered in how many seconds, and how many not with success."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    failed: int


async def put_on(base: str, asked: Asked, seconds: float, folder: Path, processors: set[int]) -> Answered:
    """Ask for so many seconds over 32 connections."""
    if shutil.which("wrk") is None:
        return await _by_ourselves(base, asked, seconds)
    told = folder / "asked.json"
    told.write_text("\n".join(asked.paths))
    headers = {"Authorization": f"Bearer {asked.token}", **asked.headers}
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency", "-s", str(_SCRIPT)]
    command += [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    env = {**os.environ, "PATHS": str(told), "BODY": asked.body, "RUN": uuid4().hex}
    process = await asyncio.create_subprocess_exec(*command, base, env=env, stdout=PIPE)
    os.sched_setaffinity(process.pid, processors)
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    (line,) = re.findall(r"^RESULT (.*)$", output.decode(), re.MULTILINE)
    said = json.loads(line)
    return Answered(
        said["requests"], said["microseconds"] / 1e6, said["p50"] / 1000, said["p99"] / 1000, said["failed"]
    )


async def _by_ourselves(base: str, asked: Asked, seconds: float) -> Answered:
    host, _, port = base.removeprefix("http://").partition(":")
    numbers, run = count(), uuid4().hex
    until = perf_counter() + seconds
    taken: list[float] = []
    failed = 0

    def request() -> bytes:
        number = next(numbers)
        lines = [
            f"{'POST' if asked.body else 'GET'} {asked.paths[number % len(asked.paths)]} HTTP/1.1",
            f"Host: {host}",
        ]
        lines += [f"{n}: {v}" for n, v in {"Authorization": f"Bearer {asked.token}", **asked.headers}.items()]
        if asked.body:
            lines += [f"Idempotency-Key: {run}-{number}", f"Content-Length: {len(asked.body)}"]
        return ("\r\n".join(lines) + f"\r\n\r\n{asked.body}").encode()

    async def one() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(host, int(port))
        while perf_counter() < until:
            began = perf_counter()
            writer.write(request())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            if length:
                await reader.readexactly(int(length[1]))
            failed += not head.split(b" ", 2)[1].startswith((b"2", b"304"))
            taken.append(perf_counter() - began)
        writer.close()

    began = perf_counter()
    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    taken.sort()
    at = [1000 * taken[int(len(taken) * part)] for part in (0.5, 0.99)]
    return Answered(len(taken), perf_counter() - began, at[0], at[1], failed)
