"""The house rules that no library checks: sizes, docstrings, a service alone, every rule of the guidance."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.pictures import house
from shared.contracts.base import Input
from shared.kit.service import Service
from tests.support.services import SERVICES

ROOT = Path(__file__).parents[2]
OURS = ("shared", "services", "deploy", "tests")
EACH_SERVICE = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*.py") if "versions" not in path.parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_longer_than_300_lines():
    long = {
        str(path.relative_to(ROOT)): n for path in sources(*OURS) if (n := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources("shared", "services", "deploy")
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > 40
    ]
    assert long == []


def test_every_endpoint_has_the_docstring_that_is_its_documentation():
    silent = [
        f"{path.relative_to(ROOT)} {node.name}"
        for path in sources("services")
        if path.name == "endpoints.py"
        for node in functions(path)
        if any("router." in ast.unparse(decorator) for decorator in node.decorator_list) and not ast.get_docstring(node)
    ]
    assert silent == []


def test_services_never_commit():
    pattern = re.compile(r"\bsession\.(commit|rollback)\(\)")
    committing = [str(path) for path in sources("services") if pattern.search(path.read_text())]
    assert committing == []


def test_a_flush_says_why():
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources("services", "shared")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ".flush()" in line and "session" in line and "#" not in line
    ]
    assert bare == []


@EACH_SERVICE
def test_a_service_starts_with_the_others_absent_and_without_what_it_may_never_need(service: Service, tmp_path: Path):
    (tmp_path / "services").mkdir()
    name = f"{service.name}_api"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "shared", tmp_path / "shared", ignore=ignored)
    shutil.copytree(ROOT / "services" / name, tmp_path / "services" / name, ignore=ignored)
    shutil.copy(ROOT / "services" / "__init__.py", tmp_path / "services")
    heavy = {"alembic", "numpy", "pyarrow", "highspy"}  # together more memory than all the rest of an idle service
    code = (
        f"import sys; from services.{name}.main import document; assert document()['paths'];"
        f" held = {heavy} & sys.modules.keys(); assert not held, held"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


GUIDANCE = ROOT / "docs" / "guidance.md"
BUILT = re.compile(r"^\| (R\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NOT_YET = "not built yet"


def test_every_rule_of_the_guidance_has_its_row():
    assert [rule for rule, _, _ in BUILT.findall(GUIDANCE.read_text())] == [f"R{number}" for number in range(1, 40)]


def test_every_operation_and_test_that_the_guidance_names_exists():
    operations = {name for service in SERVICES for name in service.matrix}
    for rule, named_operations, named_tests in BUILT.findall(GUIDANCE.read_text()):
        if NOT_YET in named_operations:
            continue
        for operation in re.findall(r"`(\w+)`", named_operations):
            assert operation in operations, (rule, operation)
        tests = re.findall(r"`([\w/.]+\.py)::(\w+)`", named_tests)
        assert tests, (rule, "names no test")
        for file, test in tests:
            assert f"def {test}(" in (ROOT / file).read_text(), (rule, test)


def test_the_picture_of_the_house_is_the_house():
    assert house.FILE.read_text() == house.draw(), "run `python -m docs.pictures.house`"


def inputs(kind: type[Input] = Input) -> Iterator[type[Input]]:
    for each in kind.__subclasses__():
        yield each
        yield from inputs(each)


# Free text that is no record of a school or a project: published tools, and what the national team says of a year.
PUBLISHED = {"NewInstrument", "NewQuestion", "NewMenu", "NewMenuItem", "YearContent"}


def test_free_text_that_callers_send_is_looked_at_for_personal_data():
    unguarded = [
        f"{each.__module__}.{each.__name__}.{name}"
        for each in inputs()
        if each.__module__.startswith("services.") and each.__name__ not in PUBLISHED
        for name, schema in each.model_json_schema().get("properties", {}).items()
        for text in [schema, *schema.get("anyOf", ()), schema.get("items", {})]
        if text.get("maxLength", 0) >= 500 and not text.get("x-no-personal-data")
    ]
    assert unguarded == []
