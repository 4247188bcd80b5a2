"""The folder where everything of one local platform lives: data, secrets, logs. Deleting it forgets all."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.errors import AlreadyRunning, LocalPlatformError
from deploy.local.services import SERVICES

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
AUDIENCE = "pins"
DASHBOARD_CLIENT = "dashboard"
DEFAULT_PORTS = 8000


@dataclass(frozen=True)
class Home:
    """Where the files of one local platform are."""

    folder: Path

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def issuer_key(self) -> Path:
        return self.folder / "issuer-key.pem"

    @property
    def control(self) -> Path:
        return self.folder / "control.sock"

    @property
    def first_port(self) -> int:
        """The token issuer's port; the four services have the next four."""
        kept = self.folder / "ports"
        text = kept.read_text().strip() if kept.exists() else ""
        return int(text) if text.isdigit() else DEFAULT_PORTS

    def keep_first_port(self, port: int) -> None:
        (self.folder / "ports").write_text(str(port))

    @property
    def issuer(self) -> str:
        return f"http://{HOST}:{self.first_port}"

    @property
    def dashboard(self) -> str:
        """Where reporting_api shows its pages."""
        (reporting,) = (each for each in SERVICES if each.name == "reporting_api")
        return f"http://{HOST}:{self.first_port + reporting.port_offset}/dashboard"


def is_sandbox() -> bool:
    """Whether the platform that is meant is a sandbox; as the services read the same setting."""
    return os.environ.get("PINS_SANDBOX", "").lower() in {"true", "1", "yes", "on", "t", "y"}


def here() -> Home:
    """The folder that is meant: a sandbox has one of its own."""
    usual = ROOT / (".run-sandbox" if is_sandbox() else ".run")
    return Home(Path(os.environ.get("PINS_LOCAL_HOME", usual)))


@dataclass(frozen=True)
class Secrets:
    """Made once for this machine; worth nothing anywhere else."""

    client_secret: str
    database_passwords: dict[str, str]


def load_secrets(home: Home) -> Secrets:
    """The secrets of this platform, made on first use and readable by their owner only."""
    file = home.folder / "secrets.json"
    if not file.exists():
        home.folder.mkdir(parents=True, exist_ok=True)
        _keep(file, Secrets(secrets.token_urlsafe(24), {}))
    try:
        kept = Secrets(**json.loads(file.read_text()))
        missing = {role for each in SERVICES for role in (each.database, each.owner)} - set(kept.database_passwords)
    except (ValueError, TypeError):
        raise LocalPlatformError(f"{file} is broken: `make reset` lets a new one be made.") from None
    if missing:  # also where an earlier version, which had fewer roles, made the file
        kept.database_passwords.update({role: secrets.token_urlsafe(24) for role in sorted(missing)})
        _keep(file, kept)
    return kept


def _keep(file: Path, kept: Secrets) -> None:
    write_private(file, json.dumps(asdict(kept), indent=2).encode())


def write_private(file: Path, content: bytes) -> None:
    """Write a whole file or nothing, readable by its owner only."""
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
        output.write(content)
    unfinished.rename(file)


@contextmanager
def locked(home: Home) -> Iterator[None]:
    """Hold the platform of this folder: only one process at a time may."""
    home.folder.mkdir(parents=True, exist_ok=True)
    with (home.folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(
                f"The platform is already running here (process {lock.read() or 'unknown'}): "
                "use that one, or end it with Ctrl-C."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
