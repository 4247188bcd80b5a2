"""Released documents, what has broken since the last, and what the release notes declare of it."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from json import loads
from pathlib import Path

from .changes import breaking
from .finishing import Node, render

UNRELEASED = "## Unreleased"
BREAKS = "**Breaking changes**"
NOTES = Path("docs/guide/release-notes.md")
RELEASES = Path("docs/releases")

_VERSION = re.compile(r"\d+\.\d+\.\d+")


def last_release(root: Path) -> Path | None:
    """Give the folder of the latest released documents; None before the first release."""
    folders = [path for path in (root / RELEASES).glob("*") if _VERSION.fullmatch(path.name)]
    return max(folders, key=lambda path: [int(part) for part in path.name.split(".")], default=None)


def undeclared(root: Path, documents: Mapping[str, Node]) -> list[str]:
    """Give what the release notes must still say, and what they say although it is not so."""
    released = last_release(root)
    if released is None:
        return []
    declared = _declared((root / NOTES).read_text(encoding="utf-8"))
    found = list(_broken(released, documents))
    missing = [f"- `{each}`: why, and what to do instead." for each in found if each not in declared]
    idle = [f"{NOTES} declares a break that there is not: delete `{each}`." for each in declared if each not in found]
    if missing:
        told = f"These break callers of {released.name}. Undo them, or say so in {NOTES} under “{BREAKS}”:"
        return [told, *missing, *idle]
    return idle


def _broken(released: Path, documents: Mapping[str, Node]) -> Iterator[str]:
    for path in sorted(released.glob("*.json")):
        if path.stem not in documents:
            yield f"{path.stem}: the service is gone"
            continue
        old = loads(path.read_text(encoding="utf-8"))
        yield from dict.fromkeys(f"{path.stem} {sentence}" for sentence in breaking(old, documents[path.stem]))


def _declared(notes: str) -> list[str]:
    unreleased = notes.partition(f"\n{UNRELEASED}\n")[2].partition("\n## ")[0]
    breaks = unreleased.partition(f"\n{BREAKS}\n")[2].partition("\n**")[0]
    return re.findall(r"^- `([^`]+)`", breaks, re.MULTILINE)


def release(root: Path, documents: Mapping[str, Node]) -> Path:
    """Keep the documents under their version, and begin a new section of the release notes.

    Raises ValueError when that version was released before or the notes do not say what breaks.
    """
    version: str = next(iter(documents.values()))["info"]["version"]
    folder = root / RELEASES / version
    if folder.exists():
        raise ValueError(f"{version} is released already: raise VERSION in shared/kit/app.py first.")
    if said := undeclared(root, documents):
        raise ValueError("\n".join(said))
    folder.mkdir(parents=True)
    for name, document in documents.items():
        (folder / f"{name}.json").write_text(render(document), encoding="utf-8")
    notes = root / NOTES
    heading = f"## {version} ({datetime.now(UTC).date()})"
    fresh = f"{UNRELEASED}\n\n{BREAKS}\n\nNone.\n\n{heading}"
    notes.write_text(notes.read_text(encoding="utf-8").replace(UNRELEASED, fresh, 1), encoding="utf-8")
    return folder
