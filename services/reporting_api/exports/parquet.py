"""Parquet, written row group by row group in constant memory."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from shared.contracts.reporting.exports import ColumnType

from .columns import Column
from .told import Row, Told

_ARROW: Mapping[ColumnType, pa.DataType] = {
    ColumnType.TEXT: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.NUMBER: pa.float64(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.DATE: pa.date32(),
    ColumnType.MOMENT: pa.timestamp("us", tz="UTC"),
    ColumnType.LIST: pa.list_(pa.string()),
}


def parquet_schema(told: Told) -> pa.Schema:
    """The columns of a Parquet file; what they mean, and what the file is of, is in its metadata."""
    about = {"table": told.table, "filters": json.dumps(told.filters), "as_of": json.dumps(told.as_of)}
    return pa.schema([_parquet_field(each) for each in told.columns], metadata=about)


def _parquet_field(column: Column) -> pa.Field:
    about = {"description": column.description} | ({"measure": column.measure} if column.measure else {})
    return pa.field(column.name, _ARROW[column.type], metadata=about)


class Parquet:
    """The writer of a Parquet file."""

    def __init__(self, told: Told) -> None:
        self._schema = parquet_schema(told)
        self._kept = io.BytesIO()
        self._writer = pq.ParquetWriter(pa.PythonFile(_Ahead(self._kept), "w"), self._schema, compression="zstd")

    def begin(self) -> bytes:
        """What stands before the rows."""
        return self._taken()

    def rows(self, rows: Sequence[Row]) -> bytes:
        """These rows, as a group of their own."""
        arrays = [
            pa.array(values, each.type) for values, each in zip(zip(*rows, strict=True), self._schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema), row_group_size=len(rows))
        return self._taken()

    def end(self) -> Iterator[bytes]:
        """What stands after the rows."""
        self._writer.close()
        yield self._taken()

    def close(self) -> None:
        """Give back what it used."""
        self._writer.close()

    def _taken(self) -> bytes:
        taken = self._kept.getvalue()
        self._kept.seek(0)
        self._kept.truncate()
        return taken


class _Ahead:
    """A file of which only what was written last is kept: it knows how far it is, and cannot go back."""

    closed = False

    def __init__(self, kept: io.BytesIO) -> None:
        self._kept = kept
        self._told = 0

    def write(self, content: bytes) -> int:
        self._told += len(content)
        return self._kept.write(content)

    def tell(self) -> int:
        return self._told

    def flush(self) -> None:
        """What is written is there."""

    def close(self) -> None:
        self.closed = True
