"""What people and programs see: data on standard output, everything else on standard error."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from pins.errors import PinsError, Refused
from pins.uploads import place

Form = Literal["table", "json", "ndjson", "csv"]

_WIDEST = 8


def out() -> Console:
    """Standard output as it is now."""
    return Console(highlight=False)


def err() -> Console:
    """Standard error as it is now."""
    return Console(highlight=False, stderr=True)


def say(sentence: str) -> None:
    """Something for a person to know, out of the way of the data."""
    err().print(sentence, soft_wrap=True, markup=False)


def bytes_out(pieces: Iterable[bytes]) -> None:
    """Data as they came."""
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def line(text: str) -> None:
    """One line of data, there at once even in a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def as_json(value: object) -> None:
    """A value as indented JSON."""
    line(json.dumps(value, indent=2, ensure_ascii=False))


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> None:
    """Rows as a table; without named columns the first flat ones of the rows."""
    flat = [name for name, value in rows[0].items() if not isinstance(value, (dict, list))] if rows else []
    names = list(columns or flat[:_WIDEST])
    if not rows:
        say("There is nothing.")
        return
    drawn = Table(*names, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        drawn.add_row(*(_cell(row.get(name)) for name in names))
    # In a pipe nothing is cut to the width of a screen that is not there.
    console = out() if sys.stdout.isatty() else Console(highlight=False, width=500)
    console.print(drawn)


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list, bool)) else str(value)
    return text.replace("[", r"\[")


def first_rows_of_csv(lines: Iterator[str], limit: int) -> None:
    """The names of the columns and the first rows of a CSV that streams in."""
    csv.writer(sys.stdout, lineterminator="\r\n").writerows(islice(csv.reader(lines), limit + 1))
    sys.stdout.flush()


def places(errors: Sequence[Mapping[str, Any]], to: Console | None = None) -> None:
    """A table of what is wrong and where."""
    if not errors:
        return
    drawn = Table("where", "what", "code", box=None, header_style="bold", pad_edge=False)
    for each in errors:
        drawn.add_row(*(_cell(part) for part in (place(each), each.get("detail", ""), each.get("code", ""))))
    (to or err()).print(drawn)


def refusal(error: PinsError) -> None:
    """What went wrong, as a sentence, and where."""
    err().print(str(error), soft_wrap=True, markup=False, style="bold red")
    if isinstance(error, Refused):
        places(error.places)
        if error.problem.get("type"):
            say(f"What it means: {error.problem['type']}")
        if error.problem.get("instance"):
            say(f"To report it, quote: {error.problem['instance']}")
