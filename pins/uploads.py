"""One file on its way to a service: what it is, the key that makes a repeat the same request, what was answered."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from pins.client import Client
from pins.errors import Usage
from pins.kinds import Kind

_FORMER = ("read", "selected", "rejected")
MEDIA_TYPES = {".csv": "text/csv", ".json": "application/json"}


@dataclass(frozen=True)
class Upload:
    """The content of a file, where it goes and how."""

    kind: Kind
    values: Mapping[str, str]
    content: bytes
    media_type: str
    dry_run: bool = False

    def __post_init__(self) -> None:
        missing = [name for name in self.kind.places if not self.values.get(name)]
        if missing:
            raise Usage(f"This kind of upload needs {' and '.join(missing)}.")

    @property
    def path(self) -> str:
        return self.kind.filled(self.values)

    @property
    def params(self) -> dict[str, str]:
        """What is asked besides the path."""
        asked = {name: value for name, value in self.values.items() if name not in self.kind.places}
        return asked | ({"dry_run": "true"} if self.dry_run else {})

    @property
    def key(self) -> str:
        """Made from all that makes the request, so that the same file sent again is the same request."""
        where = json.dumps([self.kind.method, self.kind.service, self.path, sorted(self.params.items())])
        digest = hashlib.sha256(where.encode())
        digest.update(self.content)
        return f"pins-{digest.hexdigest()}"

    def headers(self, client: Client) -> dict[str, str]:
        """What makes it safe to send: a key, or the version that is to be replaced. A dry run needs no key."""
        headers = {"Content-Type": self.media_type}
        if self.kind.replaces:
            return headers | self._precondition(client)
        return headers if self.dry_run else headers | {"Idempotency-Key": self.key}

    def _precondition(self, client: Client) -> dict[str, str]:
        among = {name: self.values[name] for name in self.kind.places}
        found = client.get(self.kind.service, f"/v1/{self.kind.replaces}", among).json()["items"]
        return {"If-Match": f'"{found[0]["version"]}"'} if found else {"If-None-Match": "*"}

    def send(self, client: Client, headers: Mapping[str, str]) -> httpx.Response:
        """The answer of the service. Raises Refused with its reasons."""
        return client.send(self.kind.service, self.kind.method, self.path, self.content, headers, self.params)


def refused_rows(answer: Mapping[str, Any]) -> int:
    """How many rows of an upload that was taken could not be. Imports of the register say `rejected`."""
    return int(answer.get("refused", answer.get("rejected")) or 0)


def counts(answer: Mapping[str, Any]) -> dict[str, int]:
    """The numbers of an answer, each by one name: selections give three of them by their former names too."""
    former = _FORMER if "rows" in answer else ()
    found = ((name, value) for name, value in answer.items() if name not in former)
    return {name: value for name, value in found if isinstance(value, int) and not isinstance(value, bool)}


def sentences(places: object) -> Iterator[str]:
    """The places of a problem or an answer, a sentence each."""
    for each in places if isinstance(places, list) else []:
        yield f"{place(each)}: {each.get('detail', '')}" if place(each) else str(each.get("detail", ""))


def place(error: Mapping[str, Any]) -> str:
    """Where something is wrong: row and column, parameter, or the place in the JSON."""
    if error.get("row"):
        column = error.get("column")
        return f"row {error['row']}, {column}" if column else f"row {error['row']}"
    return str(error.get("parameter") or error.get("pointer") or "")
