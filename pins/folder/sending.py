"""A file of the folder sent once: written down, sent, its result laid beside it, written down."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pins.client import Client
from pins.errors import PinsError, Refused, Usage
from pins.files import write_text
from pins.folder.finding import RESULT, Found
from pins.folder.journal import Entry, Journal
from pins.uploads import MEDIA_TYPES, Upload, counts, refused_rows, sentences

_CHANGED_BETWEEN = (
    "What this file replaces was changed after the file was first sent, maybe by this very file before pins-sync was "
    "stopped. Look at it; to send the file again, delete its result files."
)


@dataclass(frozen=True)
class Result:
    """What came of a file: taken, taken-in-part or refused."""

    outcome: str
    status: int | None
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
    """Send one file and say what came of it. Raises NotReached, or NotAllowed without a token, and is tried again."""
    content = found.path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    before = journal.of(found.name)
    resumed = before is not None and before.state == "sending" and before.sha256 == digest
    try:
        upload = Upload(found.kind, {**options, **found.values}, content, MEDIA_TYPES[found.path.suffix.lower()])
        _must_be_in_place(found)
        headers = before.headers if before is not None and resumed else upload.headers(client)
    except Usage as wrong:
        result = Result("refused", None, str(wrong), {})
        headers = {}
    else:
        journal.write(Entry(found.name, found.size, found.mtime_ns, digest, "sending", headers))
        result = _sent(upload, headers, client, resumed=resumed)
    _write(found, digest, headers, result)
    journal.write(Entry(found.name, found.size, found.mtime_ns, digest, "answered", headers, result.outcome))
    return result.outcome


def _must_be_in_place(found: Found) -> None:
    if not found.is_in_place:
        where = "/".join([found.kind_name, *(f"<{name}>" for name in found.kind.places)])
        raise Usage(f"A file of this kind lies in {where}, and nowhere below.")


def _sent(upload: Upload, headers: Mapping[str, str], client: Client, *, resumed: bool) -> Result:
    try:
        answer = upload.send(client, headers)
    except Refused as refused:
        if refused.status == 401:
            raise  # Not the file is refused, but whoever sends it.
        moved_on = resumed and refused.status == 412
        return Result("refused", refused.status, _CHANGED_BETWEEN if moved_on else str(refused), refused.problem)
    body = answer.json()
    outcome = "taken-in-part" if refused_rows(body) else "taken"
    return Result(outcome, answer.status_code, "The file was taken.", body)


def _write(found: Found, digest: str, headers: Mapping[str, str], result: Result) -> None:
    told = {
        "file": found.name,
        "kind": found.kind_name,
        "parameters": found.values,
        "outcome": result.outcome,
        "says": result.sentence,
        "status": result.status,
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
