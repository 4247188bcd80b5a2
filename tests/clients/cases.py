"""Each client: how it is generated, compiled and run, and what a machine needs for that."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
CACHE = ROOT / ".cache" / "clients"
DOCUMENT = str(ROOT / "docs" / "openapi.json")
_BIN = CACHE / "venv" / "bin"
_PYTHON = str(_BIN / "python")
_ANNOTATIONS = Path("/usr/share/java/jakarta-annotation-api.jar")
# The client alone: no tests and no pages about it.
_PARTS = "apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"

Command = list[str]


@dataclass(frozen=True)
class Case:
    """A client. `folder` is where it is made, anew each time."""

    name: str
    missing: Callable[[], str]
    """What this machine lacks for it, in words; empty when nothing."""

    generate: Command
    compile: list[Command]
    run: Command
    environment: dict[str, str]

    @property
    def folder(self) -> Path:
        return CACHE / self.name


def _jar() -> str:
    """The generator. It also holds Jackson with its java.time module, which Debian does not have."""
    (found,) = CACHE.glob("venv/lib/python3*/site-packages/openapi_generator_cli/openapi-generator.jar")
    return str(found)


def _lacking(*tools: str) -> str:
    absent = [tool for tool in tools if shutil.which(tool) is None]
    return f"{' and '.join(absent)} not on this machine" if absent else ""


def _generator(language: str, folder: str, *options: str) -> Command:
    given = ["-i", DOCUMENT, "-g", language, "-o", folder, "--global-property", _PARTS]
    return ["java", "-jar", _jar(), "generate", *given, *options]


def _python() -> Case:
    return Case(
        "python",
        lambda: _lacking("java"),
        _generator("python", "client", "--additional-properties=packageName=pins_client"),
        [[_PYTHON, "-m", "compileall", "-q", "client/pins_client"]],
        [_PYTHON, str(HERE / "python" / "journey.py")],
        {"PYTHONPATH": "client"},
    )


def _openapi_python_client() -> Case:
    options = ["--config", str(HERE / "openapi_python_client" / "config.yaml")]
    return Case(
        "openapi-python-client",
        lambda: "",
        [str(_BIN / "openapi-python-client"), "generate", "--path", DOCUMENT, "--output-path", "client", *options],
        [[_PYTHON, "-m", "compileall", "-q", "client/pins_client"]],
        [_PYTHON, str(HERE / "openapi_python_client" / "journey.py")],
        {"PYTHONPATH": "client", "PATH": f"{_BIN}:{os.environ['PATH']}"},
    )


def _typescript() -> Case:
    files = [str(HERE / "typescript" / name) for name in ("journey.ts", "package.json", "tsconfig.json")]
    lock = str(HERE / "typescript" / "package-lock.json")
    return Case(
        "typescript-fetch",
        lambda: _lacking("java", "node", "npm"),
        _generator("typescript-fetch", "client", "--additional-properties=importFileExtension=.js"),
        [
            ["cp", *files, lock, "."],
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            ["node", "node_modules/typescript/bin/tsc"],
        ],
        ["node", "compiled/journey.js"],
        {},
    )


def _java() -> Case:
    classes = f"{_jar()}:{_ANNOTATIONS}"
    properties = "openApiNullable=false,useJakartaEe=true,useSingleRequestParameter=true"
    packages = "invokerPackage=uk.pins,apiPackage=uk.pins.api,modelPackage=uk.pins.model"
    # A request that is an object cannot have a method `wait`: every Java object has one already.
    options = ["--library=native", f"--additional-properties={properties},{packages}"]
    options += ["--parameter-name-mappings", "wait=waitSeconds"]
    source = "client/src/main/java"
    # The service-provider files of the generator's jar are not this client's: no annotation processing.
    compiler = ["javac", "-nowarn", "-proc:none", "-d", "classes", "-cp", classes, "-sourcepath", source]
    everything = f"{' '.join(compiler)} $(find {source} -name '*.java') {HERE / 'java' / 'Journey.java'}"
    return Case(
        "java-native",
        lambda: _lacking("java", "javac") or ("" if _ANNOTATIONS.exists() else f"{_ANNOTATIONS} not on this machine"),
        _generator("java", "client", *options),
        [["sh", "-c", everything]],
        ["java", "-cp", f"classes:{classes}", "Journey"],
        {},
    )


def cases() -> list[Case]:
    """The slowest first."""
    if not Path(_PYTHON).exists():
        sys.exit("Run `make test-clients`, which installs the generators.")
    return [_java(), _typescript(), _python(), _openapi_python_client()]
