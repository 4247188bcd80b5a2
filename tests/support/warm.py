"""A process that has loaded a service, and forks one that runs a verb of it: begun in milliseconds, killed for real.

`python -m tests.support.warm reporting 20` follows its feeds once, says so with a 0, is told on its standard input what
to do, a word a line, and answers each with a number. It has one child at a time, and neither outlives the test.
"""

import asyncio
import gc
import os
import signal
import ssl
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import httpx

from deploy.local.guard import end_with_parent
from shared.kit import commands, subscriber
from shared.kit.db import PooledDatabase
from shared.kit.service import Service

_ROOT = Path(__file__).parents[2]
_KILL, _WAIT = "kill", "wait"


@dataclass
class Warm:
    """The test's end of it."""

    process: asyncio.subprocess.Process

    async def start(self, verb: str) -> int:
        """Begin a verb, as `python -m services.<name>_api <verb>` would; its process id."""
        return await self._told(verb)

    async def kill(self) -> int:
        """SIGKILL, and how it ended: -9, or by itself before that."""
        return await self._told(_KILL)

    async def wait(self) -> int:
        """Let it end by itself, and how it ended."""
        return await self._told(_WAIT)

    async def _told(self, word: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{word}\n".encode())
        return int(await self.process.stdout.readline())


@asynccontextmanager
async def warm(service: Service, environment: Mapping[str, str], batch: int) -> AsyncIterator[Warm]:
    """A warm process of this service, with these settings, that asks for so many events at once."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-u", "-m", __name__, service.name, str(batch),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=_ROOT, env=os.environ | environment,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert int(await process.stdout.readline()) == 0
        yield Warm(process)
    finally:
        # When nobody says anything any more it kills its child and ends; killed itself, its child ends with it.
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


def main(name: str, batch: str) -> None:
    """Until nobody says anything any more."""
    end_with_parent(signal.SIGKILL)
    service: Service = import_module(f"services.{name}_api.main").SERVICE
    subscriber._BATCH = int(batch)
    # Reading every certificate there is takes a child longer than its first batch, and nothing here is encrypted.
    ssl.create_default_context = cache(ssl.create_default_context)
    asyncio.run(_once(service))
    gc.freeze()  # else each child goes through all that was loaded, and so copies it
    child = 0
    _say(child)
    for word in map(str.strip, sys.stdin):
        if word in (_KILL, _WAIT):
            answer, child = _ended(child, kill=word == _KILL), 0
        else:
            answer = child = os.fork() or _run(service, word)
        _say(answer)
    if child:
        _ended(child, kill=True)


def _ended(child: int, *, kill: bool) -> int:
    if kill:
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


async def _once(service: Service) -> None:
    """What a first time loads and reads is not done again by each child."""
    settings = service.settings.read()
    database = PooledDatabase(settings)
    async with httpx.AsyncClient() as client:
        for follower in commands.followers_of(service, settings, database, client):
            await follower.catch_up()
    await database.close()


def _run(service: Service, verb: str) -> int:
    end_with_parent(signal.SIGKILL)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what it says is not an answer
    try:
        commands.main(service, [verb])
    except BaseException:  # noqa: BLE001 (whatever it is, it may not go on as the parent would)
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
