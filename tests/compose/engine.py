"""The platform of deploy/compose.yaml under a name of its own, and what can be done to it."""

import json
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from os import environ
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOMAIN = "pins.localhost"
SERVICES = ("partnership", "assessment", "commissioning", "reporting")
FOLLOWERS = ("assessment-subscriber", "commissioning-subscriber", "reporting-subscriber")
LONG_RUNNING = (*SERVICES, *FOLLOWERS, "gateway", "issuer", "postgres")
_PATIENCE_SECONDS = 300


def say(line: str) -> None:
    """Show how far it is, also where pytest keeps what is printed."""
    sys.__stdout__.write(f"{time.strftime('%H:%M:%S')} {line}\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Composed:
    """One platform: its name, its secrets, its address."""

    project: str
    folder: Path
    images: dict[str, str]
    port: int = field(default_factory=free_port)
    prometheus_port: int = field(default_factory=free_port)
    profiles: str = "identity"

    @property
    def secrets(self) -> Path:
        """Where deploy/secrets.sh has put what it made."""
        return self.folder / "secrets"

    @property
    def environment(self) -> dict[str, str]:
        """What deploy/compose.yaml is told."""
        return {
            **environ,
            **self.images,
            "COMPOSE_PROJECT_NAME": self.project,
            "COMPOSE_PROFILES": self.profiles,
            "COMPOSE_PROGRESS": "plain",
            "DOCKER_BUILDKIT": environ.get("DOCKER_BUILDKIT", "0"),
            "PINS_DOMAIN": DOMAIN,
            "PINS_PORT": str(self.port),
            "PINS_PROMETHEUS_PORT": str(self.prometheus_port),
            "PINS_SECRETS": str(self.secrets),
            "PINS_VERSION": "test",
        }

    def make_secrets(self) -> None:
        """As whoever follows deploy/README.md does."""
        subprocess.run(["sh", ROOT / "deploy/secrets.sh", self.secrets], check=True, capture_output=True)

    def compose(self, *words: str, check: bool = True) -> str:
        """`docker compose` with these words; what it says."""
        return self._run("docker", "compose", "--file", str(ROOT / "deploy/compose.yaml"), *words, check=check)

    def docker(self, *words: str, stdin: str | None = None) -> str:
        """`docker` with these words; what it says."""
        return self._run("docker", *words, stdin=stdin)

    def _run(self, *command: str, check: bool = True, stdin: str | None = None) -> str:
        done = subprocess.run(
            command,
            check=False,
            env=self.environment,
            text=True,
            input=stdin,
            capture_output=True,
            timeout=900,
            cwd=ROOT / "deploy",
        )
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(command[:6])} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def up(self) -> None:
        """Everything, from whatever there is, until all of it is healthy."""
        self.compose("up", "--detach", "--wait", "--wait-timeout", "600")

    def down(self) -> None:
        """All of it away: containers, networks, volumes."""
        self.compose("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "20", check=False)

    def left(self) -> list[str]:
        """What the engine still has of it."""
        ours = f"label=com.docker.compose.project={self.project}"
        kinds = (("ps", "--all"), ("volume", "ls"), ("network", "ls"))
        return [line for kind in kinds for line in self.docker(*kind, "--quiet", "--filter", ours).split()]

    def container(self, service: str) -> str:
        """The name of a service's container."""
        return f"{self.project}-{service}-1"

    def details(self, service: str) -> dict:
        """What the engine knows of a container."""
        found: dict = json.loads(self.docker("inspect", self.container(service)))[0]
        return found

    def wait_healthy(self, *services: str) -> None:
        """Until each of them says that it is well."""
        until = time.monotonic() + _PATIENCE_SECONDS
        for each in services:
            while (state := self.details(each)["State"].get("Health", {}).get("Status")) != "healthy":
                assert time.monotonic() < until, f"{each} is {state}: {self.compose('logs', '--tail', '20', each)}"
                time.sleep(1)

    def cut(self, service: str, network: str) -> None:
        """Take a container off a network."""
        self.docker("network", "disconnect", f"{self.project}_{network}", self.container(service))

    def join(self, service: str, network: str) -> None:
        """Put it back, under its name."""
        self.docker("network", "connect", "--alias", service, f"{self.project}_{network}", self.container(service))

    def rows(self, service: str, statement: str) -> list[str]:
        """What a service's database answers the superuser: a line for each row."""
        password = (self.secrets / "postgres_password").read_text().strip()
        asked = ("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1")
        at = f"postgresql://postgres:{password}@127.0.0.1/pins_{service}"
        return self.docker(
            "exec", "--interactive", self.container("postgres"), *asked, at, stdin=statement
        ).splitlines()
