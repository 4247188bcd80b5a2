"""What the samples of the guide call: two services and an issuer, as they are really served, on ports of their own."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet

from deploy.local import issuer
from shared.kit.app import create_app
from shared.kit.db import PooledDatabase
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.over_http import a_port, served_at
from tests.support.services import PARTNERSHIP, REPORTING
from tests.support.settings import settings_for
from tests.support.tokens import KEY, token_for

CLIENT, SECRET = "icb:QWO", "a secret of the tests"
CALLER = "icb:QWO"
RUN = {"console": ["bash", "-euo", "pipefail"], "python": [sys.executable], "javascript": ["node"]}
_ENDINGS = {"console": "sh", "python": "py", "javascript": "mjs"}
_MORE = {"reporting": {"webhook_keys": Fernet.generate_key().decode(), "webhook_allowed_networks": "127.0.0.0/8"}}


@dataclass
class Platform:
    """Where a sample finds what the guide calls `http://127.0.0.1:8001` and so on, and its environment."""

    addresses: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def here(self, sample: str) -> str:
        for written, real in self.addresses.items():
            sample = sample.replace(written, real)
        return sample


async def run(language: str, code: str, at: Platform, folder: Path, typed: str = "") -> str:
    """What a sample prints when it is run in this folder. It must end well."""
    file = folder / f"sample.{_ENDINGS[language]}"
    file.write_text(at.here(code))
    process = await asyncio.create_subprocess_exec(
        *RUN[language],
        str(file),
        cwd=folder,
        env=at.environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate(typed.encode())
    assert process.returncode == 0, f"{code}\n{said.decode()}"
    return said.decode()


@asynccontextmanager
async def platform(databases: Databases, folder: Path) -> AsyncIterator[Platform]:
    """The two services that the samples call, on throw-away databases, and an issuer that gives out tokens."""
    running = Platform()
    async with AsyncExitStack() as stack:
        for service, written in ((PARTNERSHIP, "http://127.0.0.1:8001"), (REPORTING, "http://127.0.0.1:8004")):
            at, address = a_port()
            url = await stack.enter_async_context(databases.copy(service))
            settings = settings_for(service, url, public_url=address, **_MORE.get(service.name, {}))
            app = create_app(service, settings, database=PooledDatabase(settings), transport=Network())
            await stack.enter_async_context(served_at(at, app, "on"))
            running.addresses[written] = address
        # Nobody is sent anything, but the address of a webhook must be there.
        running.addresses["https://hooks.example.org"] = address
        at, address = a_port()
        await stack.enter_async_context(served_at(at, issuer.create_app(KEY, SECRET, address)))
        running.environment = environment_of(folder, address)
        yield running


def environment_of(folder: Path, issuer_at: str) -> dict[str, str]:
    token = token_for(CALLER)
    # The guide takes its token from the local issuer, which is not there: this says the same.
    make = folder / "make"
    make.write_text(f"#!/bin/sh\necho {token}\n")
    make.chmod(0o755)
    return {
        "PINS_TOKEN": token,
        "PINS_TOKEN_URL": f"{issuer_at}/token",
        "PINS_CLIENT_ID": CLIENT,
        "PINS_CLIENT_SECRET": SECRET,
    }
