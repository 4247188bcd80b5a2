"""`python -m shared.kit.openapi write|check|changes|release`: the committed documents.

write and check: `services/<name>_api/openapi.json` for each service, and `docs/openapi.json` of all.
changes: what breaks a caller of the last release, unless `docs/guide/release-notes.md` declares it.
release: keep the documents as they are now in `docs/releases/<version>/`, to compare with from now on.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from .finishing import Node, render
from .merging import merged
from .releasing import release, undeclared

_ROOT = Path(__file__).parents[3]
# In the order in which one knows of the other.
_ORDER = ("partnership", "assessment", "commissioning", "reporting")
_USAGE = "Usage: python -m shared.kit.openapi write|check|changes|release\n"


def main(arguments: list[str], root: Path = _ROOT) -> int:
    """Do as the module's first lines say; 1 when something differs or breaks, 2 when the command is not understood."""
    if len(arguments) != 1 or arguments[0] not in {"write", "check", "changes", "release"}:
        sys.stderr.write(_USAGE)
        return 2
    documents = _documents(root)
    if arguments[0] == "write":
        for path, text in _files(root, documents):
            path.write_text(text, encoding="utf-8")
        return 0
    if arguments[0] == "release":
        return _release(root, documents)
    found = list(_outdated(root, documents) if arguments[0] == "check" else undeclared(root, documents))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


def _release(root: Path, documents: dict[str, Node]) -> int:
    try:
        folder = release(root, documents)
    except ValueError as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    sys.stdout.write(f"The documents are kept in {folder.relative_to(root)}\n")
    return 0


def _documents(root: Path) -> dict[str, Node]:
    names = {path.parent.name.removesuffix("_api") for path in root.glob("services/*_api/main.py")}
    ordered = sorted(names, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))
    return {name: import_module(f"services.{name}_api.main").document() for name in ordered}


def _files(root: Path, documents: dict[str, Node]) -> Iterator[tuple[Path, str]]:
    for name, document in documents.items():
        yield root / "services" / f"{name}_api" / "openapi.json", render(document)
    yield root / "docs" / "openapi.json", render(merged(documents))


def _outdated(root: Path, documents: dict[str, Node]) -> Iterator[str]:
    for path, text in _files(root, documents):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield f"{path.relative_to(root)} is not what the services serve: run `make openapi`."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
