"""Where the journeys are played: the platform that runs here, or one of their own."""

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.home import HOST, Home, here, load_secrets

_LONGEST_START = 240


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """Give the journeys' environment, while a platform runs: that of the caller, of this folder, or a new one."""
    if "PINS_API_URL" in os.environ:
        yield {}
    elif _answers(here()):
        yield _environment(here())
    else:
        with tempfile.TemporaryDirectory(prefix="pins-clients-") as folder, _started(Home(Path(folder))) as home:
            yield _environment(home)


def token(platform: dict[str, str]) -> str:
    """An access token, as the guide's programs find it in their environment."""
    of = {**os.environ, **platform}
    basic = base64.b64encode(f"{of['PINS_CLIENT_ID']}:{of['PINS_CLIENT_SECRET']}".encode()).decode()
    form = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": "partnership:read"}).encode()
    request = urllib.request.Request(of["PINS_TOKEN_URL"], form, {"Authorization": f"Basic {basic}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)["access_token"])


def _environment(home: Home) -> dict[str, str]:
    return {
        "PINS_TOKEN_URL": f"{home.issuer}/token",
        "PINS_API_URL": f"http://{HOST}:{home.first_port + 1}",
        "PINS_CLIENT_ID": "icb:QWO",
        "PINS_CLIENT_SECRET": load_secrets(home).client_secret,
    }


def _answers(home: Home) -> bool:
    if not home.issuer_key.exists():
        return False
    try:
        with urllib.request.urlopen(f"http://{HOST}:{home.first_port + 1}/health/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _free_ports() -> int:
    """The first of five ports that nothing listens on."""
    for first in range(18500, 19500, 10):
        try:
            for port in range(first, first + 5):
                with socket.create_server((HOST, port)):
                    pass
        except OSError:
            continue
        return first
    raise RuntimeError("No five free ports were found.")


@contextmanager
def _started(home: Home) -> Iterator[Home]:
    command = [sys.executable, "-m", "deploy.local", "run", "--ports", str(_free_ports())]
    log = home.folder / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, "PINS_LOCAL_HOME": str(home.folder)}
        )
    try:
        until = time.monotonic() + _LONGEST_START
        while "Ready." not in log.read_text():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The platform did not start:\n{log.read_text()}")
            time.sleep(0.5)
        yield home
    finally:
        process.terminate()
        process.wait(timeout=60)
