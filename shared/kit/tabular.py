"""Uploaded tables: chunks of bytes in, numbered rows out, in bounded memory.

FileRefused
├── FileEmpty
├── FileNotATable
├── FileTruncated
├── RowTooLong
├── ColumnsMissing
└── ColumnsRepeated
"""

import codecs
import csv
import io
from collections.abc import AsyncIterable, AsyncIterator, Callable, Sequence
from typing import ClassVar, NamedTuple

# A row may not be longer than one window, so no more than a window is ever held back for its end.
WINDOW = 64 * 1024
_DELIMITERS = (",", ";", "\t")
_END = "end"
_BLANK = -1

_OTHER_FORMATS = (
    (
        b"PK\x03\x04",
        "a ZIP archive or an Excel workbook: unzip it, or save the sheet as CSV",
    ),
    (b"\x1f\x8b", "a gzip archive: unpack it"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook: save the sheet as CSV"),
    (b"<", "a web page or an XML document"),
    (b"{", "a JSON document"),
    (b"[", "a JSON document"),
)


class FileRefused(Exception):
    """A whole file that cannot be used, and why; row 1 is the row of column names."""

    code: ClassVar[str] = "file_refused"
    title: ClassVar[str] = "The file cannot be read"

    def __init__(self, detail: str, *, row: int | None = None, column: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.row = row
        self.column = column


class FileEmpty(FileRefused):
    code = "file_empty"
    title = "The file holds no rows"


class FileNotATable(FileRefused):
    code = "file_not_a_table"
    title = "The file is not a CSV file"


class FileTruncated(FileRefused):
    code = "file_truncated"
    title = "The file ends in the middle of a row"


class RowTooLong(FileRefused):
    code = "row_too_long"
    title = "The file has a row that is too long"


class ColumnsMissing(FileRefused):
    code = "columns_missing"
    title = "The file lacks columns it must have"


class ColumnsRepeated(FileRefused):
    code = "columns_repeated"
    title = "The file has the same column twice"


class Row(NamedTuple):
    """Its number as a spreadsheet shows it, and the values of the columns asked for, in that order."""

    number: int
    values: tuple[str, ...]


class RejectedRow(NamedTuple):
    """A row that cannot be used, while the rest of the file can."""

    row: int
    column: str | None
    code: str
    detail: str


class Batch(NamedTuple):
    """`absent`: the optional columns that the file does not have, the same in every batch."""

    rows: list[Row]
    rejected: list[RejectedRow]
    absent: frozenset[str]


class _Records(NamedTuple):
    first_number: int
    records: list[list[str]]
    last_line_ended: bool


async def read_table(
    chunks: AsyncIterable[bytes],
    *,
    required: Sequence[str] = (),
    optional: Sequence[str] = (),
    choose: Callable[[Sequence[str]], Sequence[int]] | None = None,
) -> AsyncIterator[Batch]:
    """Yield rows with the required, then the optional columns; an optional one that is absent reads as blank.

    Where their names are not known beforehand, `choose` is given all that the file has, and says the places to read.
    Comma, semicolon or tab; UTF-8, UTF-16 with a byte order mark, or Windows-1252. Bytes that are no
    character come out as U+FFFD. Raises FileRefused, possibly after batches have been yielded.
    """
    width = row_count = 0
    indices: list[int] = []
    absent: frozenset[str] = frozenset()
    async for first_number, records, last_line_ended in _records(chunks):
        batch = Batch([], [], absent)
        for number, record in enumerate(records, first_number):
            if not any(record):
                continue
            if not width:
                _refuse_binary(record)
                width = len(record)
                indices = [*choose(record)] if choose else positions(record, required, optional)
                absent = _absent(optional, indices)
                batch = Batch([], [], absent)
                continue
            row_count += 1
            if len(record) == width:
                record.append("")
                batch.rows.append(Row(number, tuple(map(record.__getitem__, indices))))
            elif len(record) < width and not last_line_ended and record is records[-1]:
                raise FileTruncated("The last row is incomplete: the upload was cut short.", row=number)
            else:
                batch.rejected.append(_wrong_width(number, width))
        if batch.rows or batch.rejected:
            yield batch
    if not row_count:
        raise FileEmpty("The file has no rows below its column names." if width else "The file is empty.")


def _absent(optional: Sequence[str], indices: Sequence[int]) -> frozenset[str]:
    of_optional = zip(reversed(optional), reversed(indices), strict=False)
    return frozenset(name for name, index in of_optional if index == _BLANK)


def _refuse_binary(header: list[str]) -> None:
    if any("\0" in name for name in header):
        raise FileNotATable("The file holds binary data. Save it as CSV in UTF-8.", row=1)


def positions(header: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> list[int]:
    """Where the columns asked for stand, for `choose`. Raises ColumnsMissing and ColumnsRepeated."""
    names = [name.strip().casefold() for name in header]
    wanted = [*required, *optional]
    if missing := [name for name in required if name.casefold() not in names]:
        raise ColumnsMissing(f"These columns are missing: {', '.join(missing)}.", row=1)
    if repeated := [name for name in wanted if names.count(name.casefold()) > 1]:
        raise ColumnsRepeated(f"These columns appear more than once: {', '.join(repeated)}.", row=1)
    return [names.index(name.casefold()) if name.casefold() in names else _BLANK for name in wanted]


def _wrong_width(number: int, width: int) -> RejectedRow:
    detail = f"The row does not have {width} fields, as the row of column names does."
    return RejectedRow(number, None, "wrong_number_of_fields", detail)


async def _records(chunks: AsyncIterable[bytes]) -> AsyncIterator[_Records]:
    buffer = delimiter = ""
    number = 1
    async for text in _texts(_blocks(chunks)):
        buffer += text
        while len(buffer) >= WINDOW:
            delimiter = delimiter or _delimiter(buffer)
            records, used = _complete_records(buffer[:WINDOW], delimiter)
            if not used:
                raise RowTooLong(
                    f"A row is longer than {WINDOW:,} characters: a quotation mark may not be closed,"
                    " or this is not a CSV file.",
                    row=number,
                )
            buffer = buffer[used:]
            yield _Records(number, records, last_line_ended=True)
            number += len(records)
    if buffer:
        ended = buffer.endswith("\n")
        rest = buffer if ended else buffer + "\n"
        records, used = _complete_records(rest, delimiter or _delimiter(rest))
        if used < len(rest):
            raise FileTruncated(
                "The file ends inside quotation marks: it was cut short, or a quotation mark is not closed.",
                row=number + len(records),
            )
        yield _Records(number, records, last_line_ended=ended)


def _delimiter(text: str) -> str:
    def columns(delimiter: str) -> int:
        header = io.StringIO(text.lstrip("\r\n"), newline="")
        return len(next(csv.reader(header, delimiter=delimiter), []))

    return max(_DELIMITERS, key=columns)


def _complete_records(text: str, delimiter: str) -> tuple[list[list[str]], int]:
    """The records that end within the text, and how many of its characters they take."""
    lines = [*io.StringIO(text[: text.rfind("\n") + 1], newline=""), _END]
    reader = csv.reader(lines, delimiter=delimiter)
    records: list[list[str]] = []
    ends = [0]
    for record in reader:
        records.append(record)
        ends.append(reader.line_num)
    # The last record is the end line alone or, within open quotation marks, what has swallowed it.
    return records[:-1], sum(map(len, lines[: ends[-2]]))


async def _blocks(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Cut to one size, so that what a block decides does not hang on how the bytes arrived."""
    pending = bytearray()
    async for chunk in chunks:
        view = memoryview(chunk)
        while view:
            room = WINDOW - len(pending)
            pending += view[:room]
            view = view[room:]
            if len(pending) == WINDOW:
                yield bytes(pending)
                pending.clear()
    if pending:
        yield bytes(pending)


async def _texts(blocks: AsyncIterator[bytes]) -> AsyncIterator[str]:
    decoder: codecs.IncrementalDecoder | None = None
    async for block in blocks:
        if decoder is None:
            _refuse_other_formats(block)
            decoder = _decoder(block)
        text, decoder = _decoded(decoder, block)
        yield text
    if decoder is not None:
        yield _decoded(decoder, b"", final=True)[0]


def _refuse_other_formats(start: bytes) -> None:
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for signature, format_name in _OTHER_FORMATS:
        if text.startswith(signature):
            raise FileNotATable(f"The file is {format_name}.")


def _decoder(start: bytes) -> codecs.IncrementalDecoder:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.getincrementaldecoder("utf-16")("replace")
    has_mark = start.startswith(codecs.BOM_UTF8)
    return codecs.getincrementaldecoder("utf-8-sig")("replace" if has_mark else "strict")


def _decoded(
    decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False
) -> tuple[str, codecs.IncrementalDecoder]:
    """The text, and the decoder to go on with: strict UTF-8 until the first letter beyond ASCII tells."""
    try:
        text = decoder.decode(block, final)
    except UnicodeDecodeError:
        held_back = decoder.getstate()[0]
        windows = codecs.getincrementaldecoder("cp1252")("replace")
        return windows.decode(held_back + block, final), windows
    if not text.isascii():
        decoder.errors = "replace"
    return text, decoder
