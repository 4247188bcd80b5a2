"""What can be uploaded many at a time: declared once, beside the single write."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from shared.contracts.base import Input
from shared.kit.errors import Refusal

from .columns import Column, columns_of

Row = TypeVar("Row", bound=Input)


@dataclass(frozen=True)
class Upload(Generic[Row]):
    """One kind of upload. `row` is what each object of a JSON array says and, without `line`, each row of a CSV."""

    things: str
    """What is uploaded, as the documentation calls it: `local offers`."""

    row: type[Row]
    example: Mapping[str, Any]
    line: type[Row] | None = None
    """What a row of CSV says, where it is only a part of a thing: `together` names whose rows belong together."""

    line_example: Mapping[str, Any] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    divisible: bool = False
    """Whether rows that belong together can be kept without those among them that are refused."""

    order: tuple[str, ...] = ()
    """By which fields rows are taken, whatever their order in the file, so that no two uploads wait for each other."""

    cells: Mapping[type[Refusal], str] = field(default_factory=dict)
    """Which field a refusal is about that names no place itself; the others are about `column`."""

    column: str | None = None
    locate: Callable[[Sequence[Row]], Callable[[str], tuple[int, str] | None]] = lambda _rows: lambda _pointer: None
    """Of rows that were taken together: which of them, and which field of it, a place in the single write is."""

    greatest_rows: int = 2000
    greatest_things: int = 2000
    """Where rows belong together: of how many things they may be."""

    greatest_bytes: int = 5_000_000

    @cached_property
    def columns(self) -> list[Column]:
        """The columns of its CSV file."""
        return columns_of(self.line or self.row)

    @cached_property
    def template(self) -> str:
        """A CSV file with the names of the columns and one row that shows how they are filled."""
        example = self.line_example if self.line else self.example
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(each.name for each in self.columns)
        writer.writerow(each.cell(example[each.name]) if each.name in example else "" for each in self.columns)
        return text.getvalue()

    def request_body(self) -> dict[str, Any]:
        """How the upload is documented, in both of its forms."""
        columns = "\n".join(each.sentence() for each in self.columns)
        described = f"One row for each, below the names of the columns, in any order:\n\n{columns}"
        file = {
            "schema": {"type": "string", "format": "binary", "description": described},
            "example": self.template,
        }
        array = TypeAdapter(list[self.row]).json_schema(  # type: ignore[name-defined]
            ref_template="#/components/schemas/{model}"
        )
        array |= {"minItems": 1, "maxItems": self.greatest_rows}
        json = {"schema": array, "example": [dict(self.example)]}
        content = {"text/csv": file, "application/octet-stream": file, "application/json": json}
        return {"required": True, "content": content}
