"""The images as they run: without a root that can be written, rights, a shell or a way out; and without a database,
which they must survive. `make test-images` runs it, after `make images`.
"""

import json
import os
import subprocess
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.services import SERVICES

DOCKER = os.environ.get("DOCKER", "docker")
VERSION = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]["version"]
TAG = os.environ.get("IMAGE_TAG", VERSION)
PYTHON = "/venv/bin/python"
HELD = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges")
SETTINGS = {
    "PINS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "PINS_PUBLIC_URL": "https://pins.test/here",
    "PINS_ISSUER": "https://issuer.test", "PINS_AUDIENCE": "pins", "PINS_JWKS_URL": "https://issuer.test/jwks",
    "PINS_TOKEN_URL": "https://issuer.test/token",
}  # fmt: skip
FETCH = """
import sys, urllib.request
for path in sys.argv[1:]:
    with urllib.request.urlopen("http://127.0.0.1:8000" + path) as answer:
        print(answer.status, len(answer.read()) > 500)
"""
WRITE = """
import io, pyarrow, pyarrow.parquet, typst
import services.reporting_api.exports.files
held, file = pyarrow.table({"schools": [40]}), io.BytesIO()
pyarrow.parquet.write_table(held, file, compression="zstd")
file.seek(0)
assert pyarrow.parquet.read_table(file) == held
assert typst.compile(b"= Schools").startswith(b"%PDF-")
"""
SOLVE = """
import highspy
model = highspy.Highs()
model.setOptionValue("output_flag", False)
schools = model.addVariable(ub=40)
model.maximize(schools)
assert model.getInfo().objective_function_value == 40
"""


def docker(*words: str) -> str:
    done = subprocess.run([DOCKER, *words], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass(frozen=True)
class Running:
    """A container of a service."""

    service: str
    id: str

    def fetch(self, *paths: str) -> list[str]:
        return docker("exec", self.id, PYTHON, "-c", FETCH, *paths).splitlines()

    def state(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(docker("inspect", "--format", "{{json .State}}", self.id))
        return found

    def is_well(self) -> bool:
        return docker("inspect", "--format", "{{.State.Health.Status}}", self.id) == "healthy"


@pytest.fixture(scope="module", params=[service.name for service in SERVICES])
def running(request: pytest.FixtureRequest) -> Iterator[Running]:
    told = [word for name, value in SETTINGS.items() for word in ("--env", f"{name}={value}")]
    made = docker("run", "--detach", *HELD, "--network", "none", *told, f"pins/{request.param}_api:{TAG}")
    try:
        yield Running(request.param, made)
    finally:
        docker("rm", "--force", made)


def test_it_becomes_healthy_and_serves_its_documents_and_the_guide(running: Running):
    for _ in range(300):
        if running.is_well():
            break
        assert running.state()["Running"], docker("logs", running.id)
        time.sleep(0.5)
    paths = ("/docs", "/guide", "/guide/first-call", "/openapi.json", "/problems", "/")
    assert running.fetch(*paths) == ["200 True"] * len(paths)


def test_it_runs_as_nobody_in_particular_and_holds_its_own_service_alone(running: Running):
    code = "import os; print(os.getuid(), os.getgid(), *os.listdir('services'))"
    user, group, *held = docker("exec", running.id, PYTHON, "-c", code).split()
    assert (user, group) == ("10001", "10001")
    assert [name for name in held if name.endswith("_api")] == [f"{running.service}_api"]


def test_it_says_which_version_it_is(running: Running):
    labels = json.loads(docker("inspect", "--format", "{{json .Config.Labels}}", running.id))
    assert labels["org.opencontainers.image.version"] == VERSION
    assert labels["org.opencontainers.image.revision"]


def test_it_ends_well_when_it_is_told_to(running: Running):
    docker("stop", "--time", "60", running.id)
    assert running.state()["ExitCode"] == 0


@pytest.mark.parametrize(("service", "code"), [("reporting", WRITE), ("commissioning", SOLVE)])
def test_what_was_taken_out_of_its_libraries_is_not_missed(service: str, code: str):
    docker("run", "--rm", *HELD, "--network", "none", "--entrypoint", PYTHON, f"pins/{service}_api:{TAG}", "-c", code)
