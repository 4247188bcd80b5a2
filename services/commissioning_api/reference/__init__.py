"""The menus that come with the service, read from the files beside this module (see README.md)."""

import json
from importlib.resources import files
from typing import Any

_HERE = files(__package__)


def menus() -> list[dict[str, Any]]:
    """Each menu as it would be sent to be published."""
    found = [path for path in (_HERE / "menus").iterdir() if path.name.endswith(".json")]
    return [json.loads(path.read_text("utf-8")) for path in sorted(found, key=lambda path: path.name)]
