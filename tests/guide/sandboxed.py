"""What the samples of some pages call: the four services as a sandbox, and the commands of the package."""

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from deploy.local import issuer
from shared.contracts.sandbox import Scenario
from tests.guide.running import CALLER, SECRET, Platform, environment_of
from tests.support.command_line import ROOT
from tests.support.databases import Databases
from tests.support.over_http import over_http
from tests.support.sandbox import sandbox_platform
from tests.support.tokens import ISSUER, KEY

_PORTS = {"partnership": 8001, "assessment": 8002, "commissioning": 8003, "reporting": 8004}
COMMANDS = {"pins": "pins.cli", "pins-sync": "pins.folder.cli"}


@asynccontextmanager
async def sandbox_of_the_guide(databases: Databases, folder: Path) -> AsyncIterator[Platform]:
    """A board in the middle of its year; `$PROJECT` is its project."""
    running = Platform()
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(sandbox_platform(databases))
        for name, served in sandbox.services.items():
            address = await stack.enter_async_context(over_http(served.app))
            running.addresses[f"http://127.0.0.1:{_PORTS[name]}"] = address
        at = await stack.enter_async_context(over_http(issuer.create_app(KEY, SECRET, ISSUER)))
        running.addresses |= {"http://127.0.0.1:8000": at, "https://issuer.example": at}
        await sandbox.post(CALLER, "partnership", "/v1/sandbox/reset", {"scenario": Scenario.MID_YEAR})
        found = await sandbox.get(CALLER, "partnership", "/v1/projects", programme_year="2025-26")
        running.environment = environment_of(folder, at) | {
            "PROJECT": found["items"][0]["id"],
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "settings"),
            "PYTHONPATH": str(ROOT),
            "TERM": "dumb",
        }
        # `pins login` asks for it.
        del running.environment["PINS_CLIENT_SECRET"]
        _commands(folder)
        yield running


def _commands(folder: Path) -> None:
    """The two commands, as an installation puts them on the path."""
    for name, module in COMMANDS.items():
        command = folder / name
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "import {module} as it; it.main()" "$@"\n')
        command.chmod(0o755)
