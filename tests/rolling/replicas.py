"""Replicas of a service, each a process of its own, told to end and started again."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from shared.kit.service import Service
from tests.rolling.gateway import Gateway

_WAIT_SECONDS = 300


class Replica:
    """One replica at its port; what it writes goes into a file."""

    def __init__(self, service: Service, port: int, told: Mapping[str, str], log: Path) -> None:
        self._command = (sys.executable, "-m", f"services.{service.name}_api", "serve")
        self._environment = os.environ | told | {"PINS_PORT": str(port)}
        self._port = port
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, before: Gateway) -> None:
        """Start it and wait until the gateway knows that it is ready."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._environment, stdout=log, stderr=log
            )
        async with asyncio.timeout(_WAIT_SECONDS):
            while not before.ready[self._port]:
                assert self._process.returncode is None, self._log.read_text()[-2000:]
                await asyncio.sleep(0.1)

    async def stop(self) -> int:
        """Tell it to end, as an orchestrator does; what it ended with."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(_WAIT_SECONDS):
            return await self._process.wait()

    async def kill(self) -> None:
        """Leave nothing behind."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
