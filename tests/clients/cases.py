"""Each client: how it is generated, compiled and run, and what a machine needs for that."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.clients.guide import Shown

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
CACHE = ROOT / ".cache" / "clients"
DOCUMENT = ROOT / "docs" / "openapi.json"
BIN = CACHE / "venv" / "bin"
_PYTHON = str(BIN / "python")
_ANNOTATIONS = Path("/usr/share/java/jakarta-annotation-api.jar")
_COMMANDS = "generate.sh"

Command = list[str]
GENERATE: Command = ["bash", "-euo", "pipefail", _COMMANDS]


@dataclass(frozen=True)
class Case:
    """A client. `folder` is where it is made, anew each time."""

    name: str
    missing: Callable[[], str]
    """What this machine lacks for it, in words; empty when nothing."""

    compile: list[Command]
    run: Command
    run_sample: Command
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return CACHE / self.name

    def prepare(self, shown: Shown) -> None:
        """An empty folder with the document, and with what the guide shows: commands and a program."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        shutil.copy(DOCUMENT, self.folder / "openapi.json")
        (self.folder / _COMMANDS).write_text(shown.typed)
        (self.folder / shown.file).write_text(shown.program)


def _jar() -> str:
    """The generator. It also holds Jackson with its java.time module, which Debian does not have."""
    (found,) = CACHE.glob("venv/lib/python3*/site-packages/openapi_generator_cli/openapi-generator.jar")
    return str(found)


def lacking(*tools: str) -> str:
    """What of these this machine does not have, in words; empty when nothing."""
    absent = [tool for tool in tools if shutil.which(tool) is None]
    return f"{' and '.join(absent)} not on this machine" if absent else ""


def _python() -> Case:
    return Case(
        "python",
        lambda: lacking("java"),
        [[_PYTHON, "-m", "compileall", "-q", "client/pins_client"]],
        [_PYTHON, str(HERE / "python" / "journey.py")],
        [_PYTHON, "sample.py"],
        {"PYTHONPATH": "client"},
    )


def _openapi_python_client() -> Case:
    return Case(
        "openapi-python-client",
        lambda: "",
        [[_PYTHON, "-m", "compileall", "-q", "client/pins_client"]],
        [_PYTHON, str(HERE / "openapi_python_client" / "journey.py")],
        [_PYTHON, "sample.py"],
        {"PYTHONPATH": "client"},
    )


def _typescript() -> Case:
    files = ("journey.ts", "package.json", "package-lock.json", "tsconfig.json")
    return Case(
        "typescript-fetch",
        lambda: lacking("java", "node", "npm"),
        [
            ["cp", *(str(HERE / "typescript" / name) for name in files), "."],
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            ["node", "node_modules/typescript/bin/tsc"],
        ],
        ["node", "compiled/journey.js"],
        ["node", "compiled/sample.js"],
    )


def _java() -> Case:
    classes = f"{_jar()}:{_ANNOTATIONS}"
    source = "client/src/main/java"
    # The service-provider files of the generator's jar are not this client's: no annotation processing.
    compiler = ["javac", "-nowarn", "-proc:none", "-d", "classes", "-cp", classes, "-sourcepath", source]
    programs = f"{HERE / 'java' / 'Journey.java'} Sample.java"
    everything = f"{' '.join(compiler)} $(find {source} -name '*.java') {programs}"
    return Case(
        "java-native",
        lambda: lacking("java", "javac") or ("" if _ANNOTATIONS.exists() else f"{_ANNOTATIONS} not on this machine"),
        [["sh", "-c", everything]],
        ["java", "-cp", f"classes:{classes}", "Journey"],
        ["java", "-cp", f"classes:{classes}", "Sample"],
    )


def cases() -> list[Case]:
    """The slowest first."""
    if not Path(_PYTHON).exists():
        sys.exit("Run `make test-clients`, which installs the generators.")
    return [_java(), _typescript(), _python(), _openapi_python_client()]
