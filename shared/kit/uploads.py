"""Files as they arrive over HTTP: the CSV is the body itself, streamed; what cannot be read is refused."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import ClientDisconnect, Request

from shared.contracts.problem import FieldError
from shared.kit import tabular
from shared.kit.errors import BadRequest, Refusal, TooLarge, Unprocessable, UnsupportedMediaType

FILE_TYPES = ("text/csv", "application/octet-stream")


def csv_body(example: str) -> dict[str, Any]:
    """For `openapi_extra=` of an operation whose body is a CSV file: what the first lines of one look like."""
    content = {"schema": {"type": "string", "format": "binary"}, "example": example}
    return {"requestBody": {"required": True, "content": {name: dict(content) for name in FILE_TYPES}}}


class FileUnusable(Unprocessable):
    """The file as a whole cannot be read: `errors` says where and why. Nothing was changed."""

    title = "The file cannot be used"


class RowTooLong(TooLarge):
    """A row of the file is longer than any row can be: a quotation mark may not be closed. Nothing was changed."""

    title = "The file has a row that is too long"


class UploadBrokenOff(BadRequest):
    """The connection ended before the file did. Nothing was changed; send it again."""

    title = "The upload ended before the file did"


UPLOAD_REFUSALS: tuple[type[Refusal], ...] = (FileUnusable, RowTooLong, UploadBrokenOff, UnsupportedMediaType)


def of_file(refused: tabular.FileRefused) -> Refusal:
    """A file that was refused, as the answer to whoever sent it."""
    kind = RowTooLong if isinstance(refused, tabular.RowTooLong) else FileUnusable
    where = FieldError(row=refused.row or 1, column=refused.column, code=refused.code, detail=refused.detail)
    return kind(f"{refused.title}. Nothing was changed.", errors=[where])


async def csv_chunks(request: Request) -> AsyncIterator[bytes]:
    """The body of an upload, piece by piece."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() not in FILE_TYPES:
        raise UnsupportedMediaType(f"Send the file as {' or '.join(FILE_TYPES)}.")
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        raise UploadBrokenOff from None
