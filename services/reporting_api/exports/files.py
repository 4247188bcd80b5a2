"""The four forms of a file, written batch by batch in constant memory.

Each writer is told to `begin`, then given batches of rows, then told to `end`; each gives the bytes it has so far. CSV
and NDJSON come out of the database as they are to stand, so that they are the same as those of the lists.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from shared.contracts.reporting.exports import ExportForm
from shared.kit.exports import BOM
from shared.kit.pagination import CSV, NDJSON, PARQUET

from .columns import Column
from .workbook import MOST_ROWS, Book

Row = Sequence[Any]
PIECE = 1024 * 1024
MEDIA_TYPES = {
    ExportForm.CSV: CSV,
    ExportForm.NDJSON: NDJSON,
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportForm.PARQUET: PARQUET,
}
TYPED = (ExportForm.XLSX, ExportForm.PARQUET)
LARGEST: Mapping[ExportForm, int] = {ExportForm.XLSX: MOST_ROWS}
"""The most rows of forms that have a limit of their own."""


@dataclass(frozen=True)
class Told:
    """What a file says of itself."""

    table: str
    title: str
    columns: tuple[Column, ...]
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    as_of: Mapping[str, str | None] = field(default_factory=dict)
    made_at: datetime | None = None


class Writer(Protocol):
    """One form of a file."""

    def begin(self) -> bytes:
        """What stands before the rows."""
        ...

    def rows(self, rows: Sequence[Row]) -> bytes:
        """What these rows come to; empty where the form keeps them back."""
        ...

    def end(self) -> Iterator[bytes]:
        """What stands after the rows."""
        ...

    def close(self) -> None:
        """Give back what it used, whether it came to its end or not."""
        ...


class _Text:
    def begin(self) -> bytes:
        return b""

    def end(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        """Nothing to give back."""


class _Csv(_Text):
    def __init__(self, told: Told) -> None:
        self._columns = told.columns

    def begin(self) -> bytes:
        return BOM + self.rows([[column.name for column in self._columns]])

    def rows(self, rows: Sequence[Row]) -> bytes:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        return text.getvalue().encode()


class _Ndjson(_Text):
    def __init__(self, _told: Told) -> None:
        pass

    def rows(self, rows: Sequence[Row]) -> bytes:
        return "".join(f"{row[0]}\n" for row in rows).encode()


class _Xlsx:
    def __init__(self, told: Told) -> None:
        self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
        self._path = Path(self._folder.name) / "export.xlsx"
        self._book = Book(self._path, told.title, told.columns)
        self._told = told

    def begin(self) -> bytes:
        return b""

    def rows(self, rows: Sequence[Row]) -> bytes:
        self._book.write(rows)
        return b""

    def end(self) -> Iterator[bytes]:
        self._book.finish({"Table": self._told.table} | self._about(), self._told.made_at)
        with self._path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def close(self) -> None:
        self._folder.cleanup()

    def _about(self) -> dict[str, str]:
        filters = {f"Only {name}": ", ".join(values) for name, values in self._told.filters.items()}
        as_of = {f"As of ({name})": moment or "not read to its end" for name, moment in self._told.as_of.items()}
        return filters | as_of


def _parquet(told: Told) -> Writer:
    # Its library holds 34 MiB, which a service that writes no such file has no need of.
    from .parquet import Parquet  # noqa: PLC0415

    return Parquet(told)


_WRITERS: Mapping[ExportForm, Callable[[Told], Writer]] = {
    ExportForm.CSV: _Csv,
    ExportForm.NDJSON: _Ndjson,
    ExportForm.PARQUET: _parquet,
    ExportForm.XLSX: _Xlsx,
}


def writer(form: ExportForm, told: Told) -> Writer:
    """What writes a form."""
    return _WRITERS[form](told)
