"""Files read back as somebody else's programs read them, to compare with what the lists say."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

Row = dict[str, Any]


def rows_of(form: str, content: bytes) -> list[Row]:
    """The rows of a file, by its column names."""
    if form == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    if form == "ndjson":
        return [json.loads(line) for line in content.splitlines()]
    if form == "parquet":
        return pq.read_table(io.BytesIO(content)).to_pylist()
    [head, *rows] = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def about(content: bytes) -> list[list[Any]]:
    """The second sheet of a workbook."""
    book = CalamineWorkbook.from_object(io.BytesIO(content))
    assert book.sheet_names[1] == "About"
    return book.get_sheet_by_name("About").to_python()


def alike(value: Any) -> Any:
    """A value as every form can say it: CSV has text alone, Excel no more than milliseconds."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        value = value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return ""
    if isinstance(value, str) and value.endswith("Z") and "T" in value:
        return value[:19]
    try:
        return float(value)
    except ValueError:
        return value


def expected(item: Row, columns: Sequence[Row]) -> Row:
    """A row of a list under the names of the columns of files."""
    return {each["name"]: item[each["field"]] for each in columns if each["field"] and each["name"] != "time_period"}
