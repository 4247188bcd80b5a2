"""What people see: colours and a spinner on a terminal, plain lines elsewhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

_out = Console(highlight=False)
_err = Console(highlight=False, stderr=True)


def is_terminal() -> bool:
    """Whether a person is looking, who can be shown what moves."""
    return _out.is_terminal


def say(line: str) -> None:
    _out.print(line, soft_wrap=True, markup=False)


def say_wrong(sentence: str) -> None:
    _err.print(sentence, soft_wrap=True, markup=False, style="bold red")


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something is going on, and afterwards that it is done."""
    if _out.is_terminal:
        with _out.status(what):
            yield
        _out.print(f"[green]✓[/green] {what}")
    else:
        say(f"{what} ...")
        yield


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not _out.is_terminal:
        lines = [headings, *rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
        for line in lines:
            say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        return
    drawn = Table(*headings)
    for row in rows:
        drawn.add_row(*row)
    _out.print(drawn)
