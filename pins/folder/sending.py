"""A file of the folder sent once: written down, sent, its result laid beside it, written down."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pins.client import Client
from pins.errors import NotSignedIn, PinsError, Refused
from pins.files import write_text
from pins.folder.finding import RESULT, Found
from pins.folder.journal import Entry, Journal, State
from pins.uploads import MEDIA_TYPES, Upload, counts, refused_rows, sentences

_CHANGED_BETWEEN = (
    "What this file replaces was changed after the file was first sent, maybe by this very file before pins-sync was "
    "stopped. Look at it; to send the file again, delete its result files."
)


@dataclass(frozen=True)
class Result:
    """What came of a file: taken, taken-in-part or refused."""

    outcome: str
    sentence: str
    answer: Mapping[str, Any]


def is_done(found: Found, journal: Journal) -> bool:
    """Whether this very file was answered and its result still lies beside it: who deletes that sends it again."""
    entry = journal.of(found.name)
    return (
        entry is not None
        and entry.state == "answered"
        and (entry.size, entry.mtime_ns) == (found.size, found.mtime_ns)
        and _beside(found, RESULT).exists()
    )


def process(found: Found, options: Mapping[str, str], client: Client, journal: Journal) -> str:
    """Send one file and say what came of it. Raises NotReached or NotSignedIn where it is to be tried again."""
    content = found.path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    before = journal.of(found.name)
    begun = before.headers if before and before.state == "sending" and before.sha256 == digest else None

    def note(state: State, headers: Mapping[str, str], outcome: str = "") -> None:
        journal.write(Entry(found.name, found.size, found.mtime_ns, digest, state, headers, outcome))

    headers: Mapping[str, str] = {}
    try:
        if not found.is_in_place:
            raise Refused(0, {"title": _belongs(found)})
        upload = Upload(found.kind, {**options, **found.values}, content, MEDIA_TYPES[found.path.suffix.lower()])
        headers = begun or upload.headers(client)
        note("sending", headers)
        result = _taken(upload.send(client, headers).json())
    except NotSignedIn:
        raise
    except Refused as refused:
        moved_on = begun is not None and refused.status == 412
        result = Result("refused", _CHANGED_BETWEEN if moved_on else str(refused), refused.problem)
    _write(found, digest, headers, result)
    note("answered", headers, result.outcome)
    return result.outcome


def _belongs(found: Found) -> str:
    where = "/".join([found.kind_name, *(f"<{name}>" for name in found.kind.places)])
    return f"A file of this kind lies in {where}, and nowhere below"


def _taken(answer: Mapping[str, Any]) -> Result:
    if refused_rows(answer):
        return Result("taken-in-part", "Some rows of the file could not be taken.", answer)
    return Result("taken", "The file was taken.", answer)


def _write(found: Found, digest: str, headers: Mapping[str, str], result: Result) -> None:
    told = {
        "file": found.name,
        "kind": found.kind_name,
        "parameters": found.values,
        "outcome": result.outcome,
        "says": result.sentence,
        "sha256": digest,
        "idempotency_key": headers.get("Idempotency-Key"),
        "answered_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "answer": result.answer,
    }
    lines = [f"{found.path.name}: {result.outcome.replace('-', ' ')}", result.sentence, ""]
    if result.outcome != "refused":
        lines += [f"{name.replace('_', ' ')}: {number}" for name, number in counts(result.answer).items()]
    lines += [f"- {sentence}" for sentence in sentences(result.answer.get("errors"))]
    # The one that counts comes last: where it lies, the other does too.
    write_text(_beside(found, ".result.txt"), "\n".join(lines).rstrip() + "\n")
    write_text(_beside(found, RESULT), json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def move(found: Found, outcome: str, folder: Path) -> None:
    """Put a file and its results away, under `done` or `refused`."""
    target = folder / ("refused" if outcome == "refused" else "done") / Path(found.name).parent
    target.mkdir(parents=True, exist_ok=True)
    for path in (_beside(found, ".result.txt"), _beside(found, RESULT), found.path):
        try:
            path.replace(target / path.name)
        except OSError as error:
            raise PinsError(f"{path} cannot be moved to {target}: {error.strerror}.") from None


def _beside(found: Found, ending: str) -> Path:
    return found.path.with_name(found.path.name + ending)
