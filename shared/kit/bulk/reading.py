"""An upload as it arrives, CSV or JSON: rows that can be read, and what is wrong with the others."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from pydantic import ValidationError
from pydantic_core import from_json
from starlette.requests import ClientDisconnect, Request

from shared.contracts.problem import FieldError
from shared.kit.errors import NotAcceptable, UnsupportedMediaType
from shared.kit.problems import from_validation
from shared.kit.tabular import FileRefused, RejectedRow, positions, read_table
from shared.kit.uploads import FILE_TYPES, FileUnusable, UploadBrokenOff, of_file

from .declaration import Row, Upload
from .refusals import TooManyRows

_JSON = "application/json"


@dataclass(frozen=True)
class Entry(Generic[Row]):
    """One row that can be read. `row` is its number in a spreadsheet; in a JSON array it has none."""

    index: int
    row: int | None
    value: Row

    @property
    def pointer(self) -> str | None:
        """Its place in a JSON array."""
        return f"/{self.index}" if self.row is None else None

    def fault(self, pointer: str, code: str, detail: str) -> FieldError:
        """What is wrong at a place of it."""
        return fault(self.index, self.row, pointer, code, detail)


def fault(index: int, row: int | None, pointer: str, code: str, detail: str) -> FieldError:
    """What is wrong at a place of a row: a pointer where it came as JSON, a cell where it came as CSV."""
    if row is None:
        return FieldError(pointer=f"/{index}{pointer}"[:500], code=code[:80], detail=detail[:500])
    column = pointer.split("/")[1][:200] if pointer else None
    return FieldError(row=row, column=column, code=code[:80], detail=detail[:500])


@dataclass
class Received(Generic[Row]):
    """What came. `unreadable` holds what each row that cannot be read belongs to; None where it does not say."""

    upload: Upload[Row]
    rows: int = 0
    entries: list[Entry[Row]] = field(default_factory=list)
    wrong: list[tuple[int, FieldError]] = field(default_factory=list)
    unreadable: dict[int, tuple[str, ...] | None] = field(default_factory=dict)
    passed_over: list[int] = field(default_factory=list)

    def add(self, row: int | None, given: Any, schema: type[Row]) -> None:
        """One more row, if it says what it must."""
        index = self.next()
        try:
            self.entries.append(Entry(index, row, schema.model_validate(given)))
        except ValidationError as invalid:
            found = from_validation([{**each, "loc": ("body", *each["loc"])} for each in invalid.errors()]).errors
            self.unreadable[index] = self._belongs(given, found)
            for each in found:
                self.wrong.append((index, fault(index, row, each.pointer or "", each.code, each.detail)))

    def _belongs(self, given: Any, found: Sequence[FieldError]) -> tuple[str, ...] | None:
        names = self.upload.together
        if not isinstance(given, Mapping) or {f"/{name}" for name in names} & {each.pointer for each in found}:
            return None
        return tuple(str(given[name]).casefold() for name in names)

    def reject(self, rejected: RejectedRow) -> None:
        """One more row, which is none."""
        index = self.next()
        self.unreadable[index] = None
        where = FieldError(row=rejected.row, column=rejected.column, code=rejected.code, detail=rejected.detail)
        self.wrong.append((index, where))

    def next(self) -> int:
        """The index of the next row, if there may be one more."""
        if self.rows >= self.upload.greatest_rows:
            raise TooManyRows(f"An upload has at most {self.upload.greatest_rows:,} rows. Divide it.")
        self.rows += 1
        return self.rows - 1


def as_csv(request: Request) -> bool:
    """Whether the answer is wanted as CSV. Raises NotAcceptable where it is wanted as neither that nor JSON."""
    for part in request.headers.get("accept", "*/*").split(","):
        wanted = part.split(";")[0].strip().lower()
        if wanted in ("text/csv", "text/*"):
            return True
        if wanted in (_JSON, "application/*", "*/*"):
            return False
    raise NotAcceptable("The result can be had as application/json or text/csv.")


async def received(upload: Upload[Row], request: Request) -> Received[Row]:
    """The rows of a request, read to the end before anything is locked: a slow sender keeps nobody waiting."""
    as_csv(request)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in (*FILE_TYPES, _JSON):
        raise UnsupportedMediaType("Send the rows as text/csv or application/json.")
    try:
        body = await request.body()
    except ClientDisconnect:
        raise UploadBrokenOff from None
    found = of_json(upload, body) if kind == _JSON else await of_csv(upload, body)
    _must_be_of_few(found)
    return found


def _must_be_of_few(found: Received[Row]) -> None:
    upload = found.upload
    if (
        upload.together
        and len({said_of(each.value, upload.together) for each in found.entries}) > upload.greatest_things
    ):
        names = " and ".join(upload.together)
        raise TooManyRows(
            f"The rows of an upload have at most {upload.greatest_things:,} different {names}. Divide it."
        )


def said_of(row: Any, names: Sequence[str]) -> tuple[str, ...]:
    """What a row says in these fields, as text."""
    return tuple(str(getattr(row, name)).casefold() for name in names)


def of_json(upload: Upload[Row], body: bytes) -> Received[Row]:
    """The rows of a JSON array."""
    try:
        given = from_json(body, allow_inf_nan=False)
    except ValueError:
        raise _unusable("json_invalid", "The body is not valid JSON.") from None
    if not isinstance(given, list):
        raise _unusable("list_type", "The body is not a JSON array. Send an array, with one object for each row.")
    if not given:
        raise _unusable("file_empty", "The array holds no rows.")
    found = Received(upload)
    for each in given:
        found.add(None, each, upload.row)
    return found


def _unusable(code: str, detail: str) -> FileUnusable:
    return FileUnusable(f"{detail} Nothing was changed.", errors=[FieldError(pointer="", code=code, detail=detail)])


async def of_csv(upload: Upload[Row], body: bytes) -> Received[Row]:
    """The rows of a CSV file."""
    found = Received(upload)
    required = [each.name for each in upload.columns if each.required]
    optional = [each.name for each in upload.columns if not each.required]
    by_name = {each.name: each for each in upload.columns}
    ordered = [by_name[name] for name in (*required, *optional)]

    def choose(header: Sequence[str]) -> Sequence[int]:
        known = {name.casefold() for name in by_name}
        strange = [place for place, name in enumerate(header, 1) if name.strip().casefold() not in known]
        found.passed_over = strange[:100]
        return positions(header, required, optional)

    async def whole() -> AsyncIterator[bytes]:
        yield body

    try:
        async for rows, rejected, _ in read_table(whole(), choose=choose):
            for number, row in _in_order(rows, rejected):
                if isinstance(row, RejectedRow):
                    found.reject(row)
                    continue
                cells = zip(ordered, map(str.strip, row), strict=True)
                found.add(
                    number, {each.name: each.value(cell) for each, cell in cells if cell}, upload.line or upload.row
                )
    except FileRefused as refused:
        raise of_file(refused) from None
    return found


def _in_order(rows: Sequence[Any], rejected: Sequence[RejectedRow]) -> list[tuple[int, Any]]:
    both = [(each.number, each.values) for each in rows] + [(each.row, each) for each in rejected]
    return sorted(both, key=lambda each: each[0])
