"""A table as an Excel workbook: real dates and numbers, a header that stays, and a second sheet that explains it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shared.contracts.reporting.exports import ColumnType

from .columns import Column

MOST_ROWS = 1_048_575
"""Excel's, less the header."""

_LONGEST_CELL = 32_767
_WIDTHS = {ColumnType.MOMENT: 20, ColumnType.DATE: 11, ColumnType.TEXT: 18, ColumnType.LIST: 24}
_NARROWEST = 10
_FORMATS = {ColumnType.MOMENT: "yyyy-mm-dd hh:mm:ss", ColumnType.DATE: "yyyy-mm-dd", ColumnType.NUMBER: "0.00"}


class Book:
    """A workbook that is written row by row; what is written already is on the disk."""

    def __init__(self, path: Path, title: str, columns: Sequence[Column]) -> None:
        options = {"constant_memory": True, "tmpdir": str(path.parent), "remove_timezone": True}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._columns = columns
        self._formats = {kind: self._book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        self._bold = self._book.add_format({"bold": True})
        self._sheet = self._book.add_worksheet(title)
        self._next = 1
        self._head()

    def _head(self) -> None:
        for place, column in enumerate(self._columns):
            width = max(_WIDTHS.get(column.type, _NARROWEST), len(column.name) + 3)
            self._sheet.set_column(place, place, width, self._formats.get(column.type))
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            self._sheet.write_string(0, place, column.name, self._bold)

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Further rows. Text is written as text, whatever it begins with."""
        kinds = [(place, column.type, self._formats.get(column.type)) for place, column in enumerate(self._columns)]
        for row in rows:
            for place, kind, form in kinds:
                if row[place] is not None:
                    _put(self._sheet, self._next, place, kind, row[place], form)
            self._next += 1

    def finish(self, about: Mapping[str, str], made_at: datetime | None) -> None:
        """The filter over the header, the second sheet, and the end."""
        self._sheet.autofilter(0, 0, max(self._next - 1, 0), len(self._columns) - 1)
        sheet = self._book.add_worksheet("About")
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 2, 14)
        sheet.set_column(3, 3, 36)
        sheet.set_column(4, 4, 90)
        lines = [[name, value] for name, value in about.items()]
        lines += [["Rows", str(self._next - 1)], [], ["Column", "Type", "DfE name", "Measure", "What it is"]]
        lines += [
            [each.name, each.type.value, "yes" if each.dfe else "no", each.measure or "", each.description]
            for each in self._columns
        ]
        for number, line in enumerate(lines):
            for place, text in enumerate(line):
                sheet.write_string(number, place, text)
        self._book.set_properties({"created": (made_at or datetime.now(UTC)).replace(tzinfo=None)})
        self._book.close()


def _put(sheet: Worksheet, row: int, place: int, kind: ColumnType, value: Any, form: Format | None) -> None:
    if kind in (ColumnType.MOMENT, ColumnType.DATE):
        sheet.write_datetime(row, place, value, form)
    elif kind in (ColumnType.INTEGER, ColumnType.NUMBER):
        sheet.write_number(row, place, value, form)
    elif kind is ColumnType.BOOLEAN:
        sheet.write_boolean(row, place, value)
    else:
        text = "|".join(value) if kind is ColumnType.LIST else value
        sheet.write_string(row, place, text[:_LONGEST_CELL])
