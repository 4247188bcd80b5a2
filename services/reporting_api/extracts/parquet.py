"""A table of an extract as Parquet."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from shared.contracts.reporting.extracts import ExtractTable

from .dictionary import dictionary

_ARROW = {"text": pa.string(), "integer": pa.int64()}


def as_parquet(table: ExtractTable, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The whole file."""
    columns = [column for column in dictionary().columns if column.table is table]
    about = [pa.field(each.name, _ARROW[each.type], metadata={"description": each.description}) for each in columns]
    content = io.BytesIO()
    # Without a time or a name of ours in it, the same rows are the same bytes, whose SHA-256 is kept.
    pq.write_table(pa.Table.from_pylist(list(rows), pa.schema(about)), content, compression="zstd")
    return content.getvalue()
