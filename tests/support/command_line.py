"""`pins` and `pins-sync` as tests run them: in this process, or as processes that can be killed."""

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import typer
from typer.testing import CliRunner, Result

from pins import cli
from pins.folder import cli as folder_cli
from pins.profile import Profile, save
from tests.support.serving import Served

SECRET = "a secret of the tests"
ROOT = Path(__file__).parents[2]


@dataclass
class Installation:
    """partnership_api and an issuer over HTTP, and a profile that knows them."""

    partnership: Served
    urls: dict[str, str]
    token_url: str
    settings: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"PINS_CONFIG": str(self.settings), "PINS_CLIENT_SECRET": SECRET, "NO_COLOR": "1", "TERM": "dumb"}

    def profile(self, client_id: str = "icb:QWO", name: str = "default", **urls: str) -> None:
        """Keep a profile of this caller."""
        services = {**self.urls, **urls}
        with patch.dict(os.environ, self.environment):
            save(Profile(name=name, token_url=self.token_url, client_id=client_id, services=services))

    async def pins(self, *words: str, **more: str) -> Result:
        """A command of `pins` in this process."""
        return await self._invoke(cli.app, words, more)

    async def sync(self, folder: Path, *words: str) -> Result:
        """One run of `pins-sync` in this process that takes files at once."""
        return await self._invoke(folder_cli.app, (str(folder), "--once", "--still", "0", *words), {})

    async def started(self, module: str, *words: str) -> asyncio.subprocess.Process:
        """A process of its own."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *words,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            # Ctrl-C ends it also where the tests themselves were started in the background, deaf to it.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )

    async def _invoke(self, app: typer.Typer, words: tuple[str, ...], more: dict[str, str]) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, words, env={**self.environment, **more})


def selection(urn: str, offer: str = "full", cohort: str = "new") -> str:
    """A file that selects one school."""
    return f"urn,cohort,offer,rationale\n{urn},{cohort},{offer},Absence is high.\n"


def put(folder: Path, project: dict[str, Any], name: str, text: str) -> Path:
    """A file dropped into the folder for selections of a project."""
    file = folder / "selections" / project["id"] / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def result(file: Path) -> dict[str, Any]:
    """What was written beside a file."""
    found: dict[str, Any] = json.loads(file.with_name(f"{file.name}.result.json").read_text())
    return found
