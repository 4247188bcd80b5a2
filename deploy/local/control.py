"""Stop and start one service of the running platform, through a socket in its folder."""

import asyncio
import os
import socket
from collections.abc import Callable

from deploy.local.errors import LocalPlatformError
from deploy.local.home import Home
from deploy.local.supervisor import Supervisor

ANSWER_SECONDS = 90


async def listen(home: Home, supervisor: Supervisor, say: Callable[[str], None]) -> asyncio.Server:
    """Obey `stop NAME` and `start NAME`, answering each with one line."""

    async def obey(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        verb, _, name = (await reader.readline()).decode().strip().partition(" ")
        try:
            answer = f"ok {await _obey(supervisor, verb, name)}"
            say(answer.removeprefix("ok "))
        except LocalPlatformError as error:
            answer = f"no {error}"
        writer.write(answer.encode())
        writer.close()

    home.control.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(obey, path=_short(home))
    home.control.chmod(0o600)
    return server


async def _obey(supervisor: Supervisor, verb: str, name: str) -> str:
    group = [child for child in supervisor.names() if child == name or child.startswith(f"{name}-")]
    services = [child for child in supervisor.names() if child.endswith("_api")]
    if name not in services:
        raise LocalPlatformError(f"Name one of the services: {', '.join(services)}.")
    running = [child for child in group if supervisor.is_running(child)]
    if verb == "stop":
        await supervisor.stop(*running)
        return f"{' and '.join(group)} stopped; `make start SERVICE={name}` starts it again."
    if running:
        return f"{name} is already running."
    await supervisor.start(*group)
    return f"{' and '.join(group)} started."


def ask(home: Home, verb: str, name: str) -> str:
    """Ask the running platform, and hand back its sentence."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(ANSWER_SECONDS)
        try:
            connection.connect(_short(home))
        except (FileNotFoundError, ConnectionRefusedError):
            raise LocalPlatformError("The platform is not running here: `make run` starts it.") from None
        connection.sendall(f"{verb} {name}\n".encode())
        answer = connection.makefile().read()
    outcome, _, sentence = answer.partition(" ")
    if outcome != "ok":
        raise LocalPlatformError(sentence or "The platform ended before it answered.")
    return sentence


def _short(home: Home) -> str:
    """The socket's path from here: such paths may have about a hundred characters only."""
    relative = os.path.relpath(home.control)
    return min(relative, str(home.control), key=len)
