"""Real files from public registers, which the project does not carry."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_PROJECT = Path(__file__).parents[3] / "shared" / "data"


def shared_data(name: str) -> Path:
    """The path of a real file; skips the test, by the file's name, where it is not to be had."""
    folder = Path(os.environ.get("PINS_SHARED_DATA") or _BESIDE_THE_PROJECT)
    path = folder / name
    if not path.exists():
        if os.environ.get("CI") and folder.exists():
            pytest.fail(f"{name} is not in the folder of real files")
        pytest.skip(f"needs the real file {name}: set PINS_SHARED_DATA to its folder")
    return path
