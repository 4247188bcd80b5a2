"""Lists, files and the feed brought into the folder on a schedule, as FOLDER/pull.toml says."""

import json
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pins import reading, show
from pins.client import Client
from pins.errors import Usage
from pins.files import write_atomically, write_text
from pins.folder import events, merging
from pins.profile import SERVICES

_SOURCES = ("list", "feed", "path")
_KNOWN = {*_SOURCES, "file", "every_minutes", "filters", "types", "changes_by"}
# Read again every so often whatever changed: a row that left, or that may no longer be seen, is in no list of changes.
_WHOLE_EVERY = timedelta(hours=24)
# What was being written when a list was read is read again.
_OVERLAP = timedelta(minutes=5)


@dataclass(frozen=True)
class Pull:
    """One table of pull.toml."""

    source: str
    name: str
    file: str
    every_minutes: float
    filters: Mapping[str, str] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    changes_by: str = ""


def pull_due(folder: Path, state: Path, client: Client) -> None:
    """Bring in what is due, and remember what was brought."""
    kept_in = state / "pulls.json"
    kept = _kept(kept_in)
    for pull in _asked(folder / "pull.toml"):
        mark = repr(pull)
        # What is asked for otherwise than before begins anew.
        before = kept.get(pull.file, {}) if kept.get(pull.file, {}).get("mark") == mark else {}
        target = folder / pull.file
        if target.exists() and time.time() < before.get("at", 0) + pull.every_minutes * 60:
            continue
        after = _BRINGS[pull.source](pull, target, before if target.exists() else {}, client)
        kept[pull.file] = {**after, "mark": mark, "at": time.time()}
        write_text(kept_in, json.dumps(kept))
        show.say(f"{pull.file}: brought up to date")


def _list(pull: Pull, target: Path, before: Mapping[str, Any], client: Client) -> dict[str, Any]:
    began = datetime.now(UTC)
    whole_at = datetime.fromisoformat(before["whole_at"]) if "whole_at" in before else None
    if pull.changes_by and whole_at and began - whole_at < _WHOLE_EVERY:
        asked = {**pull.filters, "updated_since": before["since"]}
        with reading.whole(client, pull.name, asked, "csv") as answer:
            since = _since(answer.headers.get("Date"), began)
            merging.merge(target, answer.iter_text(), pull.changes_by)
        return {"since": since, "whole_at": before["whole_at"]}
    with reading.whole(client, pull.name, pull.filters, "csv") as answer:
        since = _since(answer.headers.get("Date"), began)
        write_atomically(target, answer.iter_bytes())
    return {"since": since, "whole_at": began.isoformat()}


def _since(date: str | None, began: datetime) -> str:
    """From when changes are asked for next: by the service's own clock where it tells it."""
    try:
        told = datetime.strptime(date or "", "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        told = began
    return (told - _OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")


def _path(pull: Pull, target: Path, _before: Mapping[str, Any], client: Client) -> dict[str, Any]:
    service, _, rest = pull.name.strip("/").partition("/")
    with client.streamed(service, rest, pull.filters) as answer:
        write_atomically(target, answer.iter_bytes())
    return {}


def _feed(pull: Pull, target: Path, before: Mapping[str, Any], client: Client) -> dict[str, Any]:
    return events.append(
        target, before, reading.follow(client, pull.name, before.get("cursor"), pull.types, wait=False)
    )


_BRINGS: Mapping[str, Callable[[Pull, Path, Mapping[str, Any], Client], dict[str, Any]]] = {
    "list": _list,
    "path": _path,
    "feed": _feed,
}


def _asked(file: Path) -> list[Pull]:
    if not file.exists():
        return []
    try:
        tables = tomllib.loads(file.read_text("utf-8")).get("pull", [])
        return [_pull(table) for table in tables]
    except (OSError, ValueError, TypeError, AttributeError):
        raise Usage(f"{file} cannot be used: it holds [[pull]] tables as the guide shows them.") from None


def _pull(table: Mapping[str, Any]) -> Pull:
    sources = [name for name in _SOURCES if name in table]
    unknown = sorted(table.keys() - _KNOWN)
    if len(sources) != 1 or unknown:
        raise Usage(f"A [[pull]] has one of {', '.join(_SOURCES)}, and besides only: {', '.join(sorted(_KNOWN))}.")
    target = Path(str(table.get("file", "")))
    if target.is_absolute() or ".." in target.parts or not target.name:
        raise Usage("The file of a [[pull]] lies in the folder: a path without .. that does not begin with a slash.")
    if sources[0] == "feed" and table["feed"] not in SERVICES:
        raise Usage(f"The feed of a [[pull]] is that of one of {', '.join(SERVICES)}.")
    return Pull(
        source=sources[0],
        name=str(table[sources[0]]),
        file=target.as_posix(),
        every_minutes=float(table.get("every_minutes", 60)),
        filters={key: str(value) for key, value in table.get("filters", {}).items()},
        types=tuple(str(each) for each in table.get("types", ())),
        changes_by=str(table.get("changes_by", "")),
    )


def _kept(file: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
