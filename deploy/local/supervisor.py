"""Keeps processes running: restarts what crashes and says so, and leaves nothing behind."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.local.errors import GaveUp, LocalPlatformError
from deploy.local.guard import guarded

CRASHES_ALLOWED = 5
CRASH_WINDOW_SECONDS = 60
FIRST_PAUSE_SECONDS = 0.25
STOP_SECONDS = 10
READY_SECONDS = 60

Ready = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class Child:
    """One process to keep running."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    # Without this, the process counts as ready as soon as it runs.
    is_ready: Ready | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    cwd: Path | None = None
    # The command already sees to its own end when this process dies.
    guarded: bool = False


@dataclass
class _Kept:
    child: Child
    process: asyncio.subprocess.Process | None = None
    keeper: "asyncio.Task[None] | None" = None
    crashes: list[float] = field(default_factory=list)
    was_ready: bool = False


def answers(url: str) -> Ready:
    """Ready when this address answers 200."""

    async def ask() -> bool:
        try:
            # The environment's proxies are not for the loopback.
            async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
                return (await client.get(url)).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    return ask


class Supervisor:
    """A set of named children. Use it inside one event loop, on the main thread."""

    def __init__(self, logs: Path, say: Callable[[str], None]) -> None:
        self._logs = logs
        self._say = say
        self._kept: dict[str, _Kept] = {}
        self._gave_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def names(self) -> list[str]:
        return list(self._kept)

    def is_running(self, name: str) -> bool:
        return self._kept[name].keeper is not None

    def add(self, child: Child) -> None:
        self._kept[child.name] = _Kept(child)
        self._logs.mkdir(parents=True, exist_ok=True)
        self._log(child).write_bytes(b"")

    async def start(self, *names: str) -> None:
        """Start these children and wait until all of them are ready."""
        for name in names:
            kept = self._kept[name]
            kept.crashes.clear()
            kept.was_ready = kept.child.is_ready is None
            await self._spawn(kept)
            kept.keeper = asyncio.create_task(self._keep(kept), name=name)
        waiting = asyncio.gather(*(self._wait_until_ready(self._kept[name]) for name in names))
        await self._unless_given_up(waiting)

    async def stop(self, *names: str) -> None:
        """End these children, gently at first."""
        await asyncio.gather(*(self._stop(self._kept[name]) for name in names))

    async def wait(self) -> None:
        """Wait for ever; raises `GaveUp` when a child crashes too often."""
        await self._gave_up

    async def _unless_given_up(self, waiting: "asyncio.Future[list[None]]") -> None:
        both: set[asyncio.Future[Any]] = {waiting, self._gave_up}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        await (self._gave_up if self._gave_up.done() else waiting)

    async def _spawn(self, kept: _Kept) -> None:
        child = kept.child
        argv = list(child.argv) if child.guarded else guarded(list(child.argv), signal.SIGKILL)
        with self._log(child).open("ab") as output:
            # A session of its own: Ctrl-C reaches the supervisor alone, which ends all in order.
            kept.process = await asyncio.create_subprocess_exec(
                *argv,
                env=dict(child.env),
                cwd=child.cwd,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    async def _keep(self, kept: _Kept) -> None:
        try:
            await self._restart_for_ever(kept)
        except OSError as error:
            self._give_up(f"{kept.child.name} cannot be started: {error.strerror}.")

    async def _restart_for_ever(self, kept: _Kept) -> None:
        while kept.process is not None:
            code = await kept.process.wait()
            if not kept.was_ready:
                return
            now = time.monotonic()
            kept.crashes = [at for at in kept.crashes if now - at < CRASH_WINDOW_SECONDS] + [now]
            ended = f"{kept.child.name} ended unexpectedly ({_how(code)})"
            if len(kept.crashes) >= CRASHES_ALLOWED:
                self._give_up(f"{ended}, {CRASHES_ALLOWED} times within a minute.{self._last_words(kept)}")
                return
            pause = FIRST_PAUSE_SECONDS * 2 ** (len(kept.crashes) - 1)
            self._say(f"{ended}; starting it again in {pause:g} s.{self._last_words(kept)}")
            await asyncio.sleep(pause)
            await self._spawn(kept)

    def _give_up(self, sentence: str) -> None:
        if not self._gave_up.done():
            self._gave_up.set_exception(GaveUp(sentence))

    async def _wait_until_ready(self, kept: _Kept) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while kept.child.is_ready is not None and not await kept.child.is_ready():
            ended = kept.process is not None and kept.process.returncode is not None
            if ended or time.monotonic() > deadline:
                why = "ended while it was starting" if ended else f"was not ready within {READY_SECONDS} seconds"
                await self._stop(kept)
                raise LocalPlatformError(f"{kept.child.name} {why}.{self._last_words(kept)}")
            await asyncio.sleep(0.1)
        kept.was_ready = True

    async def _stop(self, kept: _Kept) -> None:
        if kept.keeper is not None:
            kept.keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await kept.keeper
            kept.keeper = None
        process, kept.process = kept.process, None
        if process is None or process.returncode is not None:
            return
        for how in (kept.child.stop_signal, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(how)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
                return

    def _log(self, child: Child) -> Path:
        return self._logs / f"{child.name}.log"

    def _last_words(self, kept: _Kept) -> str:
        return last_words(self._log(kept.child))


def last_words(log: Path, lines: int = 5) -> str:
    """The last lines of a log, indented, to be put under a sentence."""
    try:
        text = log.read_bytes()[-4000:].decode(errors="replace")
    except OSError:
        return ""
    said = [line for line in text.splitlines() if line.strip()][-lines:]
    return "".join(f"\n    {line}" for line in [f"last lines of {log}:", *said]) if said else ""


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
