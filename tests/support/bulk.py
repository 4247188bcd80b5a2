"""Uploads of many rows, as tests send them and look at what is answered."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from shared.kit.bulk import Upload
from tests.support.serving import Served

CSV = {"Content-Type": "text/csv"}


def file_of(upload: Upload[Any], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows as a CSV file with all of the upload's columns."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(each.name for each in upload.columns)
    for row in rows:
        writer.writerow(each.cell(row[each.name]) if each.name in row else "" for each in upload.columns)
    return text.getvalue().encode()


async def sent(
    served: Served, path: str, rows: bytes | Sequence[Mapping[str, Any]], caller: str, query: str = "", **headers: str
) -> httpx.Response:
    """The answer to an upload: bytes as CSV, anything else as a JSON array."""
    if isinstance(rows, bytes):
        return await served.as_(caller).post(f"/v1/{path}{query}", content=rows, headers=CSV | headers)
    body = json.dumps(list(rows), default=str)
    kind = {"Content-Type": "application/json"}
    return await served.as_(caller).post(f"/v1/{path}{query}", content=body, headers=kind | headers)


def told(answer: httpx.Response) -> dict[str, Any]:
    """The result of an upload that was taken."""
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def counts(answer: httpx.Response) -> tuple[int, int, int, int, int]:
    """Rows, created, changed, unchanged and refused."""
    found = told(answer)
    return (found["rows"], found["created"], found["changed"], found["unchanged"], found["refused"])


def faults(answer: httpx.Response) -> list[tuple[Any, ...]]:
    """Where an answer finds fault, and of what kind: pointers of JSON, rows and columns of CSV."""
    found = answer.json()["errors"]
    return [
        (each["pointer"], each["code"]) if each["pointer"] is not None else (each["row"], each["column"], each["code"])
        for each in found
    ]


async def filled_template(served: Served, path: str, caller: str, **ids: Any) -> bytes:
    """The template at an address, with real ids in the place of those it shows."""
    answer = await served.as_(caller).get(f"/v1/{path}/template")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8"), answer.text
    header, example = csv.reader(io.StringIO(answer.text))
    text = io.StringIO()
    csv.writer(text).writerows([header, [str(ids.get(name, cell)) for name, cell in zip(header, example, strict=True)]])
    return text.getvalue().encode()
