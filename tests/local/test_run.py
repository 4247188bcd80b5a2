import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import jwt
import pytest

from deploy.local.home import ROOT
from deploy.local.services import SERVICES
from tests.local.support import eventually, processes_mentioning


@dataclass(frozen=True)
class Place:
    """A checkout whose services are stand-ins."""

    folder: Path
    ports: int

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "deploy.local", *words]

    @property
    def env(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name != "MAKELEVEL"}
        return {**inherited, "PINS_LOCAL_HOME": str(self.folder / "run")}

    def call(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self.command(*words), cwd=self.folder, env=self.env, capture_output=True, text=True, check=False, timeout=60
        )

    def ask(self, offset: int) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.ports + offset}/health/ready", trust_env=False)

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text()

    @property
    def processes(self) -> list[int]:
        """The server and the services; a service is known by its command and by its folder."""
        services = [pid for s in SERVICES for pid in processes_mentioning(f"services.{s.name}") if self._is_here(pid)]
        return services + processes_mentioning(str(self.folder / "run"))

    def _is_here(self, pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").resolve() == self.folder
        except OSError:
            return False

    @contextmanager
    def running(self) -> Iterator["subprocess.Popen[bytes]"]:
        with (self.folder / "said").open("wb") as said:
            run = self.command("run", "--ports", str(self.ports))
            process = subprocess.Popen(run, cwd=self.folder, env=self.env, stdout=said, stderr=said)
        try:
            assert eventually(lambda: "Ready." in self.said or process.poll() is not None, 60)
            assert process.poll() is None, self.said
            yield process
        finally:
            process.terminate()
            process.wait(60)


def five_free_ports() -> int:
    """The first of five neighbouring ports that nobody uses."""
    for first in range(20_000 + os.getpid() % 5_000, 30_000, 5):
        try:
            for port in range(first, first + 5):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise AssertionError("no five free ports")


def new_place(folder: Path) -> Place:
    for kept in ("deploy", "shared"):
        (folder / kept).symlink_to(ROOT / kept)
    for service in SERVICES:
        package = folder / "services" / service.name
        package.mkdir(parents=True)
        shutil.copy(Path(__file__).with_name("stand_in_service.py"), package / "__main__.py")
    return Place(folder.resolve(), five_free_ports())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = new_place(tmp_path_factory.mktemp("platform"))
    with made.running():
        yield made


def test_every_service_is_migrated_and_loads_what_comes_with_it(place: Place) -> None:
    for service in SERVICES:
        for verb in ("migrate", "load-reference"):
            assert (place.folder / "run" / "logs" / f"{service.name}-{verb}.log").exists(), (service.name, verb)


def test_it_says_where_everything_is(place: Place) -> None:
    for service in SERVICES:
        assert re.search(rf"{service.name} +http://127.0.0.1:\d+ +http://127.0.0.1:\d+/docs", place.said)
        assert place.ask(service.port_offset).status_code == 200
    assert "make token ORG=" in place.said


def test_a_service_is_told_only_of_the_neighbours_it_may_ask(place: Place) -> None:
    told = {service.name: place.ask(service.port_offset).json() for service in SERVICES}
    neighbours = {
        name: {key for key in env if re.fullmatch("PINS_(PARTNERSHIP|ASSESSMENT|COMMISSIONING|REPORTING)_URL", key)}
        for name, env in told.items()
    }

    assert neighbours == {
        "partnership_api": set(),
        "assessment_api": {"PINS_PARTNERSHIP_URL", "PINS_ASSESSMENT_URL"},
        "commissioning_api": {"PINS_PARTNERSHIP_URL", "PINS_ASSESSMENT_URL"},
        "reporting_api": {"PINS_PARTNERSHIP_URL", "PINS_ASSESSMENT_URL", "PINS_COMMISSIONING_URL"},
    }
    assert len({env["PINS_DATABASE_URL"] for env in told.values()}) == 4


def test_the_command_line_and_the_issuer_grant_tokens_of_the_same_key(place: Place) -> None:
    printed = place.call("token", "icb:QWO", "--scope", "partnership:write")
    told = place.ask(4).json()
    granted = httpx.post(
        told["PINS_TOKEN_URL"],
        data={"grant_type": "client_credentials", "scope": "partnership:read"},
        auth=(told["PINS_CLIENT_ID"], told["PINS_CLIENT_SECRET"]),
        trust_env=False,
    ).json()["access_token"]
    keys = jwt.PyJWKSet.from_dict(httpx.get(told["PINS_JWKS_URL"], trust_env=False).json())

    claims = [
        jwt.decode(token, keys.keys[0], algorithms=["EdDSA"], audience="pins", issuer=told["PINS_ISSUER"])
        for token in (printed.stdout.strip(), granted)
    ]

    assert printed.stdout.count("\n") == 1
    assert [(c["org"], c["scope"]) for c in claims] == [
        ("icb:QWO", "partnership:write"),
        ("service:reporting", "partnership:read"),
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("token", "qwo"), "An organisation is written like icb:QWO"),
        (("token", "icb:QWO", "--scope", "partnership:own"), "A scope is made of: partnership:read"),
        (("stop", "nobody_api"), "Name one of the services: partnership_api"),
        (("run",), "The platform is already running here (process "),
        (("reset",), "The platform is already running here (process "),
        (("revision", "nobody_api", "message"), "Name one of the services: partnership_api"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(place: Place, words: tuple[str, ...], sentence: str) -> None:
    refused = place.call(*words)

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith(sentence)
    assert refused.stderr.count("\n") == 1


def test_a_service_can_be_stopped_and_started(place: Place) -> None:
    assert place.call("stop", "reporting_api").returncode == 0
    with pytest.raises(httpx.ConnectError):
        place.ask(4)

    assert place.call("start", "reporting_api").stdout == "reporting_api and reporting_api-subscriber started.\n"
    assert place.ask(4).status_code == 200
    assert place.call("start", "reporting_api").stdout == "reporting_api is already running.\n"


@pytest.mark.parametrize("victim", ["services.assessment_api\0serve", "/cluster"])
def test_whatever_is_killed_comes_back_and_is_named(place: Place, victim: str) -> None:
    name = "postgres" if victim == "/cluster" else "assessment_api"
    (pid,) = [pid for pid in processes_mentioning(victim) if pid in place.processes]

    os.kill(pid, signal.SIGKILL)

    assert eventually(lambda: f"{name} ended unexpectedly (signal 9)" in place.said)
    assert eventually(lambda: any(p != pid for p in processes_mentioning(victim) if p in place.processes))
    assert eventually(lambda: place.call("migrate").returncode == 0)


def test_a_revision_is_written_against_a_scratch_database_of_the_running_server(place: Place) -> None:
    written = place.call("revision", "assessment_api", "add a column")

    assert written.returncode == 0, written.stderr
    assert written.stdout.startswith("revision -m add a column postgresql://pins_assessment_owner:")
    assert written.stdout.strip().endswith("/pins_assessment_scratch")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_it_ends_and_it_can_start_again(tmp_path: Path, how: signal.Signals) -> None:
    place = new_place(tmp_path)
    with place.running() as process:
        assert len(place.processes) >= 8
        process.send_signal(how)
        code = process.wait(30)

    assert code == (-9 if how is signal.SIGKILL else 0)
    assert eventually(lambda: place.processes == [])
    assert place.call("migrate").returncode == 0
    assert place.call("reset").returncode == 0
    assert not (tmp_path / "run").exists()


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    place = new_place(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", place.ports + 2))
        other.listen()

        refused = place.call("run", "--ports", str(place.ports))

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {place.ports + 2}, wanted for assessment_api, is taken")
    assert refused.stderr.count("\n") == 1


def test_a_broken_database_folder_is_said_in_one_line(tmp_path: Path) -> None:
    place = new_place(tmp_path)
    assert place.call("migrate").returncode == 0
    shutil.rmtree(tmp_path / "run" / "postgres" / "cluster" / "global")

    refused = place.call("run", "--ports", str(place.ports))

    assert refused.returncode == 1
    assert "could not start" in refused.stderr
    assert "make reset" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_service_that_cannot_migrate_ends_the_start_with_its_last_words(tmp_path: Path) -> None:
    place = new_place(tmp_path)
    main = tmp_path / "services" / "commissioning_api" / "__main__.py"
    main.write_text("import sys; sys.exit('the menu has no year')")

    refused = place.call("run", "--ports", str(place.ports))

    assert refused.returncode == 1
    assert refused.stderr.startswith("commissioning_api failed at `migrate`.")
    assert "the menu has no year" in refused.stderr
    assert place.processes == []
