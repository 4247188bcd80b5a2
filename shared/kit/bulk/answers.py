"""An upload of many rows over HTTP: its route, its template's route, and its answer in JSON or CSV."""

import csv
import io
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from shared.contracts.bulk import BulkQuery, BulkResult
from shared.kit.errors import NotAcceptable, Refusal
from shared.kit.problems import problems
from shared.kit.uploads import UPLOAD_REFUSALS

from .declaration import Upload
from .reading import as_csv
from .refusals import RowsRefused, TooManyRows

Bulk = Annotated[BulkQuery, Query()]
"""How an upload is taken: `dry_run` and `mode`."""

_CSV = "text/csv; charset=utf-8"
_AS_CSV: dict[str, Any] = {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}
_RESULT = ("row", "pointer", "outcome", "column", "code", "detail", "id")


def route(upload: Upload[Any], *refusals: type[Refusal], answers: type[BulkResult] = BulkResult) -> dict[str, Any]:
    """What the route of an upload declares. `refusals` are those of the upload as a whole."""
    refused = problems(*refusals, RowsRefused, TooManyRows, NotAcceptable, *UPLOAD_REFUSALS)
    return {
        "response_model": answers,
        "responses": {200: _AS_CSV, **refused},
        "openapi_extra": {"requestBody": upload.request_body()},
        "max_body_size": upload.greatest_bytes,
    }


def template_route(upload: Upload[Any]) -> dict[str, Any]:
    """What the route of an upload's template declares."""
    file = {"schema": {"type": "string", "format": "binary"}, "example": upload.template}
    return {"response_class": Response, "responses": {200: {"content": {"text/csv": file}}}}


def template(upload: Upload[Any]) -> Response:
    """The template as a file to save."""
    name = upload.things.replace(" ", "-").replace("'", "")
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(upload.template, headers=headers, media_type=_CSV)


def answer(request: Request, result: BulkResult) -> Response:
    """The result, as JSON or, where `Accept` asks for it, as CSV: a line for all that was kept and each fault."""
    if as_csv(request):
        return Response(_table(result), media_type=_CSV)
    return Response(result.model_dump_json(), media_type="application/json")


def _table(result: BulkResult) -> str:
    lines = [each.model_dump(mode="json", include={"row", "pointer", "outcome", "id"}) for each in result.results]
    lines += [each.model_dump(mode="json", exclude={"parameter"}) | {"outcome": "refused"} for each in result.errors]
    text = io.StringIO()
    writer = csv.DictWriter(text, _RESULT, restval="")
    writer.writeheader()
    writer.writerows(sorted(lines, key=_place))
    return text.getvalue()


def _place(line: Mapping[str, Any]) -> int:
    row: int | None = line["row"]
    return row or int(line["pointer"].split("/")[1])
